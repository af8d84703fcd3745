import { describe, expect, it } from 'vitest';
import type { NewClient } from '../../sandbox/okta/admin.ts';
import { checkIdentity } from '../../src/doctor/okta-identity.ts';
import type { Check } from '../../src/doctor/check.ts';
import { Secret } from '../../src/domain/secret.ts';
import { wantedScopes } from '../../src/okta/scopes.ts';
import { appKey, signedIn } from '../okta/service-app.ts';
import { setup } from '../okta/setup.ts';

const all = wantedScopes.map(({ scope }) => scope);

async function look(app: Partial<NewClient>): Promise<readonly Check[]> {
  const { client, clientId } = await signedIn({ app });
  return checkIdentity(client, { clientId, privateKey: new Secret('') });
}

const shown = (checks: readonly Check[]): readonly string[] =>
  checks.map(({ name, state, line }) => `${state} ${name}: ${line}`);

describe('the check of a service app', () => {
  it('is content with the scopes and the roles that the work takes', async () => {
    const checks = await look({ roles: ['USER_ADMIN', 'READ_ONLY_ADMIN'] });
    expect(shown(checks)).toEqual([
      'ok Okta credential: is accepted and reads users.',
      'ok Okta scopes: all 5 are granted.',
      'ok Okta roles: USER_ADMIN, READ_ONLY_ADMIN.',
    ]);
  });

  it.each([
    ['okta.users.manage', 'fail'],
    ['okta.authenticators.read', 'warn'],
    ['okta.logs.read', 'warn'],
  ])('names the missing scope %s', async (scope, state) => {
    const checks = await look({ scopes: all.filter((one) => one !== scope) });
    expect(shown(checks).join('\n')).toContain(`${state} Okta scopes: ${scope} is not granted`);
  });

  it('names scopes that are too wide', async () => {
    const checks = await look({ scopes: [...all, 'okta.apps.manage', 'okta.groups.manage'] });
    expect(shown(checks).join('\n')).toContain(
      'warn Okta scopes: okta.apps.manage, okta.groups.manage: granted and of no use',
    );
  });

  it.each([
    [['SUPER_ADMIN'], 'acts as super administrator'],
    [['ORG_ADMIN', 'APP_ADMIN'], 'acts as organization administrator'],
  ] as const)('warns of the roles %j', async (roles, line) => {
    const checks = await look({ roles });
    expect(checks.at(-1)).toMatchObject({ name: 'Okta roles', state: 'warn' });
    expect(checks.at(-1)?.line).toContain(line);
  });

  it('says so where the roles cannot be read', async () => {
    const checks = await look({ scopes: all.filter((scope) => scope !== 'okta.roles.read') });
    expect(checks.at(-1)).toMatchObject({ name: 'Okta roles', state: 'warn' });
  });

  it.each([
    [{ jwks: [appKey().jwk] }, 'OKTA_PRIVATE_KEY'],
    [{ scopes: [] }, 'Okta API Scopes'],
    [{ inZone: false }, 'network zones'],
    [{ roles: [] }, 'role with view and edit of users'],
  ])('says how to mend %j', async (app, mend) => {
    const checks = await look(app);
    expect(checks[0]?.state).toBe('fail');
    expect(checks[0]?.mend).toContain(mend);
  });
});

describe('the check of an API token', () => {
  it('warns of a super administrator', async () => {
    const { client, credential } = await setup();
    const checks = await checkIdentity(client, credential);
    expect(checks.at(-1)).toMatchObject({ name: 'Okta roles', state: 'warn' });
  });
});
