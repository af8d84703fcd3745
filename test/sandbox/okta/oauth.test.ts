import { describe, expect, it } from 'vitest';
import { refusal, textOf, type Answer } from './caller.ts';
import { ecKey, hashOf, openApp, tokenForm, type ServiceApp } from './service-app.ts';

const day = 24 * 3600 * 1000;

const bearer = async (app: ServiceApp, scope = 'okta.users.read'): Promise<string> =>
  textOf(await app.token(tokenForm(app.assertion(), scope)), 'access_token');

const as = (app: ServiceApp, token: string, path = '/api/v1/users'): Promise<Answer> =>
  app.call('GET', path, undefined, { authorization: `Bearer ${token}` });

const challengeOf = ({ headers }: Answer): string => headers.get('www-authenticate') ?? '';

describe('the token endpoint', () => {
  it('gives a token for an hour, for the scopes that were granted and no others', async () => {
    const app = await openApp();
    const answer = await app.token(tokenForm(app.assertion(), 'okta.users.read okta.logs.read'));
    const access_token = textOf(answer, 'access_token');
    const expected = { token_type: 'Bearer', expires_in: 3600, access_token, scope: 'okta.users.read' };
    expect([answer.status, answer.body]).toEqual([200, expected]);
    expect((await as(app, access_token)).status).toBe(200);
    app.clock.now += 3600_000;
    const late = await as(app, access_token);
    expect(late.status).toBe(401);
    expect(challengeOf(late)).toContain('error="invalid_token"');
  });

  it.each([
    ['okta.logs.read', 400, 'consent_required'],
    ['', 400, 'invalid_scope'],
  ])('given the scopes "%s" is %i %s', async (scope, status, error) => {
    const app = await openApp();
    const answer = await app.token(tokenForm(app.assertion(), scope));
    expect([answer.status, textOf(answer, 'error')]).toEqual([status, error]);
  });

  it('turns an app away that calls from outside its network zones', async () => {
    const app = await openApp({ inZone: false });
    const answer = await app.token(tokenForm(app.assertion(), 'okta.users.read'));
    expect([answer.status, textOf(answer, 'error')]).toEqual([403, 'access_denied']);
  });

  it('takes no other grant', async () => {
    const app = await openApp();
    const form = { ...tokenForm(app.assertion(), 'okta.users.read'), grant_type: 'password' };
    expect(textOf(await app.token(form), 'error')).toBe('unsupported_grant_type');
  });
});

describe('a client assertion', () => {
  const at = Math.floor(Date.UTC(2026, 10, 23, 12) / 1000);

  it.each([
    ['for another endpoint', { aud: 'https://acme.okta.com/oauth2/v1/token' }, 'audience claim'],
    ['that is over', { exp: at - 1 }, 'expired'],
    ['that lasts too long', { exp: at + 3700 }, 'too far into the future'],
    ['from the future', { iat: at + 60 }, 'before the current time'],
    ['of somebody unknown', { sub: '0oaNOBODY', iss: '0oaNOBODY' }, 'client_id'],
  ])('%s is refused', async (_, claims, reason) => {
    const app = await openApp();
    const answer = await app.token(tokenForm(app.assertion(claims), 'okta.users.read'));
    expect([answer.status, textOf(answer, 'error')]).toEqual([401, 'invalid_client']);
    expect(textOf(answer, 'error_description')).toContain(reason);
  });

  it('signed by another key is refused', async () => {
    const app = await openApp();
    const answer = await app.token(tokenForm(app.assertion({}, ecKey()), 'okta.users.read'));
    expect(textOf(answer, 'error_description')).toBe('The client_assertion signature is invalid.');
  });

  it('is taken once', async () => {
    const app = await openApp();
    const form = tokenForm(app.assertion(), 'okta.users.read');
    expect((await app.token(form)).status).toBe(200);
    expect(textOf(await app.token(form), 'error_description')).toContain('already been used');
  });
});

describe('a scope', () => {
  it('that is missing is 403 without a body', async () => {
    const app = await openApp();
    const path = '/api/v1/authenticators';
    const answer = await as(app, await bearer(app), path);
    expect([answer.status, answer.text]).toEqual([403, '']);
    expect(challengeOf(answer)).toContain('scope="okta.authenticators.read", error="insufficient_scope"');
    expect(challengeOf(answer)).toContain(`resource="${path}"`);
  });

  it('to manage includes the one to read', async () => {
    const app = await openApp();
    expect((await as(app, await bearer(app, 'okta.users.manage'))).status).toBe(200);
  });

  it('does not make up for a missing role', async () => {
    const app = await openApp({ roles: [] });
    expect(refusal(await as(app, await bearer(app))).slice(0, 2)).toEqual([403, 'E0000006']);
  });
});

const tokenClaims = (app: ServiceApp, more = {}): Record<string, unknown> => ({
  htm: 'POST',
  htu: `${app.okta.url}/oauth2/v1/token`,
  ...more,
});

