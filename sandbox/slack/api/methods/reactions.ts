// docs.slack.dev/reference/methods/reactions.add
import { findMessage } from '../../messages/find.ts';
import { text } from '../args.ts';
import { findChannel } from '../conversation.ts';
import { method } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { fail, ok } from '../reply.ts';
import type { Reply } from '../reply.ts';

function add(call: Call): Reply {
  const { workspace, args, caller } = call;
  const found = findChannel(call, text(args, 'channel') ?? '');
  if (!found.ok) return found;
  if (found.channel.archived) return fail('is_archived');
  const timestamp = text(args, 'timestamp') ?? '';
  if (!/^\d+\.\d+$/.test(timestamp)) return fail('bad_timestamp');
  const message = findMessage(workspace, found.channel.id, timestamp);
  if (message === undefined) return fail('message_not_found');
  const name = (text(args, 'name') ?? '').replaceAll(':', '');
  if (!/^[a-z0-9_+'-]+$/.test(name)) return fail('invalid_name');
  const known = message.reactions.find((reaction) => reaction.name === name);
  if (known?.userIds.includes(caller.userId)) return fail('already_reacted');
  if (known === undefined) message.reactions.push({ name, userIds: [caller.userId] });
  else known.userIds.push(caller.userId);
  workspace.changed();
  return ok();
}

export const reactionMethods: Methods = {
  'reactions.add': method(add, {
    scopes: ['reactions:write'],
    json: true,
    required: ['channel', 'name', 'timestamp'],
  }),
};
