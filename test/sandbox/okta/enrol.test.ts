import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../../sandbox/okta/default-org.ts';
import { openOrg, pluck, refusal, textOf, type Answer, type Caller } from './caller.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const other = 'MZXW6YTBOJTG633CMFZGM33PMJQXEZTP';

const wish = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  factorType: 'token:hotp',
  provider: 'CUSTOM',
  factorProfileId: authenticatorIds.sha1Step30,
  profile: { sharedSecret: secret },
  ...changes,
});

const enrol = (org: Caller, login: string, changes = {}, search = '?activate=true'): Promise<Answer> =>
  org.post(`/api/v1/users/${org.idOf(login)}/factors${search}`, wish(changes));

const refused = (cause: string): readonly unknown[] => [
  400,
  'E0000001',
  'Api validation failed: factorEnrollRequest',
  cause,
];
const notAllowed = refused('Factor not allowed for the user based on the Multifactor policy.');
const alreadySetUp = refused('A factor of this type is already set up.');

describe('enrolment', () => {
  it('answers 200 with the factor, and nothing of its secret or profile', async () => {
    const org = await openOrg();
    const answer = await enrol(org, 'ben@acme.example');
    const id = textOf(answer, 'id');
    const url = `${org.okta.url}/api/v1/users/${org.idOf('ben@acme.example')}`;
    expect(answer.status).toBe(200);
    expect(id).toMatch(/^chf\w{17}$/);
    expect(answer.body).toEqual({
      id,
      factorType: 'token:hotp',
      provider: 'CUSTOM',
      vendorName: 'Token2 OTP Authenticator',
      status: 'ACTIVE',
      created: '2026-11-23T12:00:00.000Z',
      lastUpdated: '2026-11-23T12:00:00.000Z',
      _links: {
        self: { href: `${url}/factors/${id}`, hints: { allow: ['GET', 'DELETE'] } },
        verify: { href: `${url}/factors/${id}/verify`, hints: { allow: ['POST'] } },
        user: { href: url, hints: { allow: ['GET'] } },
      },
    });
    expect(Buffer.from(org.okta.world.secretOf(id) ?? []).toString()).toBe('12345678901234567890');
  });

  it('can answer with a list of one', async () => {
    const org = await openOrg({ flags: { enrolReply: 'array' } });
    expect(pluck(await enrol(org, 'ben@acme.example'), 'status')).toEqual(['ACTIVE']);
  });

  it('ignores keys it does not know', async () => {
    const org = await openOrg();
    const profile = { sharedSecret: secret, credentialId: 'x', timeStep: 60, algorithm: 'HMacSHA512' };
    expect((await enrol(org, 'ben@acme.example', { profile, extra: true })).status).toBe(200);
  });

  it('is refused to a user who has a custom OTP, whatever its profile', async () => {
    const org = await openOrg();
    const again = { factorProfileId: authenticatorIds.sha1Step60, profile: { sharedSecret: other } };
    expect(refusal(await enrol(org, 'emil@acme.example', again))).toEqual(alreadySetUp);
    // Still so where the list does not show it.
    org.okta.admin.hideFactors('emil@acme.example');
    const path = `/api/v1/users/${org.idOf('emil@acme.example')}/factors`;
    expect((await org.get(path)).body).toEqual([]);
    expect(refusal(await enrol(org, 'emil@acme.example', again))).toEqual(alreadySetUp);
  });

  it('is refused under a policy that does not allow the authenticator', async () => {
    const org = await openOrg();
    org.okta.admin.setPolicy('ben@acme.example', authenticatorIds.sha1Step30, 'NOT_ALLOWED');
    expect(refusal(await enrol(org, 'ben@acme.example'))).toEqual(notAllowed);
    expect((await enrol(org, 'ana@acme.example')).status).toBe(200);
  });

  it('is refused under an authenticator that is not active', async () => {
    const org = await openOrg();
    const retired = { factorProfileId: authenticatorIds.retired };
    expect(refusal(await enrol(org, 'ben@acme.example', retired))).toEqual(notAllowed);
  });

  it('is refused for another type or provider than a hardware token', async () => {
    const org = await openOrg();
    expect(refusal(await enrol(org, 'ben@acme.example', { provider: 'OKTA' }))).toEqual(notAllowed);
    expect(refusal(await enrol(org, 'ben@acme.example', { factorType: 'sms' }))).toEqual(notAllowed);
  });

  it.each([
    [400, [400, 'E0000001']],
    [404, [404, 'E0000007']],
  ] as const)('names an unknown profile with %i', async (unknownProfile, expected) => {
    const org = await openOrg({ flags: { unknownProfile } });
    const answer = await enrol(org, 'ben@acme.example', { factorProfileId: 'autNOSUCHPROFILE0000' });
    expect(refusal(answer).slice(0, 2)).toEqual(expected);
  });

  it.each([
    ['missing', {}],
    ['lower case', { sharedSecret: secret.toLowerCase() }],
    ['hexadecimal under a base32 profile', { sharedSecret: '3132333435363738393031323334353637383930' }],
  ])('with a secret that is %s is refused, or accepted and never verifies', async (_, profile) => {
    const strict = await openOrg();
    expect(refusal(await enrol(strict, 'ben@acme.example', { profile }))).toEqual(
      refused('Invalid Profile.'),
    );
    const lenient = await openOrg({ flags: { badSecret: 'accepted' } });
    const answer = await enrol(lenient, 'ben@acme.example', { profile });
    expect(answer.body).toMatchObject({ status: 'ACTIVE' });
    expect(lenient.okta.world.secretOf(textOf(answer, 'id'))).toBeUndefined();
  });

  it('decodes the secret as the profile says', async () => {
    const org = await openOrg();
    const changes = {
      factorProfileId: authenticatorIds.sha256Step30Hex,
      profile: { sharedSecret: '3132333435363738393031323334353637383930' },
    };
    const id = textOf(await enrol(org, 'ben@acme.example', changes), 'id');
    expect(Buffer.from(org.okta.world.secretOf(id) ?? []).toString()).toBe('12345678901234567890');
  });

  it.each([
    ['accepted', 200],
    ['refused', 400],
  ] as const)('of one secret for two users is %s', async (sharedSecretReuse, status) => {
    const org = await openOrg({ flags: { sharedSecretReuse } });
    expect((await enrol(org, 'ben@acme.example')).status).toBe(200);
    expect((await enrol(org, 'tom@acme.example')).status).toBe(status);
  });

  it('without activation waits for it, and gives way to a new enrolment', async () => {
    const org = await openOrg();
    const pending = await enrol(org, 'ben@acme.example', {}, '');
    expect(pending.body).toMatchObject({ status: 'PENDING_ACTIVATION' });
    const path = `/api/v1/users/${org.idOf('ben@acme.example')}/factors`;
    const activation = await org.post(`${path}/${textOf(pending, 'id')}/lifecycle/activate`, {});
    expect(refusal(activation).slice(0, 2)).toEqual([400, 'E0000001']);
    expect((await enrol(org, 'ben@acme.example')).body).toMatchObject({ status: 'ACTIVE' });
    expect(pluck(await org.get(path), 'status')).toEqual(['ACTIVE']);
  });

  it('without activation can be refused', async () => {
    const org = await openOrg({ flags: { enrolWithoutActivate: 'refused' } });
    expect((await enrol(org, 'ben@acme.example', {}, '')).status).toBe(400);
  });

  it.each([
    ['sam@acme.example', [403, 'E0000038']],
    ['dora@acme.example', [404, 'E0000007']],
  ])('of %s is refused for the status', async (login, expected) => {
    const org = await openOrg();
    expect(refusal(await enrol(org, login)).slice(0, 2)).toEqual(expected);
  });

  it('follows the statuses the org allows', async () => {
    const org = await openOrg({ flags: { enrolStatuses: ['ACTIVE', 'SUSPENDED'] } });
    expect((await enrol(org, 'sam@acme.example')).status).toBe(200);
    org.okta.admin.setStatus('ben@acme.example', 'PROVISIONED');
    expect((await enrol(org, 'ben@acme.example')).status).toBe(403);
  });

  it('tells the user by mail', async () => {
    const org = await openOrg();
    await enrol(org, 'ben@acme.example');
    expect(org.okta.world.mails).toMatchObject([
      { userId: org.idOf('ben@acme.example'), kind: 'security_method_enrolled' },
    ]);
  });

  it('can bring the factors of Okta Verify along', async () => {
    const org = await openOrg({ flags: { extraFactors: true } });
    await enrol(org, 'ana@acme.example');
    const path = `/api/v1/users/${org.idOf('ana@acme.example')}/factors`;
    expect(pluck(await org.get(path), 'factorType').toSorted()).toEqual([
      'push',
      'token:hotp',
      'token:software:totp',
    ]);
  });
});
