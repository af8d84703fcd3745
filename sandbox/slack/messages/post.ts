import { messageObject } from '../wire/message.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel, JsonObject, Message } from '../world.ts';
import { findMessage } from './find.ts';
import { storedText } from './text.ts';

export interface Draft {
  readonly channel: Channel;
  readonly userId: string;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
  readonly fileIds?: readonly string[];
  readonly metadata?: JsonObject | undefined;
  /** A reply's own ts leads to its thread. */
  readonly threadTs?: string | undefined;
  readonly subtype?: Message['subtype'];
}

const channelTypes = { public: 'channel', private: 'group', im: 'im' } as const;

/** The members that every message event has beside the message itself. */
export const inChannel = (channel: Channel): JsonObject => ({
  channel: channel.id,
  channel_type: channelTypes[channel.kind],
});

/** Puts a message into a channel and tells the app, if it listens to messages. */
export function postMessage(workspace: Workspace, draft: Draft): Message {
  const { world, ids } = workspace;
  const { channel, userId, threadTs } = draft;
  const parent = threadTs === undefined ? undefined : findMessage(workspace, channel.id, threadTs);
  const message: Message = {
    channelId: channel.id,
    ts: ids.ts(),
    userId,
    botId: userId === world.app.botUserId ? world.app.botId : undefined,
    threadTs: parent?.threadTs ?? threadTs,
    subtype: draft.subtype,
    text: storedText(draft.text),
    blocks: draft.blocks ?? [],
    attachments: draft.attachments ?? [],
    fileIds: draft.fileIds ?? [],
    metadata: draft.metadata,
    edited: undefined,
    earlier: [],
    reactions: [],
  };
  const messages = world.messages.get(channel.id);
  if (messages === undefined) world.messages.set(channel.id, [message]);
  else messages.push(message);
  const event = { ...messageObject(workspace, message), type: 'message', ...inChannel(channel) };
  workspace.emit({ ...event, event_ts: message.ts }, channel);
  workspace.changed();
  return message;
}
