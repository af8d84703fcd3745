import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../../sandbox/okta/default-org.ts';
import { openOrg, pluck, refusal, type Caller } from './caller.ts';

const factorsPath = (org: Caller, login: string): string => `/api/v1/users/${org.idOf(login)}/factors`;

const factorIdOf = (org: Caller, login: string, factorType = 'token:hotp'): string => {
  const userId = org.idOf(login);
  const found = [...org.okta.world.factors.values()].find(
    (factor) => factor.userId === userId && factor.factorType === factorType,
  );
  return found?.id ?? '';
};

describe('the list of factors', () => {
  it('shows every type the user has', async () => {
    const org = await openOrg();
    expect(pluck(await org.get(factorsPath(org, 'ana@acme.example')), 'factorType')).toEqual(['push']);
    expect(pluck(await org.get(factorsPath(org, 'emil@acme.example')), 'vendorName')).toEqual([
      'Token2 OTP Authenticator',
    ]);
  });

  it.each([
    [
      'a policy for the user',
      (org: Caller) =>
        org.okta.admin.setPolicy('emil@acme.example', authenticatorIds.sha1Step30, 'NOT_ALLOWED'),
    ],
    [
      'a policy for everyone',
      (org: Caller) => org.okta.admin.setPolicy('everyone', authenticatorIds.sha1Step30, 'NOT_ALLOWED'),
    ],
    [
      'an authenticator switched off',
      (org: Caller) => org.okta.admin.deactivateAuthenticator(authenticatorIds.sha1Step30),
    ],
    ["the caller's network zone", (org: Caller) => org.okta.admin.hideFactors('emil@acme.example')],
  ])('leaves out what %s hides, though it stays enrolled', async (_, hide) => {
    const org = await openOrg();
    hide(org);
    expect((await org.get(factorsPath(org, 'emil@acme.example'))).body).toEqual([]);
    const enrollments = await org.get(
      `/api/v1/users/${org.idOf('emil@acme.example')}/authenticator-enrollments`,
    );
    expect(pluck(enrollments, 'key')).not.toContain('custom_otp');
    const id = factorIdOf(org, 'emil@acme.example');
    expect((await org.get(`${factorsPath(org, 'emil@acme.example')}/${id}`)).body).toMatchObject({ id });
  });

  it('lets a rule for the user beat one for a group, and that one beat everyone', async () => {
    const org = await openOrg();
    const { admin } = org.okta;
    const group = admin.addGroup('Token users');
    admin.addToGroup('emil@acme.example', group);
    const listed = async (): Promise<number> =>
      pluck(await org.get(factorsPath(org, 'emil@acme.example')), 'id').length;
    admin.setPolicy('everyone', authenticatorIds.sha1Step30, 'NOT_ALLOWED');
    expect(await listed()).toBe(0);
    admin.setPolicy(group, authenticatorIds.sha1Step30, 'REQUIRED');
    expect(await listed()).toBe(1);
    admin.setPolicy('emil@acme.example', authenticatorIds.sha1Step30, 'NOT_ALLOWED');
    expect(await listed()).toBe(0);
  });

  it.each(['', '/catalog', '/chf0000000000000000x'])(
    'and %s is 404 for a deactivated user, whose record is still there',
    async (suffix) => {
      const org = await openOrg();
      const id = org.idOf('dora@acme.example');
      expect(refusal(await org.get(`/api/v1/users/${id}/factors${suffix}`))).toEqual([
        404,
        'E0000007',
        `Not found: Resource not found: ${id} (User)`,
      ]);
      expect((await org.get(`/api/v1/users/${id}`)).status).toBe(200);
    },
  );

  it('is asked for by id only', async () => {
    const { get } = await openOrg();
    expect((await get('/api/v1/users/ana@acme.example/factors')).status).toBe(404);
  });
});

