import type { Clock, Place, Seen, Shown } from '../domain/ports.ts';
import type { Answer, Args, SlackApi } from './api.ts';
import { asRepeatable, asShown, transportFault } from './failures.ts';
import type { ApiFailure } from './failures.ts';
import { locateFile } from './files.ts';
import type { LocatedFile } from './files.ts';
import { slackUrl } from './hosts.ts';
import { escape } from './markup.ts';
import { uploadUrlReply } from './wire.ts';

export interface UploadOptions {
  readonly api: SlackApi;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly uploadTimeoutMs?: number;
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
  readonly comment: string;
}

type Uploaded = Shown<{ readonly fileId: string }>;

/**
 * Puts a text file into a conversation, step by step: an address, the bytes, the share. Until the share nothing is
 * visible, so the first two steps may be repeated freely and an abandoned one leaves nothing behind; the share is
 * repeated only where Slack said that it did not happen.
 * https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
export async function uploadFile(options: UploadOptions, place: Place, file: TextFile): Promise<Uploaded> {
  const bytes = Buffer.from(file.text, 'utf8');
  const stored = await store(options, file.name, bytes);
  if (stored.kind !== 'ok') return asRepeatable(stored);
  const shared = await share(options, place, { ...file, fileId: stored.fileId });
  if (shared.kind === 'ok' || shared.kind === 'lost') return settle(options, place, stored.fileId);
  return asShown(shared);
}

type Stored = { readonly kind: 'ok'; readonly fileId: string } | ApiFailure;

const pausesMs = [500, 1000];
const sharePausesMs = [500, 1000, 2000, 4000];

/** The attempt's result once it is `settled`, or the last one when the pauses are used up. */
async function persist<T>(
  { clock, pauses }: { readonly clock: Clock; readonly pauses: readonly number[] },
  attempt: () => Promise<T>,
  settled: (result: T) => boolean,
): Promise<T> {
  let result = await attempt();
  for (const pauseMs of pauses) {
    if (settled(result)) break;
    await clock.sleep(pauseMs);
    result = await attempt();
  }
  return result;
}

/** Steps one and two. A fresh address each time: whether Slack takes bytes twice at one address is not documented. */
const store = ({ clock, ...rest }: UploadOptions, name: string, bytes: Buffer): Promise<Stored> =>
  persist(
    { clock, pauses: pausesMs },
    () => storeOnce({ clock, ...rest }, name, bytes),
    ({ kind }) => kind !== 'lost' && kind !== 'not_sent',
  );

async function storeOnce(options: UploadOptions, name: string, bytes: Buffer): Promise<Stored> {
  const args = { filename: name, length: bytes.length };
  const answer = await options.api.write('files.getUploadURLExternal', args);
  if (answer.kind !== 'ok') return answer;
  const reply = uploadUrlReply.safeParse(answer.body);
  if (!reply.success) return { kind: 'lost', why: 'unreadable_answer' };
  const url = slackUrl(reply.data.upload_url, options.apiUrl);
  if (url === undefined) return { kind: 'refused', code: 'host_not_allowed' };
  const failure = await sendBytes(options, url, bytes);
  return failure ?? { kind: 'ok', fileId: reply.data.file_id };
}

/** The address is a secret of its own; the bot token is not sent along. */
async function sendBytes(options: UploadOptions, url: URL, bytes: Buffer): Promise<ApiFailure | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
      redirect: 'error',
      signal: AbortSignal.timeout(options.uploadTimeoutMs ?? 30_000),
    });
    await response.body?.cancel();
    return response.status === 200 ? undefined : { kind: 'lost', why: `http_${String(response.status)}` };
  } catch (error) {
    return { kind: 'lost', why: transportFault(error) };
  }
}

/** The last step fails with this now and then, without having shared anything. */
const passing = 'file_update_failed';

function share(
  { api, clock }: UploadOptions,
  { channelId, threadTs }: Place,
  file: TextFile & { readonly fileId: string },
): Promise<Answer> {
  const args: Args = {
    files: [{ id: file.fileId, title: file.name }],
    channel_id: channelId,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(file.comment === '' ? {} : { initial_comment: escape(file.comment) }),
  };
  return persist(
    { clock, pauses: pausesMs },
    () => api.write('files.completeUploadExternal', args),
    (answer) => answer.kind !== 'not_sent' && !(answer.kind === 'refused' && answer.code === passing),
  );
}

/** Slack may say ok and share nothing, or share and say nothing; only the file's own description tells, a little later. */
async function settle({ api, clock }: UploadOptions, place: Place, fileId: string): Promise<Uploaded> {
  const isShared = (seen: Seen<LocatedFile>) =>
    seen.kind === 'ok' && seen.value.file.channels.includes(place.channelId);
  const seen = await persist({ clock, pauses: sharePausesMs }, () => locateFile(api, fileId), isShared);
  return isShared(seen) ? { kind: 'ok', value: { fileId } } : { kind: 'unknown', why: 'share_not_seen' };
}
