import type { JsonObject } from './world.ts';

/** One request the app made, in the order they arrived. Tokens, tickets and response_urls are redacted. */
export interface JournalEntry {
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly kind: 'api' | 'upload' | 'download' | 'response_url';
  /** A Web API method for `api`, else the path. */
  readonly method: string;
  readonly http: string;
  readonly token: 'bot' | 'app' | 'user' | 'none' | 'unknown';
  readonly args: JsonObject;
  /** 0 where the connection was cut instead of answered. */
  readonly status: number;
  readonly ok: boolean;
  /** Slack's error code. */
  readonly error: string | undefined;
  /** Faults that were applied. */
  readonly faults: readonly string[];
}

interface Keeper {
  readonly journal: JournalEntry[];
  readonly now: () => number;
}

/** Adds a request to the journal. */
export function note({ journal, now }: Keeper, entry: Omit<JournalEntry, 'seq' | 'at'>): void {
  journal.push({ seq: journal.length + 1, at: now(), ...entry });
}

/** One attempt to hand something to the app. */
export interface Delivery {
  readonly seq: number;
  readonly at: number;
  readonly kind: 'event' | 'command' | 'interaction';
  /** The event's type, the command, or the interaction's type. */
  readonly type: string;
  /** The event_id; empty for commands and interactions. */
  readonly eventId: string;
  readonly envelopeId: string;
  /** 0 is the first. */
  readonly attempt: number;
  readonly retryReason: string;
  /** Which open connection got it (counted from 1 in order of connecting), 0 over HTTP or where none was open. */
  connection: number;
  outcome: 'pending' | 'acked' | 'timed_out' | 'failed' | 'no_connection';
}
