// docs.slack.dev/reference/methods/users.info and its neighbours
import { userObject } from '../../wire/user.ts';
import type { User } from '../../world.ts';
import { text } from '../args.ts';
import { method, tier } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { pageOf } from '../pages.ts';
import { fail, ok } from '../reply.ts';
import type { Reply } from '../reply.ts';

const shown = ({ workspace, caller }: Call, user: User) =>
  userObject(workspace.world, user, caller.scopes.has('users:read.email'));

function info(call: Call): Reply {
  const user = call.workspace.world.users.get(text(call.args, 'user') ?? '');
  return user === undefined ? fail('user_not_found') : ok({ user: shown(call, user) });
}

function lookupByEmail(call: Call): Reply {
  const email = (text(call.args, 'email') ?? '').toLowerCase();
  const user = [...call.workspace.world.users.values()].find(
    (candidate) => !candidate.deleted && candidate.email?.toLowerCase() === email,
  );
  return user === undefined ? fail('users_not_found') : ok({ user: shown(call, user) });
}

function list(call: Call): Reply {
  const all = [...call.workspace.world.users.values()];
  const page = pageOf(call.args, all, { limit: all.length, maxLimit: 1000 });
  if (!page.ok) return page;
  return ok({
    members: page.items.map((user) => shown(call, user)),
    cache_ts: Math.floor(call.workspace.now() / 1000),
    response_metadata: { next_cursor: page.nextCursor },
  });
}

export const userMethods: Methods = {
  'users.info': method(info, { scopes: ['users:read'], perMinute: tier.four, required: ['user'] }),
  'users.list': method(list, { scopes: ['users:read'], perMinute: tier.two }),
  'users.lookupByEmail': method(lookupByEmail, { scopes: ['users:read.email'], required: ['email'] }),
};
