// Two gates stand before an endpoint: the scope of the token, and the admin role of whoever holds it.
import { refuse } from '../api/errors.ts';
import { insufficientScope } from './oauth/access.ts';
import { permissionsOf, rankOf, roleTypes } from './permissions.ts';
import type { Principal } from './principals.ts';
import type { Reply } from '../api/reply.ts';
import type { Route } from '../api/routes.ts';
import type { State } from '../records/state.ts';

export interface Entry {
  readonly route: Route;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly principal: Principal;
}

/** The refusal for a caller who may not use the route on this user; undefined lets it in. */
export function gate(state: State, entry: Entry): Reply | undefined {
  const { route, principal, path } = entry;
  if (route.engine === 'idx' && state.flags.pipeline === 'v1') return refuse(state.ids, 'E0000015');
  if (route.needs === 'nothing') return undefined;
  if (!hasScope(principal, route.needs.scope)) return insufficientScope(state, route.needs.scope, path);
  // Whoever holds a credential may read their own record, role or not.
  if (route.pattern === '/api/v1/users/{id}' && entry.params['id'] === 'me') return undefined;
  const isAllowed = permissionsOf(principal.roles).has(route.needs.permission) && mayTouch(state, entry);
  return isAllowed ? undefined : refuse(state.ids, 'E0000006');
}

/** `okta.users.manage` includes `okta.users.read`. */
const hasScope = ({ scopes }: Principal, scope: string): boolean =>
  scopes === 'all' || scopes.includes(scope) || scopes.includes(scope.replace(/read$/, 'manage'));

function mayTouch(state: State, { route, params, principal }: Entry): boolean {
  const target = state.users.get(params['userId'] ?? '');
  if (target === undefined) return true;
  if (principal.reach !== 'all' && !principal.reach.includes(target.id)) return false;
  return route.method === 'GET' || rankOf(roleTypes(target)) <= rankOf(principal.roles);
}
