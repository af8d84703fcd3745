// Failures on demand: what Slack and the network between do to an app that did nothing wrong.

export type ApiFault =
  /** 429; `retryAfter` is the header's text, `null` leaves the header out. */
  | { readonly do: 'rate_limited'; readonly retryAfter: string | null }
  /** A status with an HTML page instead of Slack's JSON; 200 is what a captive proxy sends. */
  | { readonly do: 'html'; readonly status: 200 | 500 | 502 | 503 | 504 }
  /** HTTP 200 with a body that is not JSON. */
  | { readonly do: 'bad_json' }
  /** The connection is reset: `before` anything was done, or `after` it was done. */
  | { readonly do: 'reset'; readonly when: 'before' | 'after' }
  /** The answer comes late; the effect happened at once. */
  | { readonly do: 'slow'; readonly ms: number }
  /** Any error code with HTTP 200; `after` means that the effect happened although it is denied. */
  | { readonly do: 'error'; readonly error: string; readonly when: 'before' | 'after' };

export type SocketFault =
  | { readonly do: 'no_hello' }
  | { readonly do: 'late_hello'; readonly ms: number }
  | { readonly do: 'no_pong' }
  | { readonly do: 'no_ping' }
  /** The TCP connection stays open after the close handshake. */
  | { readonly do: 'lingering_close' };

export type EventFault =
  /** The same event again, `afterMs` after the first; `other_connection` also changes the envelope. */
  | {
      readonly do: 'duplicate';
      readonly as: 'new_envelope' | 'same_envelope' | 'other_connection';
      readonly afterMs?: number;
    }
  /** Held back, so that later events overtake it. */
  | { readonly do: 'delay'; readonly ms: number }
  /** Never sent. */
  | { readonly do: 'lose' };

export type InteractionFault =
  /** Changes the payload on its way: dotted paths to new values, `undefined` removes. */
  { readonly do: 'forge'; readonly set: Readonly<Record<string, unknown>> };

export type FileFault =
  /** `files.info` names no share for this many calls. */
  | { readonly do: 'late_shares'; readonly polls: number }
  /** The stub a shared channel gets: only `mode` and `file_access`. */
  | { readonly do: 'stub' }
  /** The download's body is not the file: cut off, wrong Content-Length, gzip that expands to `bytes`, or swapped. */
  | { readonly do: 'truncated' }
  | { readonly do: 'wrong_length' }
  | { readonly do: 'gzip_bomb'; readonly bytes: number }
  | { readonly do: 'body'; readonly bytes: Uint8Array }
  | { readonly do: 'redirect'; readonly to: string }
  | { readonly do: 'login_page' }
  /** The file is deleted just before the download. */
  | { readonly do: 'deleted_first' };

export type UploadFault =
  /** Step 2 answers this status. */
  | { readonly do: 'status'; readonly status: 408 | 500 | 504; readonly kept: boolean }
  /** Step 3 says ok and shares nothing. */
  | { readonly do: 'unshared' };

export type ResponseUrlFault = { readonly do: 'used_url' } | { readonly do: 'expired_url' };

export type Fault =
  | { readonly at: 'api'; readonly fault: ApiFault }
  | { readonly at: 'socket'; readonly fault: SocketFault }
  | { readonly at: 'event'; readonly fault: EventFault }
  | { readonly at: 'interaction'; readonly fault: InteractionFault }
  | { readonly at: 'file'; readonly fault: FileFault }
  | { readonly at: 'upload'; readonly fault: UploadFault }
  | { readonly at: 'response_url'; readonly fault: ResponseUrlFault };

/** When a rule hits, counted over the calls it matches. Without any of these: always. */
export type FaultRule = Fault & {
  /** A Web API method for `api`, an event or interaction type for those; every one by default. */
  readonly match?: string;
  /** 1-based calls that are hit. */
  readonly nth?: number | readonly number[];
  /** Chance per call, drawn from the seeded generator. */
  readonly probability?: number;
  /** How often it hits before it is spent; 1 makes it a one-shot. */
  readonly times?: number;
};

/** How a connection ends: with one of Slack's disconnect frames, or without any. */
export type Cut =
  | 'warning'
  | 'refresh_requested'
  | 'link_disabled'
  | 'too_many_websockets'
  /** A close handshake without a frame. */
  | 'close'
  /** A TCP reset. */
  | 'reset';

export interface Faults {
  /** Adds a rule and returns its id. */
  add(rule: FaultRule): string;
  /** The next matching call only. */
  once(rule: FaultRule): string;
  remove(id: string): void;
  clear(): void;
  readonly rules: readonly (FaultRule & {
    readonly id: string;
    readonly seen: number;
    readonly fired: number;
  })[];
  /** Ends open connections now: the n-th still open one (from 1), or all. */
  cut(how: Cut, connection?: number): void;
  /** Sends a text frame as it is: an unknown envelope, `app_rate_limited`, broken JSON. */
  frame(text: string, connection?: number): void;
}
