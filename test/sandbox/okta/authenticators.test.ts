import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../../sandbox/okta/default-org.ts';
import { openOrg, pluck, refusal } from './caller.ts';

const path = '/api/v1/authenticators';
const settings = {
  protocol: 'TOTP',
  timeIntervalInSeconds: 30,
  encoding: 'hexadecimal',
  algorithm: 'HMacSHA256',
  passCodeLength: 6,
  acceptableAdjacentIntervals: 3,
};

describe('authenticators', () => {
  it('are listed with all others, active or not, and without settings', async () => {
    const { get } = await openOrg();
    const answer = await get(path);
    expect(pluck(answer, 'key')).toEqual([
      'okta_password',
      'okta_email',
      'okta_verify',
      ...Array.from({ length: 4 }, () => 'custom_otp'),
    ]);
    expect(pluck(answer, 'status').at(-1)).toBe('INACTIVE');
    expect(answer.text).not.toContain('settings');
  });

  it('by themselves link to what may be done with them', async () => {
    const { get, okta } = await openOrg();
    const url = `${okta.url}${path}/${authenticatorIds.retired}`;
    expect((await get(`${path}/${authenticatorIds.retired}`)).body).toMatchObject({
      type: 'security_key',
      key: 'custom_otp',
      _links: { activate: { href: `${url}/lifecycle/activate` }, methods: { href: `${url}/methods` } },
    });
  });

  it.each(['autNOSUCH0000000000x', 'autNOSUCH0000000000x/methods', 'autNOSUCH0000000000x/methods/otp'])(
    'answer 404 for %s',
    async (unknown) => {
      const { get } = await openOrg();
      expect(refusal(await get(`${path}/${unknown}`))).toEqual([
        404,
        'E0000007',
        'Not found: Resource not found: autNOSUCH0000000000x (Authenticator)',
      ]);
    },
  );

  it('nest the settings of their otp method', async () => {
    const { get, okta } = await openOrg();
    const href = `${path}/${authenticatorIds.sha256Step30Hex}/methods/otp`;
    const method = {
      type: 'otp',
      status: 'ACTIVE',
      settings,
      _links: { self: { href: `${okta.url}${href}`, hints: { allow: ['GET', 'PUT'] } } },
    };
    expect((await get(href)).body).toEqual(method);
    expect((await get(`${path}/${authenticatorIds.sha256Step30Hex}/methods`)).body).toEqual([method]);
  });

  it('can spread them flat, as the specification has it', async () => {
    const { get } = await openOrg({ flags: { otpSettings: 'flat' } });
    const { body } = await get(`${path}/${authenticatorIds.sha256Step30Hex}/methods/otp`);
    expect(body).toMatchObject({ ...settings, factorProfileId: authenticatorIds.sha256Step30Hex });
    expect(body).not.toHaveProperty('settings');
  });

  it('have no method of another kind', async () => {
    const { get } = await openOrg();
    expect((await get(`${path}/${authenticatorIds.sha1Step30}/methods/sms`)).status).toBe(404);
  });
});

describe('roles', () => {
  it('of a user are listed', async () => {
    const { get, idOf, okta } = await openOrg();
    const olga = idOf('olga@acme.example');
    expect((await get(`/api/v1/users/${olga}/roles`)).body).toMatchObject([
      {
        type: 'SUPER_ADMIN',
        label: 'Super Administrator',
        status: 'ACTIVE',
        assignmentType: 'USER',
        _links: { assignee: { href: `${okta.url}/api/v1/users/${olga}` } },
      },
    ]);
    expect((await get(`/api/v1/users/${idOf('ana@acme.example')}/roles`)).body).toEqual([]);
    expect((await get('/api/v1/users/00uNOBODY/roles')).status).toBe(404);
  });

  it('of a service app are listed', async () => {
    const { get, okta } = await openOrg();
    const clientId = okta.admin.addClient({ jwks: [], scopes: [], roles: ['READ_ONLY_ADMIN'] });
    expect((await get(`/oauth2/v1/clients/${clientId}/roles`)).body).toMatchObject([
      { type: 'READ_ONLY_ADMIN', label: 'Read-only Administrator', assignmentType: 'CLIENT' },
    ]);
    expect((await get('/oauth2/v1/clients/0oaNOBODY/roles')).status).toBe(404);
  });

  it('are held by users who can be read page by page', async () => {
    const { get, okta } = await openOrg();
    for (const login of ['ana@acme.example', 'tom@acme.example'])
      okta.admin.assignRole(login, 'HELP_DESK_ADMIN');
    const first = await get('/api/v1/iam/assignees/users?limit=2');
    const next = /"next":\{"href":"([^"]+)"/.exec(first.text)?.[1] ?? '';
    const second = await get(next.slice(okta.url.length));
    const read = `${first.text}${second.text}`.matchAll(/"id":"(\w+)"/g);
    const admins = [...okta.world.users.values()].filter(({ roles }) => roles.length > 0);
    expect(new Set([...read].map(([, id]) => id))).toEqual(new Set(admins.map(({ id }) => id)));
    expect(second.text).not.toContain('next');
  });
});
