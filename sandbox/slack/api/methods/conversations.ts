// docs.slack.dev/reference/methods/conversations.info and its neighbours
import { channelObject } from '../../wire/channel.ts';
import { flag, text } from '../args.ts';
import { findReadable, openIm } from '../conversation.ts';
import { method, tier } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { pageOf } from '../pages.ts';
import { fail, ok } from '../reply.ts';
import type { Reply } from '../reply.ts';

function info(call: Call): Reply {
  const found = findReadable(call, text(call.args, 'channel') ?? '', 'read');
  if (!found.ok) return found;
  const shown = channelObject(call.workspace.world, found.channel, call.caller.userId);
  const { num_members: memberCount, ...rest } = shown;
  return ok({
    channel: flag(call.args, 'include_num_members') ? { ...rest, num_members: memberCount } : rest,
  });
}

function members(call: Call): Reply {
  const found = findReadable(call, text(call.args, 'channel') ?? '', 'read');
  if (!found.ok) return found;
  const page = pageOf(call.args, [...found.channel.members], { limit: 100, maxLimit: 1000 });
  if (!page.ok) return page;
  return ok({ members: page.items, response_metadata: { next_cursor: page.nextCursor } });
}

function open(call: Call): Reply {
  const { workspace, args, caller } = call;
  const { users, channels } = workspace.world;
  const known = channels.get(text(args, 'channel') ?? '');
  if (known !== undefined)
    return known.members.has(caller.userId) ? ok({ channel: { id: known.id } }) : fail('channel_not_found');
  const ids = (text(args, 'users') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) return fail('users_list_not_supplied');
  // Group conversations are not part of this workspace.
  if (ids.length > 1) return fail('too_many_users');
  const user = users.get(ids[0] ?? '');
  if (user === undefined) return fail('user_not_found');
  if (user.deleted) return fail('user_disabled');
  const before = channels.size;
  const channel = openIm(call, caller.userId, user.id);
  const isNew = channels.size > before;
  return ok({ ...(isNew ? {} : { no_op: true, already_open: true }), channel: { id: channel.id } });
}

const readScopes = ['channels:read', 'groups:read', 'mpim:read', 'im:read'];

export const conversationMethods: Methods = {
  'conversations.info': method(info, { scopes: readScopes, required: ['channel'] }),
  'conversations.members': method(members, {
    scopes: readScopes,
    perMinute: tier.four,
    required: ['channel'],
  }),
  'conversations.open': method(open, {
    scopes: ['channels:manage', 'groups:write', 'im:write', 'mpim:write'],
    json: true,
  }),
};
