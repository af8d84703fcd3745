import { describe, expect, it } from 'vitest';
import { authenticatorIds, emilSecret } from '../../../sandbox/okta/default-org.ts';
import { codeAt, type OktaOptions } from '../../../sandbox/okta/server.ts';
import { openOrg, refusal, type Answer, type Caller } from './caller.ts';

interface Token extends Caller {
  /** The code a device shows so many seconds from the org's now. */
  readonly code: (offsetSeconds?: number) => string;
  readonly verify: (passCode: unknown) => Promise<Answer>;
}

const emil = 'emil@acme.example';
const success = { factorResult: 'SUCCESS' };
const wrong = [
  403,
  'E0000068',
  'Invalid Passcode/Answer',
  "Your passcode doesn't match our records. Please try again.",
];

async function openToken(options: OktaOptions = {}): Promise<Token> {
  const org = await openOrg(options);
  const [factor] = [...org.okta.world.factors.values()].filter(({ userId }) => userId === org.idOf(emil));
  const settings = { algorithm: 'HMacSHA1', timeStep: 30, digits: 6 } as const;
  return {
    ...org,
    code: (offsetSeconds = 0) => codeAt(emilSecret, settings, org.clock.now + offsetSeconds * 1000),
    verify: (passCode) =>
      org.post(`/api/v1/users/${org.idOf(emil)}/factors/${factor?.id}/verify`, { passCode }),
  };
}

describe('verification', () => {
  it('takes the code the device shows', async () => {
    const token = await openToken();
    const answer = await token.verify(token.code());
    expect([answer.status, answer.body]).toEqual([200, success]);
  });

  it.each([
    [-90, 200],
    [-60, 200],
    [90, 200],
    [120, 403],
    [-120, 403],
  ])('of a code %i seconds off answers %i, three intervals being accepted', async (offset, status) => {
    const token = await openToken();
    expect((await token.verify(token.code(offset))).status).toBe(status);
  });

  it('says so where the code is the token’s but outside the window', async () => {
    const token = await openToken();
    expect(refusal(await token.verify(token.code(150)))).toEqual([
      403,
      'E0000083',
      'PassCode is valid but exceeded time window.',
    ]);
  });

  it('refuses a wrong code', async () => {
    const token = await openToken();
    expect(refusal(await token.verify('12345'))).toEqual(wrong);
  });

  it('takes no code twice, and none from before the last', async () => {
    const token = await openToken();
    await token.verify(token.code());
    for (const used of [token.code(), token.code(-30)])
      expect(refusal(await token.verify(used)).slice(0, 2)).toEqual([403, 'E0000082']);
    token.clock.now += 30_000;
    expect((await token.verify(token.code())).body).toEqual(success);
  });

  it.each([undefined, '', 123456])('asks for a code where there is %s', async (passCode) => {
    const token = await openToken();
    expect(refusal(await token.verify(passCode)).slice(0, 2)).toEqual([400, 'E0000001']);
  });

  it('shows when the token was last verified', async () => {
    const token = await openToken();
    const path = `/api/v1/users/${token.idOf(emil)}/factors`;
    await token.verify(token.code());
    expect((await token.get(path)).body).toMatchObject([{ lastVerified: '2026-11-23T12:00:00.000Z' }]);
  });

  it('uses the algorithm, step and digits of the profile, not of the device', async () => {
    const org = await openOrg();
    const profile = org.okta.admin.addAuthenticator({
      name: 'Eight digits',
      settings: { algorithm: 'HMacSHA512', timeIntervalInSeconds: 60, passCodeLength: 8 },
    });
    const factor = org.okta.admin.addFactor('ben@acme.example', {
      authenticatorId: profile.id,
      secret: emilSecret,
    });
    const path = `/api/v1/users/${org.idOf('ben@acme.example')}/factors/${factor.id}/verify`;
    const shown = (algorithm: 'HMacSHA1' | 'HMacSHA512', digits: number): string =>
      codeAt(emilSecret, { algorithm, timeStep: 60, digits }, org.clock.now);
    expect((await org.post(path, { passCode: shown('HMacSHA1', 8) })).status).toBe(403);
    expect((await org.post(path, { passCode: shown('HMacSHA512', 6) })).status).toBe(403);
    expect((await org.post(path, { passCode: shown('HMacSHA512', 8) })).status).toBe(200);
  });

  it('fails for ever where the secret was accepted undecoded', async () => {
    const org = await openOrg({ flags: { badSecret: 'accepted' } });
    const path = `/api/v1/users/${org.idOf('ben@acme.example')}/factors`;
    await org.post(`${path}?activate=true`, {
      factorType: 'token:hotp',
      provider: 'CUSTOM',
      factorProfileId: authenticatorIds.sha1Step30,
      profile: { sharedSecret: 'not base32' },
    });
    const [factor] = [...org.okta.world.factors.values()].filter(
      ({ userId }) => userId === org.idOf('ben@acme.example'),
    );
    expect(refusal(await org.post(`${path}/${factor?.id}/verify`, { passCode: '123456' }))).toEqual(wrong);
  });
});

/** Codes of the errors that so many wrong codes answer. */
const failTimes = async (token: Token, times: number): Promise<readonly string[]> => {
  const codes: string[] = [];
  for (let n = 0; n < times; n += 1) codes.push(refusal(await token.verify('12345'))[1]);
  return codes;
};

describe('the fifth wrong code', () => {
  it('locks the account, right codes included, until an admin unlocks it', async () => {
    const token = await openToken();
    expect(await failTimes(token, 5)).toEqual(['E0000068', 'E0000068', 'E0000068', 'E0000068', 'E0000069']);
    expect((await token.get(`/api/v1/users/${token.idOf(emil)}`)).body).toMatchObject({
      status: 'LOCKED_OUT',
    });
    expect(refusal(await token.verify(token.code()))).toEqual([403, 'E0000069', 'User Locked']);
    token.okta.admin.setStatus(emil, 'ACTIVE');
    expect((await token.verify(token.code())).body).toEqual(success);
  });

  it('counts from the last right one, however long ago the others were', async () => {
    const token = await openToken();
    await failTimes(token, 4);
    await token.verify(token.code());
    expect(await failTimes(token, 4)).not.toContain('E0000069');
    token.clock.now += 24 * 3600 * 1000;
    expect(await failTimes(token, 1)).toEqual(['E0000069']);
  });

  it('can pause the authenticator for five minutes instead', async () => {
    const token = await openToken({ flags: { lockout: 'pause' } });
    expect((await failTimes(token, 5)).at(-1)).toBe('E0000047');
    expect((await token.verify(token.code())).status).toBe(429);
    token.clock.now += 5 * 60 * 1000;
    expect((await token.verify(token.code())).body).toEqual(success);
  });
});
