import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import type { Factor, Outcome } from '../../src/domain/okta.ts';
import { Secret } from '../../src/domain/secret.ts';
import { appKey, signedIn, type SignedInSetup } from './service-app.ts';
import { idOf, setup } from './setup.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const enrol = ({ client, okta }: SignedInSetup): Promise<Outcome<Factor>> =>
  client.enrol({
    userId: idOf(okta, 'ben@acme.example'),
    authenticatorId: authenticatorIds.sha1Step30,
    encoding: 'base32',
    seed: new Secret(new TextEncoder().encode('a seed of 20 letters')),
  });

const factorsOf = ({ okta }: SignedInSetup, login: string): number =>
  [...okta.world.factors.values()].filter(({ userId }) => userId === idOf(okta, login)).length;

/** Statuses of the token endpoint, in order. */
const statuses = ({ okta }: SignedInSetup): readonly number[] =>
  okta.journal.filter(({ path }) => path === '/oauth2/v1/token').map(({ status }) => status);

describe('a service app', () => {
  it('fetches a nonce, signs in with DPoP, and proves every request anew', async () => {
    const at = await signedIn();
    expect((await at.client.users({})).kind).toBe('ok');
    expect((await enrol(at)).kind).toBe('ok');
    expect((await at.client.factors(idOf(at.okta, 'ben@acme.example'))).kind).toBe('ok');
    // The local Okta takes no proof and no assertion twice.
    expect(statuses(at)).toEqual([400, 200]);
    expect(at.okta.journal.at(-1)?.principal).toBe(at.clientId);
  });

  it('signs in with a bearer token where the app does not ask for DPoP', async () => {
    const at = await signedIn({ app: { dpop: false } });
    expect((await enrol(at)).kind).toBe('ok');
  });

  it('signs in once, however many calls wait for it', async () => {
    const at = await signedIn();
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => at.client.users({})));
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'ok'));
    expect(at.tokenRequests()).toBe(2);
  });

  it('renews its token ahead of its end, without a call having to wait or fail', async () => {
    const at = await signedIn();
    await at.client.users({});
    await at.clock.sleep(51 * minute);
    await Promise.all(Array.from({ length: 10 }, () => at.client.users({})));
    await expect.poll(at.tokenRequests).toBe(3);
    await at.clock.sleep(58 * minute);
    expect((await at.client.users({})).kind).toBe('ok');
    expect(at.okta.journal.filter(({ status }) => status === 401)).toEqual([]);
    await expect.poll(() => statuses(at)).toEqual([400, 200, 200, 200]);
  });

  it('takes the nonce of the day when the one it knows has gone', async () => {
    const at = await signedIn();
    await at.client.users({});
    await at.clock.sleep(5 * day);
    expect((await at.client.users({})).kind).toBe('ok');
    expect(statuses(at)).toEqual([400, 200, 400, 200]);
  });

  it.each([
    ['ahead', 17 * minute],
    ['behind', -17 * minute],
    ['a second ahead', 1_000],
  ])('signs by Okta’s clock when that is %s', async (_, oktaAheadMs) => {
    const at = await signedIn({ oktaAheadMs });
    expect((await at.client.users({})).kind).toBe('ok');
    expect((await enrol(at)).kind).toBe('ok');
  });

  it.each([10 * minute, -10 * minute])('follows when one of the clocks is set by %i ms', async (ms) => {
    const at = await signedIn();
    await at.client.users({});
    at.setOktaAhead(ms);
    expect((await at.client.users({})).kind).toBe('ok');
    expect((await enrol(at)).kind).toBe('ok');
  });

  it('holds a nonce at the API as well, where it is asked to', async () => {
    const at = await signedIn({ flags: { apiNonce: true } });
    expect((await at.client.users({})).kind).toBe('ok');
    expect((await enrol(at)).kind).toBe('ok');
    expect(at.okta.journal.filter(({ status }) => status === 401)).toHaveLength(1);
  });
});

