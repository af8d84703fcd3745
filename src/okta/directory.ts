import type { OktaUser, UserMatch } from '../domain/okta.ts';

/** Users as Okta gave them, found by what people type. */
export interface Directory {
  add(users: readonly OktaUser[]): void;
  match(reference: string): UserMatch;
}

/** Two spellings that stand for one: Okta's logins and searches do not tell upper from lower case. */
export const fold = (text: string): string => text.trim().normalize('NFC').toLowerCase();

/** Okta keeps a suspended or deactivated user from signing in, so neither can be given a token. */
const isActive = (user: OktaUser): boolean => user.status !== 'SUSPENDED' && !isDeactivated(user);
const isDeactivated = (user: OktaUser): boolean => user.status === 'DEPROVISIONED';

/** An empty directory. Only whole logins and whole e-mail addresses match. */
export function createDirectory(): Directory {
  const byLogin = new Map<string, Map<string, OktaUser>>();
  const byEmail = new Map<string, Map<string, OktaUser>>();
  return {
    add: (users) => {
      for (const user of users) {
        put(byLogin, user.login, user);
        put(byEmail, user.email, user);
      }
    },
    match: (reference) => {
      const key = fold(reference);
      return decide([...(byLogin.get(key)?.values() ?? [])], [...(byEmail.get(key)?.values() ?? [])]);
    },
  };
}

function put(index: Map<string, Map<string, OktaUser>>, value: string, user: OktaUser): void {
  const key = fold(value);
  const users = index.get(key) ?? new Map<string, OktaUser>();
  users.set(user.id, user);
  index.set(key, users);
}

/**
 * A login belongs to one user, so an active user's login decides. E-mail addresses can repeat, and stay with people
 * who have left: those are passed over when somebody else has the address, but never a suspended one, who may return.
 */
function decide(logins: readonly OktaUser[], emails: readonly OktaUser[]): UserMatch {
  const [active, otherActive] = logins.filter(isActive);
  if (active !== undefined && otherActive === undefined) return { kind: 'found', user: active, by: 'login' };
  const all = [...new Map([...logins, ...emails].map((user) => [user.id, user])).values()];
  const [first, ...others] = all.some((user) => !isDeactivated(user))
    ? all.filter((user) => !isDeactivated(user))
    : all;
  if (first === undefined) return { kind: 'missing' };
  if (isDeactivated(first)) return { kind: 'inactive', user: first };
  if (others.length > 0) return { kind: 'ambiguous', users: [first, ...others] };
  return isActive(first) ? { kind: 'found', user: first, by: 'email' } : { kind: 'inactive', user: first };
}