describe('the catalog', () => {
  it('offers every active authenticator that policy allows', async () => {
    const org = await openOrg();
    org.okta.admin.setPolicy('everyone', authenticatorIds.sha1Step60, 'NOT_ALLOWED');
    org.okta.admin.setPolicy('everyone', authenticatorIds.sha1Step30, 'REQUIRED');
    const answer = await org.get(`${factorsPath(org, 'emil@acme.example')}/catalog`);
    expect(answer.body).toMatchObject([
      { factorType: 'push', provider: 'OKTA', status: 'NOT_SETUP' },
      { factorType: 'token:software:totp', provider: 'OKTA' },
      {
        factorType: 'token:hotp',
        provider: 'CUSTOM',
        vendorName: 'Token2 OTP Authenticator',
        enrollment: 'REQUIRED',
        status: 'ACTIVE',
      },
      { factorType: 'token:hotp', vendorName: 'Token2 SHA-256', enrollment: 'OPTIONAL', status: 'NOT_SETUP' },
    ]);
  });

  it('can name the hardware token once for all profiles', async () => {
    const org = await openOrg({ flags: { catalog: 'one' } });
    const types = pluck(await org.get(`${factorsPath(org, 'ben@acme.example')}/catalog`), 'factorType');
    expect(types.filter((type) => type === 'token:hotp')).toHaveLength(1);
  });
});

describe('removal', () => {
  it('is 204 without a body once, and 404 after', async () => {
    const org = await openOrg();
    const path = `${factorsPath(org, 'emil@acme.example')}/${factorIdOf(org, 'emil@acme.example')}`;
    const first = await org.call('DELETE', path);
    expect([first.status, first.text]).toEqual([204, '']);
    expect(refusal(await org.call('DELETE', path)).slice(0, 2)).toEqual([404, 'E0000007']);
    expect((await org.get(path)).status).toBe(404);
  });

  it('is 404 under another user', async () => {
    const org = await openOrg();
    const path = `${factorsPath(org, 'ben@acme.example')}/${factorIdOf(org, 'emil@acme.example')}`;
    expect((await org.call('DELETE', path)).status).toBe(404);
    expect(org.okta.world.factors.has(factorIdOf(org, 'emil@acme.example'))).toBe(true);
  });

  it('of push takes the other Okta Verify factors along, and leaves the token', async () => {
    const org = await openOrg();
    const { admin } = org.okta;
    admin.addFactor('ana@acme.example', { factorType: 'token:software:totp', provider: 'OKTA' });
    admin.addFactor('ana@acme.example', { authenticatorId: authenticatorIds.sha1Step30 });
    const path = factorsPath(org, 'ana@acme.example');
    await org.call('DELETE', `${path}/${factorIdOf(org, 'ana@acme.example', 'push')}`);
    expect(pluck(await org.get(path), 'factorType')).toEqual(['token:hotp']);
  });

  it('of all factors at once is recorded', async () => {
    const org = await openOrg();
    const id = org.idOf('emil@acme.example');
    expect((await org.post(`/api/v1/users/${id}/lifecycle/reset_factors`)).status).toBe(200);
    expect(org.okta.world.resetCalls).toMatchObject([{ userId: id }]);
    expect((await org.get(factorsPath(org, 'emil@acme.example'))).body).toEqual([]);
  });
});

describe('activation', () => {
  it('is refused for what is active, and limited to five tries in five minutes', async () => {
    const org = await openOrg();
    const path = `${factorsPath(org, 'emil@acme.example')}/${factorIdOf(org, 'emil@acme.example')}/lifecycle/activate`;
    const codes: unknown[] = [];
    for (let n = 0; n < 6; n += 1) codes.push(refusal(await org.post(path, {}))[1]);
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'E0000107'), 'E0000047']);
    org.clock.now += 5 * 60 * 1000;
    expect(refusal(await org.post(path, {}))[1]).toBe('E0000107');
  });
});

describe('enrolments', () => {
  it('link to the authenticator they were made under', async () => {
    const org = await openOrg();
    const id = org.idOf('emil@acme.example');
    const answer = await org.get(`/api/v1/users/${id}/authenticator-enrollments`);
    expect(pluck(answer, 'key')).toEqual(['okta_password', 'okta_email', 'custom_otp']);
    expect(pluck(answer, '_links.authenticator.href')[2]).toBe(
      `${org.okta.url}/api/v1/authenticators/${authenticatorIds.sha1Step30}`,
    );
    expect(pluck(answer, 'id')[2]).toBe(factorIdOf(org, 'emil@acme.example'));
  });
});
