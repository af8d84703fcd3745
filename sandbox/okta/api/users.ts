// GET /api/v1/users and GET /api/v1/users/{id}.
import { notFound, refuse } from './errors.ts';
import { limitOf, linkLines } from './paging.ts';
import { ok, type Call, type Reply } from './reply.ts';
import type { State } from '../records/state.ts';
import { filter, findUser, listed, propertyOf, quick, search, type Found } from './user-search.ts';
import { etagOf, listedUser, singleUser } from './user-views.ts';
import type { UserRecord } from '../world.ts';

const pageSize = 200;
const quickSize = 10;

/** Users by `search`, `filter` or `q`, or all; paged except for `q`. */
export function listUsers(call: Call, state: State): Reply {
  const { query } = call;
  if (query.has('search') && query.has('filter')) return refuse(state.ids, 'E0000033');
  const result = findUsers(state, query);
  if (!result.ok) return refuse(state.ids, result.code);
  const isQuick = query.has('q') && !query.has('search') && !query.has('filter');
  const limit = limitOf(query, isQuick ? quickSize : pageSize, pageSize);
  if (limit === undefined) return badLimit(state);
  const visible = result.users.filter((user) => isInReach(call, user));
  const sorted = sortUsers(visible, query);
  const start = isQuick ? 0 : startOf(sorted, query.get('after'));
  const page = sorted.slice(start, start + limit);
  // A full page always names a next one, even where that turns out to be empty.
  const after = !isQuick && page.length === limit ? page.at(-1)?.id : undefined;
  const link = linkLines(state, call, after);
  return ok(
    page.map((user) => listedUser(state, user)),
    { link },
  );
}

function findUsers(state: State, query: URLSearchParams): Found {
  const [bySearch, byFilter, byQuick] = [query.get('search'), query.get('filter'), query.get('q')];
  if (bySearch !== null) return search(state, bySearch);
  if (byFilter !== null) return filter(state, byFilter);
  return byQuick === null || byQuick === '' ? listed(state) : quick(state, byQuick);
}

const badLimit = (state: State): Reply =>
  refuse(state.ids, 'E0000001', { about: 'limit', causes: ['limit: The value is not valid.'] });

const isInReach = (call: Call, user: UserRecord): boolean =>
  call.principal.reach === 'all' || call.principal.reach.includes(user.id);

/** By the property named in `sortBy` (searches only), then by id. */
function sortUsers(users: readonly UserRecord[], query: URLSearchParams): readonly UserRecord[] {
  const property = query.has('search') ? query.get('sortBy') : null;
  const direction = query.get('sortOrder') === 'desc' ? -1 : 1;
  const keyOf = (user: UserRecord): string =>
    property === null ? '' : JSON.stringify(propertyOf(user, property) ?? '');
  return [...users].sort((a, b) => direction * order(keyOf(a), keyOf(b)) || order(a.id, b.id));
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function startOf(users: readonly UserRecord[], after: string | null): number {
  if (after === null) return 0;
  const index = users.findIndex((user) => user.id === after);
  if (index >= 0) return index + 1;
  // The user the cursor names has left the result since; go on behind its place in the order of ids.
  const behind = users.findIndex((user) => user.id > after);
  return behind === -1 ? users.length : behind;
}

/** One user by id, login or shortname; `me` is the owner of the SSWS credential. */
export function getUser(call: Call, state: State): Reply {
  const asked = call.params['id'] ?? '';
  const user = asked === 'me' ? state.users.get(call.principal.ownerId ?? '') : findUser(state, asked);
  if (user === undefined) return notFound(state.ids, asked, 'User');
  if (asked !== 'me' && !isInReach(call, user)) return refuse(state.ids, 'E0000006');
  return ok(singleUser(state, user), { etag: etagOf(user) });
}