describe('an access token that Okta no longer takes', () => {
  it('is replaced within a read', async () => {
    const at = await signedIn();
    await at.client.users({});
    at.okta.admin.revokeAccessTokens();
    const outcomes = await Promise.all([at.client.users({}), at.client.users({})]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ok', 'ok']);
    expect(at.tokenRequests()).toBe(3);
  });

  it('makes a write certain not to have happened, and to be tried again', async () => {
    const at = await signedIn();
    await at.client.users({});
    at.okta.admin.revokeAccessTokens();
    expect(await enrol(at)).toMatchObject({ kind: 'retry', why: 'not_sent' });
    expect(factorsOf(at, 'ben@acme.example')).toBe(0);
    expect((await enrol(at)).kind).toBe('ok');
  });

  it('is not replaced for ever', async () => {
    const at = await signedIn();
    at.okta.faults.add({ route: 'GET /api/v1/users', fault: { kind: 'refusal', code: 'E0000011' } });
    expect(await at.client.users({})).toMatchObject({ kind: 'rejected', reason: 'credential' });
    expect(at.tokenRequests()).toBe(2);
  });
});

describe('a sign-in that Okta refuses', () => {
  it.each([
    [
      'with another key',
      { jwks: [appKey().jwk] },
      'invalid_client: The client_assertion signature is invalid.',
    ],
    [
      'without any scope',
      { scopes: [] },
      'consent_required: You are not allowed any of the requested scopes.',
    ],
    ['from outside its zones', { inZone: false }, 'access_denied'],
  ])('%s is about the credential', async (_, app, summary) => {
    const at = await signedIn({ app });
    const outcome = await enrol(at);
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'credential' });
    expect(JSON.stringify(outcome)).toContain(summary);
    expect(at.okta.journal.every(({ path }) => path === '/oauth2/v1/token')).toBe(true);
  });

  it('for the rate says when to come back', async () => {
    const at = await signedIn();
    at.okta.faults.add({ route: 'POST /oauth2/v1/token', fault: { kind: 'rate_limited', form: 'window' } });
    const outcome = await enrol(at);
    expect(outcome).toMatchObject({ kind: 'retry', why: 'rate_limit' });
    expect(outcome.kind === 'retry' && (outcome.afterMs ?? 0) > 1_000).toBe(true);
  });

  it.each([
    [{ kind: 'error', status: 500, when: 'before' }, 'server_error'],
    [{ kind: 'gateway' }, 'server_error'],
    [{ kind: 'body', body: 'html' }, 'server_error'],
    [{ kind: 'lose_reply', how: 'reset' }, 'not_sent'],
    [{ kind: 'cut', at: 'request' }, 'not_sent'],
  ] as const)('by %j leaves nothing unknown', async (fault, why) => {
    const at = await signedIn();
    at.okta.faults.add({ route: 'POST /oauth2/v1/token', fault });
    expect(await enrol(at)).toMatchObject({ kind: 'retry', why });
    at.okta.faults.clear();
    expect((await enrol(at)).kind).toBe('ok');
  });
});

describe('scopes', () => {
  it('that Okta left out are named in the log, and refused by name', async () => {
    const at = await signedIn({ app: { scopes: ['okta.users.read'] } });
    expect((await at.client.users({})).kind).toBe('ok');
    expect(at.lines.join()).toContain('okta.users.manage okta.authenticators.read');
    const refused = await enrol(at);
    expect(refused).toMatchObject({ kind: 'rejected', reason: 'permission', oktaCode: 'insufficient_scope' });
    expect(JSON.stringify(refused)).toContain('Scope: okta.users.manage');
  });

  it('can be asked about', async () => {
    const at = await signedIn({ app: { scopes: ['okta.users.read', 'okta.apps.manage'] } });
    const asked = ['okta.apps.manage', 'okta.groups.manage'];
    expect(await at.client.granted(asked)).toMatchObject({ kind: 'ok', value: ['okta.apps.manage'] });
    expect(await at.client.granted(['okta.groups.manage'])).toMatchObject({ kind: 'ok', value: [] });
  });
});

describe('what is logged of a sign-in', () => {
  it('holds no token, key, assertion or proof', async () => {
    const at = await signedIn();
    await at.client.users({});
    expect(at.lines.length).toBeGreaterThan(1);
    expect(at.lines.join()).not.toMatch(/eyJ|"d":|DPoP |Bearer /);
  });
});

describe('the roles', () => {
  it('of a service app are read', async () => {
    const at = await signedIn({ app: { roles: ['USER_ADMIN', 'READ_ONLY_ADMIN'] } });
    expect(await at.client.roles()).toMatchObject({ value: ['USER_ADMIN', 'READ_ONLY_ADMIN'] });
  });

  it('of an API token’s owner are read', async () => {
    const { client } = await setup();
    expect(await client.roles()).toMatchObject({ value: ['SUPER_ADMIN'] });
  });
});