const challengeNonce = async (app: ServiceApp): Promise<string> => {
  const answer = await app.token(tokenForm(app.assertion(), 'okta.users.read'), app.proof(tokenClaims(app)));
  expect([answer.status, textOf(answer, 'error')]).toEqual([400, 'use_dpop_nonce']);
  return answer.headers.get('dpop-nonce') ?? '';
};

const bound = async (app: ServiceApp): Promise<string> => {
  const nonce = await challengeNonce(app);
  const proof = app.proof(tokenClaims(app, { nonce }));
  const answer = await app.token(tokenForm(app.assertion(), 'okta.users.read'), proof);
  expect(answer.body).toMatchObject({ token_type: 'DPoP' });
  return textOf(answer, 'access_token');
};

const proved = (app: ServiceApp, token: string, proof: string): Promise<Answer> =>
  app.call('GET', '/api/v1/users?limit=1', undefined, { authorization: `DPoP ${token}`, dpop: proof });

const apiClaims = (app: ServiceApp, token: string): Record<string, unknown> => ({
  htm: 'GET',
  htu: `${app.okta.url}/api/v1/users`,
  ath: hashOf(token),
});

describe('DPoP', () => {
  it('asks for a nonce, then binds the token to the key', async () => {
    const app = await openApp({ dpop: true });
    const token = await bound(app);
    expect((await proved(app, token, app.proof(apiClaims(app, token)))).status).toBe(200);
    const plain = await as(app, token);
    expect([plain.status, plain.text]).toEqual([400, '']);
    expect(challengeOf(plain)).toContain('must use the DPoP authentication scheme');
  });

  it('is demanded of a client that was made for it', async () => {
    const app = await openApp({ dpop: true });
    const answer = await app.token(tokenForm(app.assertion(), 'okta.users.read'));
    expect(textOf(answer, 'error')).toBe('invalid_dpop_proof');
  });

  it('takes a nonce for three days after it changed', async () => {
    const app = await openApp({ dpop: true });
    const nonce = await challengeNonce(app);
    const ask = (): Promise<Answer> =>
      app.token(tokenForm(app.assertion(), 'okta.users.read'), app.proof(tokenClaims(app, { nonce })));
    app.clock.now += 3 * day;
    expect((await ask()).status).toBe(200);
    expect(await challengeNonce(app)).not.toBe(nonce);
    app.clock.now += day;
    expect(textOf(await ask(), 'error')).toBe('use_dpop_nonce');
  });

  it.each<[string, (url: string) => Record<string, unknown>, string]>([
    ['another method', () => ({ htm: 'POST' }), "'htm' claim"],
    ['another org', () => ({ htu: 'https://acme.okta.com/api/v1/users' }), "'htu' claim"],
    ['a URL with its query', (url) => ({ htu: `${url}/api/v1/users?limit=1` }), "'htu' claim"],
    ['a URL with a doubled slash', (url) => ({ htu: `${url}//api/v1/users` }), "'htu' claim"],
    ['another token', () => ({ ath: hashOf('another') }), "'ath' claim"],
    ['six minutes ago', () => ({ iat: Math.floor(Date.UTC(2026, 10, 23, 11, 54) / 1000) }), 'in the past'],
    ['tomorrow', () => ({ iat: Math.floor(Date.UTC(2026, 10, 24) / 1000) }), 'in the future'],
  ])('refuses a proof for %s', async (_, claimsFor, reason) => {
    const app = await openApp({ dpop: true });
    const token = await bound(app);
    const claims = { ...apiClaims(app, token), ...claimsFor(app.okta.url) };
    const answer = await proved(app, token, app.proof(claims));
    expect([answer.status, answer.text]).toEqual([400, '']);
    expect(challengeOf(answer)).toContain('error="invalid_dpop_proof"');
    expect(challengeOf(answer)).toContain(reason);
  });

  it('can be asked to hold a nonce at the API as well', async () => {
    const app = await openApp({ dpop: true });
    const token = await bound(app);
    app.okta.admin.setFlag('apiNonce', true);
    const asked = await proved(app, token, app.proof(apiClaims(app, token)));
    expect([asked.status, challengeOf(asked)]).toEqual([401, expect.stringContaining('use_dpop_nonce')]);
    const nonce = asked.headers.get('dpop-nonce') ?? '';
    const answer = await proved(app, token, app.proof({ ...apiClaims(app, token), nonce }));
    expect(answer.status).toBe(200);
  });

  it('refuses a proof that was used, or made with another key', async () => {
    const app = await openApp({ dpop: true });
    const token = await bound(app);
    const proof = app.proof(apiClaims(app, token));
    await proved(app, token, proof);
    expect(challengeOf(await proved(app, token, proof))).toContain('already been used');
    const foreign = app.proof(apiClaims(app, token), ecKey());
    expect(challengeOf(await proved(app, token, foreign))).toContain('not bound');
  });
});
