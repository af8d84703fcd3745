import type { Message } from './messages.ts';
import type { Channel, Person, SharedFile } from './people.ts';

/** Wall clock and waiting. `now` is epoch ms; `sleep` ends early, without throwing, when the signal is cancelled. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Gives ids that sort by age and cannot be guessed. */
export interface Ids {
  next(prefix: string): string;
}

/** What a call that shows something in Slack came to. `unknown`: it may be there already. */
export type Shown<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'rejected'; readonly code: string };

export interface Place {
  readonly channelId: string;
  readonly threadTs?: string | undefined;
}

/** Showing things to people. `key` marks a message so that `find` can tell whether a lost answer had an effect. */
export interface Chat {
  post(place: Place, message: Message, key: string): Promise<Shown<{ readonly ts: string }>>;
  update(
    place: { readonly channelId: string; readonly ts: string },
    message: Message,
  ): Promise<Shown<{ readonly ts: string }>>;
  /** To one person, in a channel, not kept by Slack: never the only carrier of something that matters. */
  whisper(
    to: { readonly channelId: string; readonly userId: string },
    message: Message,
  ): Promise<Shown<null>>;
  upload(
    place: Place,
    file: { readonly name: string; readonly text: string; readonly comment: string },
  ): Promise<Shown<{ readonly fileId: string }>>;
  /** The message marked with `key`, undefined when it is not there, `unsupported` without the scope to read history. */
  find(
    place: Place,
    key: string,
  ): Promise<Shown<{ readonly ts: string } | undefined> | { readonly kind: 'unsupported' }>;
}

/** What a look at Slack came to. */
export type Seen<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'missing'; readonly code: string }
  | { readonly kind: 'unavailable'; readonly why: string; readonly afterMs?: number | undefined };

export type Download =
  | { readonly kind: 'ok'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly code: DownloadRefusal }
  | { readonly kind: 'unavailable'; readonly why: string };

export type DownloadRefusal =
  | 'host_not_allowed'
  | 'redirected'
  | 'html_instead_of_file'
  | 'too_large'
  | 'incomplete'
  | 'gone'
  | 'forbidden';

/** Reading the workspace. People and group members are at most 60 s old. */
export interface Workspace {
  person(userId: string): Promise<Seen<Person>>;
  channel(channelId: string): Promise<Seen<Channel>>;
  channelMembers(channelId: string): Promise<Seen<readonly string[]>>;
  groupMembers(groupId: string): Promise<Seen<readonly string[]>>;
  file(fileId: string): Promise<Seen<SharedFile>>;
  /** Files shared in a channel since a time (epoch ms), oldest first, all pages. */
  filesSince(channelId: string, since: number): Promise<Seen<readonly SharedFile[]>>;
  /** The bytes of a file, kept in memory only and never more than `maxBytes`. */
  download(fileId: string, maxBytes: number): Promise<Download>;
}
