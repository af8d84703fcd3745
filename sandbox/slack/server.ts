import type { Actors } from './actors.ts';
import type { Faults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { Delivery, JournalEntry } from './journal.ts';
import type { Timers } from './time.ts';
import type { World } from './world.ts';

export interface SlackOptions {
  /** Epoch ms; `manualTime` gives a clock and timers that a test moves by hand. */
  readonly clock?: () => number;
  readonly timers?: Timers;
  readonly seed?: number;
  /** A free one by default. */
  readonly port?: number;
  /** Bot scopes the app was granted. */
  readonly scopes?: readonly string[];
  /** Event types the app subscribes to, as in its manifest. */
  readonly events?: readonly string[];
  /** Slash commands, all with should_escape; `/token` by default. */
  readonly commands?: readonly string[];
  readonly rateLimits?: boolean;
  /** Delivers over signed HTTP to this URL instead of Socket Mode. */
  readonly http?: { readonly url: string };
  readonly flags?: Partial<Flags>;
}

export interface LocalSlack {
  readonly url: string;
  /** What an SDK calls `slackApiUrl`, with its trailing slash. */
  readonly apiUrl: string;
  readonly tokens: { readonly bot: string; readonly app: string; readonly signingSecret: string };
  readonly world: World;
  readonly people: Actors;
  readonly faults: Faults;
  readonly flags: Flags;
  readonly journal: readonly JournalEntry[];
  readonly deliveries: readonly Delivery[];
  /** Calls back after something visible changed; the returned function stops that. */
  on(event: 'change', listener: () => void): () => void;
  /** Switches Socket Mode off and delivers to this URL, which may be known only after the app has started. */
  setRequestUrl(url: string): void;
  /** Sends the signed `url_verification` challenge; whether the app echoed it. */
  verifyRequestUrl(): Promise<boolean>;
  /** A person's own token, as an operator could hand one to the app. */
  issueUserToken(userId: string, scopes: readonly string[]): string;
  /** Resolves once every delivery has been acked or given up. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a Slack workspace on 127.0.0.1. */
export function startSlack(_options: SlackOptions = {}): Promise<LocalSlack> {
  return Promise.reject(new Error('not implemented'));
}
