import type { Chat, Clock, Place, Shown } from '../domain/ports.ts';
import type { Message } from '../domain/messages.ts';
import type { Log } from '../log.ts';
import type { Answer, Args, SlackApi } from './api.ts';
import type { MessageView } from './blocks.ts';
import { asRepeatable, asShown } from './failures.ts';
import { findMarked, mark } from './marks.ts';
import type { ApiMethod } from './scopes.ts';
import { uploadFile } from './upload.ts';
import { postReply } from './wire.ts';

export interface ChatOptions {
  readonly api: SlackApi;
  readonly apiUrl: string;
  /** The bot's own user id, as `auth.test` names it: only its own messages are ever found. */
  readonly botUserId: string;
  readonly view: (message: Message) => MessageView;
  readonly clock: Clock;
  readonly log: Log;
  readonly uploadTimeoutMs?: number;
}

/** Shows messages in Slack. One call is one attempt: waiting and repeating belong to whoever keeps the messages. */
export function openChat(options: ChatOptions): Chat {
  const { api, view } = options;
  return {
    async post(place, message, key) {
      const args = { ...placed(place), ...quiet, reply_broadcast: false, metadata: mark(key) };
      const answer = await send(options, { method: 'chat.postMessage', args, view: view(message) });
      return answer.kind === 'ok' ? withTs(answer.body) : asShown(answer);
    },
    async update({ channelId, ts }, message) {
      const args = { channel: channelId, ts };
      const answer = await send(options, { method: 'chat.update', args, view: view(message) });
      return answer.kind === 'ok' ? { kind: 'ok', value: { ts } } : asRepeatable(answer);
    },
    async whisper({ channelId, userId }, message) {
      const args = { channel: channelId, user: userId };
      const answer = await send(options, { method: 'chat.postEphemeral', args, view: view(message) });
      return answer.kind === 'ok' ? { kind: 'ok', value: null } : asShown(answer);
    },
    upload: (place, file) => uploadFile(options, place, file),
    find: (place, key) => findMarked(api, { place, key, botUserId: options.botUserId }),
  };
}

/** Nobody wants a preview of what an administrator's file happens to name. */
const quiet = { unfurl_links: false, unfurl_media: false };

const placed = ({ channelId, threadTs }: Place): Args =>
  threadTs === undefined ? { channel: channelId } : { channel: channelId, thread_ts: threadTs };

interface Sending {
  readonly method: ApiMethod;
  readonly args: Args;
  readonly view: MessageView;
}

/** Codes by which Slack refuses the form of a message: nothing was shown, and plain text still can be. */
const badForm: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
]);

/** Sends with blocks; where Slack finds fault with them, people are told in plain text rather than not at all. */
async function send({ api, log }: ChatOptions, { method, args, view }: Sending): Promise<Answer> {
  const { text, blocks } = view;
  const answer = await api.write(method, blocks.length === 0 ? { ...args, text } : { ...args, text, blocks });
  if (answer.kind !== 'refused' || !badForm.has(answer.code)) return answer;
  log.error('slack refused the form of a message; sent as plain text', { method, code: answer.code });
  return api.write(method, { ...args, text });
}

function withTs(body: unknown): Shown<{ readonly ts: string }> {
  const parsed = postReply.safeParse(body);
  return parsed.success
    ? { kind: 'ok', value: { ts: parsed.data.ts } }
    : { kind: 'unknown', why: 'unreadable_answer' };
}
