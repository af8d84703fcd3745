// Which users `search`, `filter` and `q` find. The three differ in case rules, in freshness, and in whether
// deactivated users are found: https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/
import { comparisons, parseExpression, type Expression } from './expression.ts';
import { predicateOf, type Fold } from './predicate.ts';
import type { State } from '../records/state.ts';
import { foldLogin, userByLogin } from '../records/user-store.ts';
import { instant } from './times.ts';
import type { UserRecord } from '../world.ts';

export type Found =
  | { readonly ok: true; readonly users: readonly UserRecord[] }
  | { readonly ok: false; readonly code: 'E0000031' | 'E0000094' };

const found = (users: readonly UserRecord[]): Found => ({ ok: true, users });

const topLevel = ['id', 'status', 'created', 'activated', 'statusChanged', 'lastUpdated', 'type.id'];
const filterable = [
  'status',
  'lastUpdated',
  'id',
  'profile.login',
  'profile.email',
  'profile.firstName',
  'profile.lastName',
];
const containable = ['profile.firstName', 'profile.lastName', 'profile.email', 'profile.login'];
const baseAttributes = new Set(
  `login email secondEmail firstName lastName middleName honorificPrefix honorificSuffix title displayName
  nickName profileUrl primaryPhone mobilePhone streetAddress city state zipCode countryCode postalAddress
  preferredLanguage locale timezone userType employeeNumber costCenter organization division department
  managerId manager`.split(/\s+/),
);

/** The value an expression's property names, dates as ISO text. */
export function propertyOf(user: UserRecord, property: string): unknown {
  if (property.startsWith('profile.')) return user.profile[property.slice('profile.'.length)];
  switch (property) {
    case 'id':
      return user.id;
    case 'status':
      return user.status;
    case 'created':
    case 'activated':
    case 'statusChanged':
    case 'lastUpdated':
      return instant(user[property]);
    default:
      return undefined;
  }
}

/** `search`: values without regard to case, from the lagging index, deactivated users included. */
export function search(state: State, text: string): Found {
  const expression = text.length > state.flags.maxSearchLength ? undefined : parseExpression(text);
  if (expression === undefined) return { ok: false, code: 'E0000031' };
  const users = state.index.read();
  const known = (property: string): boolean =>
    topLevel.includes(property) ||
    (property.startsWith('profile.') && isAttribute(users, property.slice('profile.'.length)));
  const legal = comparisons(expression).every(
    ({ property, operator }) => known(property) && (operator !== 'co' || containable.includes(property)),
  );
  if (!legal) return { ok: false, code: 'E0000031' };
  return found(matching(users, expression, 'ignore_case'));
}

const isAttribute = (users: readonly UserRecord[], name: string): boolean =>
  baseAttributes.has(name) || users.some((user) => name in user.profile);

/** `filter`: few properties, `eq` only (ranges on lastUpdated), and values exactly as stored. */
export function filter(state: State, text: string): Found {
  const expression = parseExpression(text);
  if (expression === undefined) return { ok: false, code: 'E0000031' };
  const legal = comparisons(expression).every(
    ({ property, operator }) =>
      filterable.includes(property) &&
      (operator === 'eq' || (property === 'lastUpdated' && ['gt', 'ge', 'lt', 'le'].includes(operator))),
  );
  if (!legal) return { ok: false, code: 'E0000094' };
  return found(matching(current(state), expression, 'exact'));
}

function matching(users: readonly UserRecord[], expression: Expression, fold: Fold): readonly UserRecord[] {
  const holds = predicateOf(expression, fold);
  return users.filter((user) => holds((property) => propertyOf(user, property)));
}

/** `q`: first name, last name or e-mail starts with it; deactivated users are left out. */
export function quick(state: State, text: string): Found {
  const wanted = text.toLowerCase();
  const starts = (value: string): boolean => value.toLowerCase().startsWith(wanted);
  return found(
    current(state).filter(
      ({ status, profile }) =>
        status !== 'DEPROVISIONED' &&
        (starts(profile.firstName) || starts(profile.lastName) || starts(profile.email)),
    ),
  );
}

/** Without any of the three: everybody but the deactivated. */
export const listed = (state: State): Found =>
  found(current(state).filter((user) => user.status !== 'DEPROVISIONED'));

const current = (state: State): readonly UserRecord[] =>
  state.flags.staleQueries === 'all' ? state.index.read() : [...state.users.values()];

/** By id, login or unambiguous login shortname. */
export function findUser(state: State, idOrLogin: string): UserRecord | undefined {
  const user = state.users.get(idOrLogin);
  if (user !== undefined) return user;
  const isReachable = (each: UserRecord): boolean =>
    state.flags.loginFindsDeprovisioned || each.status !== 'DEPROVISIONED';
  const byLogin = userByLogin(state, idOrLogin);
  if (byLogin !== undefined) return isReachable(byLogin) ? byLogin : undefined;
  const wanted = foldLogin(idOrLogin);
  const byShortname = [...state.users.values()].filter(
    (each) => isReachable(each) && foldLogin(each.profile.login).split('@')[0] === wanted,
  );
  return byShortname.length === 1 ? byShortname[0] : undefined;
}
