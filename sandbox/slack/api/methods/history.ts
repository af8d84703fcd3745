// docs.slack.dev/reference/methods/conversations.history, …/conversations.replies
import { findMessage } from '../../messages/find.ts';
import { messageObject, repliesTo } from '../../wire/message.ts';
import type { Message } from '../../world.ts';
import { flag, text } from '../args.ts';
import type { Args } from '../args.ts';
import { findReadable } from '../conversation.ts';
import { method } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { pageOf } from '../pages.ts';
import { fail, ok } from '../reply.ts';
import type { Failure, Reply } from '../reply.ts';

const isTs = (value: string) => /^\d+(\.\d+)?$/.test(value);

interface Window {
  readonly ok: true;
  readonly holds: (message: Message) => boolean;
}

function windowOf(args: Args): Window | Failure {
  const oldest = text(args, 'oldest') ?? '0';
  const latest = text(args, 'latest') ?? '9999999999';
  if (!isTs(oldest)) return fail('invalid_ts_oldest');
  if (!isTs(latest)) return fail('invalid_ts_latest');
  const inclusive = flag(args, 'inclusive');
  const [from, to] = [Number(oldest), Number(latest)];
  return {
    ok: true,
    holds: ({ ts }) => {
      const at = Number(ts);
      return inclusive ? at >= from && at <= to : at > from && at < to;
    },
  };
}

function answer({ workspace, args }: Call, messages: readonly Message[]): Reply {
  const page = pageOf(args, messages, { limit: 100, maxLimit: 1000 });
  if (!page.ok) return page;
  const withMetadata = flag(args, 'include_all_metadata');
  const more = page.nextCursor !== '';
  return ok({
    messages: page.items.map((message) => messageObject(workspace, message, withMetadata)),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: page.nextCursor } } : {}),
  });
}

function history(call: Call): Reply {
  const found = findReadable(call, text(call.args, 'channel') ?? '', 'history');
  if (!found.ok) return found;
  const { channel } = found;
  if (!channel.members.has(call.caller.userId)) return fail('not_in_channel');
  const window = windowOf(call.args);
  if (!window.ok) return window;
  const messages = (call.workspace.world.messages.get(channel.id) ?? []).filter(
    (message) =>
      (message.threadTs === undefined || message.subtype === 'thread_broadcast') && window.holds(message),
  );
  return answer(call, messages.toReversed());
}

function replies(call: Call): Reply {
  const { workspace, args } = call;
  const found = findReadable(call, text(args, 'channel') ?? '', 'history');
  if (!found.ok) return found;
  const asked = findMessage(workspace, found.channel.id, text(args, 'ts') ?? '');
  if (asked === undefined) return fail('thread_not_found');
  const window = windowOf(args);
  if (!window.ok) return window;
  const parentTs = asked.threadTs ?? asked.ts;
  const parent = findMessage(workspace, found.channel.id, parentTs);
  const thread = repliesTo(workspace, found.channel.id, parentTs).filter((reply) => window.holds(reply));
  return answer(call, parent === undefined ? thread : [parent, ...thread]);
}

const scopes = ['channels:history', 'groups:history', 'mpim:history', 'im:history'];

export const historyMethods: Methods = {
  'conversations.history': method(history, { scopes, required: ['channel'] }),
  'conversations.replies': method(replies, { scopes, required: ['channel', 'ts'] }),
};
