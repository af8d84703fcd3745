import type { OktaCredential } from '../domain/okta-credential.ts';
import type { Outcome, UserPage } from '../domain/okta.ts';
import { Secret } from '../domain/secret.ts';
import type { OktaClient } from '../okta/client.ts';
import { covers, missingScopes, wantedScopes, wideScopes } from '../okta/scopes.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

/** Whether Okta takes the credential, and whether it may do what it must and no more. */
export async function checkIdentity(okta: OktaClient, credential: OktaCredential): Promise<readonly Check[]> {
  const isApp = !(credential instanceof Secret);
  const users = await okta.users({});
  const accepted = checkCredential(users, isApp);
  const scopes = isApp && accepted.state !== 'fail' ? await checkScopes(okta) : [];
  const mayRead = users.kind === 'ok';
  return [accepted, ...scopes, ...(mayRead ? [checkRoles(await okta.roles())] : [])];
}

const name = 'Okta credential';

function checkCredential(users: Outcome<UserPage>, isApp: boolean): Check {
  if (users.kind === 'ok') return ok(name, 'is accepted and reads users.');
  if (users.kind === 'rejected' && users.reason === 'credential') {
    return isApp
      ? fail(name, `Okta refuses the service app: ${users.summary}`, appMend(users.oktaCode))
      : fail(
          name,
          'Okta refuses OKTA_API_TOKEN.',
          'Make a new one as the service account; a credential ends after 30 days without use, or with its owner.',
        );
  }
  if (users.kind === 'rejected' && users.reason === 'permission') {
    const owner = isApp ? 'the service app' : 'its owner';
    const also = users.oktaCode === 'insufficient_scope' ? ' Grant it the scope okta.users.read.' : '';
    return fail(
      name,
      'is accepted but may not read users.',
      `Give ${owner} a role with view and edit of users.${also}`,
    );
  }
  return fail(
    name,
    'could not be tried: Okta did not answer as expected.',
    'Run the check again in a minute.',
  );
}

/** By the error names of RFC 6749 section 5.2 and Okta's own. */
const appMends: Readonly<Record<string, string>> = {
  invalid_client:
    'OKTA_CLIENT_ID must be the app’s, and OKTA_PRIVATE_KEY must belong to a public key that is active there.',
  consent_required: 'Grant the app its scopes in the Admin Console, under Okta API Scopes.',
  access_denied: 'Let the app’s network zones include this machine.',
  unauthorized_client: 'Make the app an API Services app, with the grant type Client Credentials.',
};

const appMend = (code: string): string =>
  appMends[code] ?? 'Look at the app in the Admin Console, and at Okta’s System Log.';

async function checkScopes(okta: OktaClient): Promise<readonly Check[]> {
  const title = 'Okta scopes';
  const granted = await okta.granted(wantedScopes.map(({ scope }) => scope));
  const wide = await okta.granted(wideScopes);
  if (granted.kind !== 'ok' || wide.kind !== 'ok')
    return [warn(title, 'could not be read.', 'Run the check again in a minute.')];
  return [...scopeChecks(granted.value), ...wideChecks(wide.value)];
}

function scopeChecks(granted: readonly string[]): readonly Check[] {
  const title = 'Okta scopes';
  const missing = missingScopes(granted);
  if (missing.length === 0) return [ok(title, `all ${String(wantedScopes.length)} are granted.`)];
  return missing.map(({ scope, needed, purpose }) => {
    const line = `${scope} is not granted: the bot cannot ${purpose}.`;
    return needed
      ? fail(title, line, 'Grant it in the Admin Console, under Okta API Scopes.')
      : warn(title, line, 'Grant it, if that is wanted.');
  });
}

function wideChecks(granted: readonly string[]): readonly Check[] {
  const wide = wideScopes.filter((scope) => covers(granted, scope));
  return wide.length === 0
    ? []
    : [
        warn(
          'Okta scopes',
          `${wide.join(', ')}: granted and of no use to the bot.`,
          'Take them away, so that a stolen key cannot do more than hand out tokens.',
        ),
      ];
}

/** Roles that reach far beyond tokens. https://help.okta.com/en-us/content/topics/security/administrators-admin-comparison.htm */
const wideRoles: Readonly<Record<string, string>> = {
  SUPER_ADMIN: 'super administrator',
  ORG_ADMIN: 'organization administrator',
};

function checkRoles(roles: Outcome<readonly string[]>): Check {
  const title = 'Okta roles';
  if (roles.kind !== 'ok')
    return warn(
      title,
      'of the credential cannot be read, so it is not known how far it reaches.',
      'Let it read roles, or look in the Admin Console under Security, Administrators.',
    );
  const wide = roles.value.flatMap((role) => wideRoles[role] ?? []);
  if (wide.length > 0)
    return warn(
      title,
      `The credential acts as ${wide.join(' and ')}, which is more than it needs.`,
      'Give it a custom role with okta.users.read and okta.users.credentials.manage instead.',
    );
  return roles.value.length === 0
    ? warn(
        title,
        'The credential holds none itself.',
        'A group may give it one; otherwise it can change nobody.',
      )
    : ok(title, `${roles.value.join(', ')}.`);
}
