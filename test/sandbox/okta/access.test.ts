import { describe, expect, it } from 'vitest';
import { openOrg, pluck, refusal } from './caller.ts';

const days = 24 * 3600 * 1000;
const invalidToken = [401, 'E0000011', 'Invalid token provided'];
const denied = [403, 'E0000006', 'You do not have permission to perform the requested action'];

describe('an SSWS credential', () => {
  it('stands for its owner', async () => {
    const { get } = await openOrg();
    expect((await get('/api/v1/users/me')).body).toMatchObject({ profile: { login: 'olga@acme.example' } });
  });

  it('is refused when it is mistyped', async () => {
    const { call } = await openOrg();
    const answer = await call('GET', '/api/v1/users/me', undefined, { authorization: 'SSWS nothing' });
    expect(refusal(answer)).toEqual(invalidToken);
  });

  it('dies when it is revoked', async () => {
    const { okta, get } = await openOrg();
    okta.admin.revokeCredential();
    expect(refusal(await get('/api/v1/users/me'))).toEqual(invalidToken);
  });

  it('dies with its owner', async () => {
    const { okta, get } = await openOrg();
    okta.admin.setStatus('olga@acme.example', 'DEPROVISIONED');
    expect(refusal(await get('/api/v1/users'))).toEqual(invalidToken);
  });

  it('dies after 30 days without use, and every use starts them anew', async () => {
    const { clock, get } = await openOrg();
    clock.now += 29 * days;
    expect((await get('/api/v1/users/me')).status).toBe(200);
    clock.now += 29 * days;
    expect((await get('/api/v1/users/me')).status).toBe(200);
    clock.now += 31 * days;
    expect(refusal(await get('/api/v1/users/me'))).toEqual(invalidToken);
  });

  it('loses what its owner loses', async () => {
    const { okta, get, idOf } = await openOrg();
    okta.admin.removeRole('olga@acme.example', 'SUPER_ADMIN');
    expect(refusal(await get(`/api/v1/users/${idOf('ana@acme.example')}/factors`))).toEqual(denied);
    expect((await get('/api/v1/users/me')).status).toBe(200);
  });
});

describe('a request without a known authorization', () => {
  it.each([
    [403, [403, 'E0000005', 'Invalid session']],
    [401, invalidToken],
  ] as const)('is %i', async (noAuth, expected) => {
    const { call } = await openOrg({ flags: { noAuth } });
    for (const authorization of ['', 'Basic Zm9vOmJhcg=='])
      expect(refusal(await call('GET', '/api/v1/users', undefined, { authorization }))).toEqual(expected);
  });
});

describe('a role', () => {
  it('of the help desk takes factors away but hands none out', async () => {
    const { okta, call, idOf } = await openOrg();
    okta.admin.assignRole('tom@acme.example', 'HELP_DESK_ADMIN');
    const authorization = `SSWS ${okta.admin.issueCredential('tom@acme.example')}`;
    const emil = idOf('emil@acme.example');
    const [factor] = [...okta.world.factors.values()].filter(({ userId }) => userId === emil);
    const path = `/api/v1/users/${emil}/factors`;
    const enrol = await call('POST', path, { factorType: 'token:hotp' }, { authorization });
    expect(refusal(enrol)).toEqual(denied);
    const dropped = await call('DELETE', `${path}/${factor?.id}`, undefined, { authorization });
    expect(dropped.status).toBe(204);
  });

  it('does not reach up to a higher admin', async () => {
    const { okta, call, idOf } = await openOrg();
    okta.admin.assignRole('tom@acme.example', 'USER_ADMIN');
    const authorization = `SSWS ${okta.admin.issueCredential('tom@acme.example')}`;
    const path = `/api/v1/users/${idOf('olga@acme.example')}/factors`;
    const answer = await call('POST', path, { factorType: 'token:hotp' }, { authorization });
    expect(refusal(answer)).toEqual(denied);
  });
});

describe('a resource set', () => {
  it('hides everybody outside it from lists and refuses them by id', async () => {
    const { okta, get, idOf } = await openOrg();
    const [credential] = okta.world.credentials.keys();
    okta.admin.limitReach(credential ?? '', ['ana@acme.example']);
    expect(pluck(await get('/api/v1/users'), 'id')).toEqual([idOf('ana@acme.example')]);
    expect((await get(`/api/v1/users/${idOf('ana@acme.example')}/factors`)).status).toBe(200);
    expect(refusal(await get(`/api/v1/users/${idOf('ben@acme.example')}/factors`))).toEqual(denied);
    expect(refusal(await get(`/api/v1/users/${idOf('ben@acme.example')}`))).toEqual(denied);
  });
});

describe('on Classic', () => {
  it.each(['/api/v1/authenticators', '/api/v1/authenticators/autSha1Step30Base32g/methods/otp'])(
    '%s is a feature that is off',
    async (path) => {
      const { get } = await openOrg({ flags: { pipeline: 'v1' } });
      expect(refusal(await get(path)).slice(0, 2)).toEqual([401, 'E0000015']);
    },
  );
});
