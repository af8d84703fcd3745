// docs.slack.dev/reference/events/message
import { defined } from '../json.ts';
import type { State } from '../state.ts';
import type { JsonObject, Message } from '../world.ts';
import { fileObject } from './file.ts';

/** The replies of a thread, oldest first, without its parent. */
export const repliesTo = (state: State, channelId: string, threadTs: string): readonly Message[] =>
  (state.world.messages.get(channelId) ?? []).filter(
    (message) => message.threadTs === threadTs && message.ts !== threadTs,
  );

function threadFields(state: State, message: Message): JsonObject {
  if (message.threadTs !== undefined) {
    const parent = state.world.messages.get(message.channelId)?.find(({ ts }) => ts === message.threadTs);
    return { thread_ts: message.threadTs, parent_user_id: parent?.userId };
  }
  const replies = repliesTo(state, message.channelId, message.ts);
  const last = replies.at(-1);
  if (last === undefined) return {};
  const users = [...new Set(replies.map(({ userId }) => userId))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: last.ts,
    reply_users: users,
    is_locked: false,
    subscribed: false,
  };
}

function appFields(state: State, message: Message): JsonObject {
  if (message.botId === undefined) return {};
  const { app, team } = state.world;
  return {
    bot_id: message.botId,
    app_id: app.id,
    bot_profile: {
      id: app.botId,
      app_id: app.id,
      user_id: app.botUserId,
      name: app.name,
      icons: {},
      deleted: false,
      updated: 1_700_000_000,
      team_id: team.id,
    },
  };
}

/** A message as the API shows it. */
export function messageObject(state: State, message: Message, withMetadata = false): JsonObject {
  const files = message.fileIds.flatMap((id) => {
    const file = state.world.files.get(id);
    return file === undefined ? [] : [fileObject(state, file)];
  });
  return defined({
    type: 'message',
    subtype: message.subtype,
    user: message.userId,
    ...appFields(state, message),
    text: message.text,
    ts: message.ts,
    team: state.world.team.id,
    ...threadFields(state, message),
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    files: files.length > 0 ? files : undefined,
    upload: message.subtype === 'file_share' ? false : undefined,
    edited: message.edited && { user: message.edited.userId, ts: message.edited.ts },
    metadata: withMetadata ? message.metadata : undefined,
    reactions:
      message.reactions.length > 0
        ? message.reactions.map(({ name, userIds }) => ({ name, users: userIds, count: userIds.length }))
        : undefined,
  });
}
