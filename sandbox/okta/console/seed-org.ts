import type { Admin } from '../admin.ts';
import type { OrgSeed } from '../org.ts';
import type { State } from '../records/state.ts';
import type { AuthenticatorKey, AuthenticatorRecord } from '../world.ts';

const standing: readonly [AuthenticatorKey, AuthenticatorRecord['type'], string][] = [
  ['okta_password', 'password', 'Password'],
  ['okta_email', 'email', 'Email'],
  ['okta_verify', 'app', 'Okta Verify'],
];

/** Fills an org, and returns the secret of its first credential. */
export function seedOrg(state: State, admin: Admin, org: OrgSeed): string {
  const now = state.now();
  for (const [key, type, name] of standing) {
    const id = state.ids.id('aut');
    const times = { created: now, lastUpdated: now };
    state.authenticators.set(id, { id, key, type, name, status: 'ACTIVE', ...times, settings: null });
  }
  for (const authenticator of org.authenticators) admin.addAuthenticator(authenticator);
  for (const user of org.users) admin.addUser(user);
  for (const { user, ...factor } of org.factors) admin.addFactor(user, factor);
  // What the org starts with is old news: nobody was mailed about it just now.
  state.log.length = 0;
  state.mails.length = 0;
  return admin.issueCredential(org.credentialOwner);
}
