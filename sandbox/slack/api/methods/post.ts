// docs.slack.dev/reference/methods/chat.postMessage, …/chat.postEphemeral
import { showEphemeral } from '../../messages/ephemeral.ts';
import { findMessage } from '../../messages/find.ts';
import { postMessage } from '../../messages/post.ts';
import { messageObject } from '../../wire/message.ts';
import type { Channel } from '../../world.ts';
import { flag, text } from '../args.ts';
import { findChannel, findTarget } from '../conversation.ts';
import { newMessageArgs } from '../message-args.ts';
import { method, tier } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { fail, ok } from '../reply.ts';
import type { Failure, Reply } from '../reply.ts';

const maxEphemeralChars = 40_000;

function cannotPost({ caller }: Call, channel: Channel): Failure | undefined {
  const mayPostAnywhere = channel.kind === 'public' && caller.scopes.has('chat:write.public');
  if (!channel.members.has(caller.userId) && !mayPostAnywhere) return fail('not_in_channel');
  return channel.archived ? fail('is_archived') : undefined;
}

function cannotReply(
  { workspace }: Call,
  channel: Channel,
  threadTs: string | undefined,
): Failure | undefined {
  if (threadTs === undefined) return undefined;
  if (!/^\d+\.\d+$/.test(threadTs)) return fail('invalid_thread_ts');
  const isGone = findMessage(workspace, channel.id, threadTs) === undefined;
  return isGone && workspace.flags.danglingThread === 'refused' ? fail('thread_not_found') : undefined;
}

function post(call: Call): Reply {
  const { workspace, args, caller } = call;
  const found = findTarget(call, text(args, 'channel') ?? '');
  if (!found.ok) return found;
  const { channel } = found;
  const threadTs = text(args, 'thread_ts');
  const refusal = cannotPost(call, channel) ?? cannotReply(call, channel, threadTs);
  if (refusal !== undefined) return refusal;
  const parsed = newMessageArgs(call);
  if (!parsed.ok) return parsed;
  const { ok: _, ...content } = parsed;
  const broadcast = threadTs !== undefined && flag(args, 'reply_broadcast');
  const subtype = broadcast ? ('thread_broadcast' as const) : undefined;
  const draft = { channel, userId: caller.userId, threadTs, subtype, ...content };
  const message = postMessage(workspace, draft);
  return ok({ channel: channel.id, ts: message.ts, message: messageObject(workspace, message, true) });
}

function postEphemeral(call: Call): Reply {
  const { workspace, args, caller } = call;
  const found = findChannel(call, text(args, 'channel') ?? '');
  if (!found.ok) return found;
  const { channel } = found;
  const threadTs = text(args, 'thread_ts');
  const refusal = cannotPost(call, channel) ?? cannotReply(call, channel, threadTs);
  if (refusal !== undefined) return refusal;
  const viewerId = text(args, 'user') ?? '';
  if (!channel.members.has(viewerId)) return fail('user_not_in_channel');
  const parsed = newMessageArgs(call);
  if (!parsed.ok) return parsed.error === 'msg_blocks_too_long' ? fail('msg_too_long') : parsed;
  const { text: content, blocks } = parsed;
  if (content.length > maxEphemeralChars) return fail('msg_too_long');
  const shown = showEphemeral(workspace, {
    channelId: channel.id,
    viewerId,
    fromId: caller.userId,
    text: content,
    blocks,
    threadTs,
  });
  return ok({ message_ts: shown.ts });
}

function getPermalink(call: Call): Reply {
  const { workspace, args } = call;
  const found = findChannel(call, text(args, 'channel') ?? '');
  if (!found.ok) return found;
  const message = findMessage(workspace, found.channel.id, text(args, 'message_ts') ?? '');
  if (message === undefined) return fail('message_not_found');
  const { channelId, ts, threadTs } = message;
  const inThread = threadTs === undefined ? '' : `?thread_ts=${threadTs}&cid=${channelId}`;
  const permalink = `${workspace.baseUrl}/archives/${channelId}/p${ts.replace('.', '')}${inThread}`;
  return ok({ channel: channelId, permalink });
}

const scopes = ['chat:write'];

export const postMethods: Methods = {
  // Its own limits, per channel and per workspace, are in the pipeline.
  'chat.postMessage': method(post, { scopes, perMinute: Infinity, json: true, required: ['channel'] }),
  'chat.postEphemeral': method(postEphemeral, {
    scopes,
    perMinute: tier.four,
    json: true,
    required: ['channel', 'user'],
  }),
  'chat.getPermalink': method(getPermalink, { perMinute: tier.special, required: ['channel', 'message_ts'] }),
};
