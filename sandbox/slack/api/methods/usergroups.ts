// docs.slack.dev/reference/methods/usergroups.list, …/usergroups.users.list
import { usergroupObject } from '../../wire/usergroup.ts';
import { flag, text } from '../args.ts';
import { method, tier } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { fail, ok } from '../reply.ts';
import type { Reply } from '../reply.ts';

function list({ workspace, args }: Call): Reply {
  const { world } = workspace;
  const detail = { withUsers: flag(args, 'include_users'), withCount: flag(args, 'include_count') };
  const groups = [...world.groups.values()].filter(
    ({ disabled }) => !disabled || flag(args, 'include_disabled'),
  );
  return ok({ usergroups: groups.map((group) => usergroupObject(world, group, detail)) });
}

function users({ workspace, args }: Call): Reply {
  const group = workspace.world.groups.get(text(args, 'usergroup') ?? '');
  if (group === undefined || (group.disabled && !flag(args, 'include_disabled')))
    return fail('no_such_subteam');
  return ok({ users: group.members });
}

const scopes = ['usergroups:read'];

export const usergroupMethods: Methods = {
  'usergroups.list': method(list, { scopes, perMinute: tier.two }),
  'usergroups.users.list': method(users, { scopes, perMinute: tier.two, required: ['usergroup'] }),
};
