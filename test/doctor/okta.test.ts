import { describe, expect, it, onTestFinished } from 'vitest';
import { authenticatorIds, defaultOrg } from '../../sandbox/okta/default-org.ts';
import { startOkta } from '../../sandbox/okta/server.ts';
import type { LocalOkta, OktaOptions } from '../../sandbox/okta/server.ts';
import type { Config } from '../../src/config.ts';
import { Secret } from '../../src/domain/secret.ts';
import { checkOkta } from '../../src/doctor/okta.ts';
import type { Check } from '../../src/doctor/check.ts';
import { openOkta } from '../../src/okta/client.ts';
import { manualClock } from '../support/clock.ts';

type Authenticators = Config['okta']['authenticators'];

async function org(options: OktaOptions = {}): Promise<LocalOkta> {
  const okta = await startOkta({ clock: () => clock.now(), ...options });
  onTestFinished(() => okta.close());
  return okta;
}

const clock = manualClock();

function look(
  okta: Pick<LocalOkta, 'url' | 'credential'>,
  authenticators: Authenticators = [{ id: authenticatorIds.sha1Step30 }],
  now = clock.now(),
): Promise<readonly Check[]> {
  const settings = { orgUrl: okta.url, credential: new Secret(okta.credential), authenticators };
  return checkOkta(
    (some) => openOkta({ ...settings, authenticators: some, clock }),
    settings,
    () => now,
  );
}

const states = (checks: readonly Check[]): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, state }) => [name, state]));

const sha1 = `Okta authenticator ${authenticatorIds.sha1Step30}`;
const asShown = { algorithm: 'SHA1', timeStepSeconds: 30, digits: 6, encoding: 'base32' } as const;

describe('the check of Okta', () => {
  it('finds a good set-up good', async () => {
    const checks = await look(await org());
    expect(states(checks)).toEqual({
      'Okta org': 'ok',
      Clock: 'ok',
      'Okta credential': 'ok',
      // The owner of the sandbox's credential is a super administrator.
      'Okta roles': 'warn',
      [sha1]: 'ok',
    });
    expect(checks.map(({ line }) => line).join(' ')).toContain(
      'Token2 OTP Authenticator, SHA1, 6 digits, 30 s, base32',
    );
  });

  it('stops at an address that is no org', async () => {
    const okta = await org();
    await okta.close();
    const checks = await look(okta);
    expect(states(checks)).toEqual({ 'Okta org': 'fail' });
    expect(checks[0]?.mend).toContain('OKTA_ORG_URL');
  });

  it('tells a revoked credential from one that may not read', async () => {
    const okta = await org();
    okta.admin.revokeCredential();
    const revoked = await look(okta);
    expect(states(revoked)).toMatchObject({ 'Okta credential': 'fail' });
    expect(JSON.stringify(revoked)).not.toContain(okta.credential);

    const powerless = { url: okta.url, credential: okta.admin.issueCredential('ana@acme.example') };
    const checks = await look(powerless);
    expect(checks.find(({ name }) => name === 'Okta credential')?.line).toContain('may not read users');
  });

  it('looks at every authenticator, though the first is wrong', async () => {
    const checks = await look(await org(), [
      { id: 'autNotThere' },
      { id: authenticatorIds.retired },
      { id: authenticatorIds.sha1Step30 },
    ]);
    expect(states(checks)).toMatchObject({
      'Okta authenticator autNotThere': 'fail',
      [`Okta authenticator ${authenticatorIds.retired}`]: 'fail',
      [sha1]: 'ok',
    });
  });

  it('compares settings that were written out with those Okta shows', async () => {
    const okta = await org();
    const id = authenticatorIds.sha1Step30;
    expect(states(await look(okta, [{ id, settings: asShown }]))).toMatchObject({ [sha1]: 'ok' });
    expect(states(await look(okta, [{ id, settings: { ...asShown, digits: 8 } }]))).toMatchObject({
      [sha1]: 'warn',
    });
  });

  it('asks for the settings where the credential may not read them', async () => {
    const okta = await org();
    okta.admin.assignRole('ana@acme.example', 'USER_ADMIN');
    const limited = { url: okta.url, credential: okta.admin.issueCredential('ana@acme.example') };
    const id = authenticatorIds.sha1Step30;
    const bare = await look(limited, [{ id }]);
    expect(states(bare)).toMatchObject({ [sha1]: 'fail' });
    expect(bare.at(-1)?.mend).toContain('OKTA_AUTHENTICATOR_ID');
    expect(states(await look(limited, [{ id, settings: asShown }]))).toMatchObject({ [sha1]: 'ok' });
  });

  it('warns of Classic Engine, whose settings cannot be read', async () => {
    const checks = await look(await org({ flags: { pipeline: 'v1' } }));
    expect(states(checks)).toMatchObject({ 'Okta org': 'warn', [sha1]: 'fail' });
  });

  it('warns of a clock that is more than half a minute away from Okta’s', async () => {
    const okta = await org();
    expect(states(await look(okta, [], clock.now() + 29_000))).toMatchObject({ Clock: 'ok' });
    expect(states(await look(okta, [], clock.now() - 95_000))).toMatchObject({ Clock: 'warn' });
  });

  it('changes nothing in Okta', async () => {
    const okta = await org({ org: defaultOrg });
    await look(okta);
    expect(okta.journal.map(({ method }) => method)).toEqual(okta.journal.map(() => 'GET'));
  });
});
