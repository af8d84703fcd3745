// docs.slack.dev/reference/methods/chat.update, …/chat.delete
import { editMessage } from '../../messages/edit.ts';
import { findMessage } from '../../messages/find.ts';
import { removeMessage } from '../../messages/remove.ts';
import { messageObject } from '../../wire/message.ts';
import type { Channel, Message } from '../../world.ts';
import { defined } from '../../json.ts';
import { text } from '../args.ts';
import { findChannel } from '../conversation.ts';
import { isEmptyMessage, messageArgs } from '../message-args.ts';
import { method } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { fail, ok } from '../reply.ts';
import type { Failure, Reply } from '../reply.ts';

const maxUpdateChars = 4000;

type Own = { readonly ok: true; readonly channel: Channel; readonly message: Message } | Failure;

function findOwn(call: Call, notOwn: string): Own {
  const found = findChannel(call, text(call.args, 'channel') ?? '');
  if (!found.ok) return found;
  const message = findMessage(call.workspace, found.channel.id, text(call.args, 'ts') ?? '');
  if (message === undefined || message.subtype === 'tombstone') return fail('message_not_found');
  return message.userId === call.caller.userId ? { ok: true, channel: found.channel, message } : fail(notOwn);
}

function update(call: Call): Reply {
  const own = findOwn(call, 'cant_update_message');
  if (!own.ok) return own;
  const { workspace } = call;
  const { channel, message } = own;
  if (channel.archived) return fail('is_inactive');
  const parsed = messageArgs(call);
  if (!parsed.ok) return parsed;
  if ((parsed.text ?? '').length > maxUpdateChars) return fail('msg_too_long');
  if (isEmptyMessage(parsed) && parsed.metadata === undefined) return fail('no_text');
  const { ok: _, ...edit } = parsed;
  editMessage(workspace, channel, message, defined(edit));
  return ok({
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageObject(workspace, message, true),
  });
}

function remove(call: Call): Reply {
  const own = findOwn(call, 'cant_delete_message');
  if (!own.ok) return own;
  removeMessage(call.workspace, own.channel, own.message);
  return ok({ channel: own.channel.id, ts: own.message.ts });
}

const scopes = ['chat:write'];
const required = ['channel', 'ts'];

export const editMethods: Methods = {
  'chat.update': method(update, { scopes, required, json: true }),
  'chat.delete': method(remove, { scopes, required, json: true }),
};
