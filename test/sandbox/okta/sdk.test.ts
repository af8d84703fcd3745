import okta from '@okta/okta-sdk-nodejs';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../../sandbox/okta/default-org.ts';
import { codeAt } from '../../../sandbox/okta/server.ts';
import { openOrg, type Caller } from './caller.ts';

const seed = 'MZXW6YTBOJTG633CMFZGM33PMJQXEZTP';

function sdkFor(org: Caller, more: object = { token: org.okta.credential }): okta.Client {
  const config = {
    orgUrl: org.okta.url,
    // The SDK takes plain http only where it is told that this is a test.
    testing: { disableHttpsCheck: true },
    // Its cache would answer the second read of a list from the first.
    cacheMiddleware: null,
    ...more,
  };
  return new okta.Client(config);
}

const collect = async <T>(collection: okta.Collection<T>): Promise<readonly T[]> => {
  const items: T[] = [];
  await collection.each((item) => void items.push(item));
  return items;
};

describe("Okta's own SDK", () => {
  it('reads a user by login and lists all, page by page', async () => {
    const org = await openOrg();
    const { userApi } = sdkFor(org);
    const user = await userApi.getUser({ userId: 'ana@acme.example' });
    expect(user).toMatchObject({ status: 'ACTIVE', profile: { login: 'ana@acme.example' } });
    const all = await collect(await userApi.listUsers({ limit: 5 }));
    expect(all).toHaveLength(14);
  });

  it('searches', async () => {
    const org = await openOrg();
    const found = await sdkFor(org).userApi.listUsers({ search: 'profile.email eq "ALEX@acme.example"' });
    expect((await collect(found)).map((user) => user.profile?.lastName)).toEqual(
      expect.arrayContaining(['Kim', 'King']),
    );
  });

  it('enrols, lists, verifies and removes a token', async () => {
    const org = await openOrg();
    const { userFactorApi } = sdkFor(org);
    const userId = org.idOf('ben@acme.example');
    const enrolled = await userFactorApi.enrollFactor({
      userId,
      activate: true,
      body: Object.assign(new okta.UserFactorTokenHOTP(), {
        factorType: 'token:hotp',
        provider: 'CUSTOM',
        factorProfileId: authenticatorIds.sha1Step30,
        profile: { sharedSecret: seed },
      }),
    });
    expect(enrolled).toMatchObject({ factorType: 'token:hotp', status: 'ACTIVE' });
    const listed = await collect(await userFactorApi.listFactors({ userId }));
    expect(listed.map((factor) => factor.id)).toEqual([enrolled.id]);
    const factorId = enrolled.id ?? '';
    const secret = org.okta.world.secretOf(factorId) ?? new Uint8Array();
    const settings = { algorithm: 'HMacSHA1', timeStep: 30, digits: 6 } as const;
    const passCode = codeAt(secret, settings, org.clock.now);
    const verified = await userFactorApi.verifyFactor({ userId, factorId, body: { passCode } });
    expect(verified.factorResult).toBe('SUCCESS');
    await userFactorApi.unenrollFactor({ userId, factorId });
    expect(await collect(await userFactorApi.listFactors({ userId }))).toEqual([]);
  });

  it('reads the catalog, the authenticators, the roles and the System Log', async () => {
    const org = await openOrg({ flags: { logDelayMs: 0 } });
    const { userFactorApi, authenticatorApi, roleAssignmentApi, systemLogApi } = sdkFor(org);
    const userId = org.idOf('olga@acme.example');
    const catalog = await collect(await userFactorApi.listSupportedFactors({ userId }));
    expect(catalog.map((entry) => entry.factorType)).toContain('token:hotp');
    const authenticators = await collect(await authenticatorApi.listAuthenticators());
    expect(authenticators.filter((each) => each.name?.startsWith('Token2'))).toHaveLength(3);
    const roles = await collect(await roleAssignmentApi.listAssignedRolesForUser({ userId }));
    expect(roles).toMatchObject([{ type: 'SUPER_ADMIN' }]);
    const assignees = await roleAssignmentApi.listUsersWithRoleAssignments();
    expect(assignees.value).toMatchObject([{ id: userId }]);
    org.okta.admin.resetFactors('emil@acme.example');
    const events = await collect(await systemLogApi.listLogEvents({ sortOrder: 'DESCENDING' }));
    expect(events.map((event) => event.eventType)).toEqual(['user.mfa.factor.deactivate']);
  });

  it('throws with the code of a refusal', async () => {
    const org = await openOrg();
    const missing = sdkFor(org).userApi.getUser({ userId: 'nobody@acme.example' });
    await expect(missing).rejects.toMatchObject({ status: 404, errorCode: 'E0000007' });
  });

  it('finds in a 429 how long to wait', async () => {
    const org = await openOrg({ limits: { perMinute: { '/api/v1/users': 2 } } });
    const headers = { authorization: `SSWS ${org.okta.credential}` };
    await fetch(`${org.okta.url}/api/v1/users`, { headers });
    org.clock.now += 20_000;
    const response = await fetch(`${org.okta.url}/api/v1/users`, { headers });
    const executor = new okta.DefaultRequestExecutor();
    expect(response.status).toBe(429);
    expect(executor.validateRetryResponseHeaders(response)).toBe(true);
    // The rest of the minute, and the second the SDK adds.
    expect(executor.getRetryDelayMs(response)).toBe(41_000);
  });

  it.each([true, false])('signs in as a service app (DPoP required: %s)', async (dpop) => {
    const org = await openOrg({ clock: Date.now });
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { kty = '', n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const scopes = ['okta.users.read'];
    const clientId = org.okta.admin.addClient({ jwks: [{ kty, n, e }], scopes, dpop });
    const client = sdkFor(org, {
      authorizationMode: 'PrivateKey',
      clientId,
      scopes,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    });
    const user = await client.userApi.getUser({ userId: 'ana@acme.example' });
    expect(user.profile?.email).toBe('ana@acme.example');
  });
});
