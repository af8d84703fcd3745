import type { Chat, Place, Shown } from '../domain/ports.ts';
import type { Args, SlackApi } from './api.ts';
import { asRepeatable } from './failures.ts';
import { messagesReply } from './wire.ts';

const eventType = 'token_desk';

/**
 * The metadata that marks a message with `key`. Every app and member can read it, so it holds an id and nothing else.
 * https://docs.slack.dev/messaging/message-metadata
 */
export const mark = (key: string): Args => ({ event_type: eventType, event_payload: { key } });

export interface Search {
  readonly place: Place;
  readonly key: string;
  readonly botUserId: string;
}

const historyScopes = ['groups:history', 'channels:history'];

const pageSize = 200;
/** As many messages as the longest thread has; a message of interest is among the newest of a channel. */
const maxPages = 50;

/** The bot's own message marked with the key, in its thread or among the channel's own messages. */
export async function findMarked(api: SlackApi, search: Search): ReturnType<Chat['find']> {
  const granted = api.grantedScopes();
  if (granted !== undefined && !historyScopes.some((scope) => granted.has(scope)))
    return { kind: 'unsupported' };
  let cursor = '';
  for (let page = 0; page < maxPages; page += 1) {
    const read = await readPage(api, search.place, cursor);
    if (read.kind !== 'ok') return read;
    const found = read.value.messages.find((message) => isMarked(message, search));
    if (found !== undefined) return { kind: 'ok', value: { ts: found.ts } };
    cursor = read.value.response_metadata.next_cursor;
    if (cursor === '') return { kind: 'ok', value: undefined };
  }
  return { kind: 'unknown', why: 'too_many_messages' };
}

type Page = ReturnType<typeof messagesReply.parse>;

async function readPage(
  api: SlackApi,
  { channelId, threadTs }: Place,
  cursor: string,
): Promise<Shown<Page> | { readonly kind: 'unsupported' }> {
  const args = {
    channel: channelId,
    limit: pageSize,
    include_all_metadata: true,
    ...(cursor === '' ? {} : { cursor }),
  };
  const answer = await (threadTs === undefined
    ? api.read('conversations.history', args)
    : api.read('conversations.replies', { ...args, ts: threadTs }));
  if (answer.kind !== 'ok') {
    const lacksScope = answer.kind === 'refused' && answer.code === 'missing_scope';
    return lacksScope ? { kind: 'unsupported' } : asRepeatable(answer);
  }
  const parsed = messagesReply.safeParse(answer.body);
  return parsed.success
    ? { kind: 'ok', value: parsed.data }
    : asRepeatable({ kind: 'lost', why: 'unreadable_answer' });
}

/** Another app could copy a mark that it has read, but it cannot post as the bot. */
const isMarked = ({ user, metadata }: Page['messages'][number], { key, botUserId }: Search): boolean =>
  user === botUserId && metadata?.event_type === eventType && metadata.event_payload['key'] === key;
