// Failures on demand: what Slack and the network between do to an app that did nothing wrong.

export type ApiFault =
  /** 429; `retryAfter` is the header's text, `null` leaves the header out. */
  | { readonly do: 'rate_limited'; readonly retryAfter: string | null }
  /** A status with an HTML page instead of Slack's JSON; 200 is what a captive proxy sends. */
  | {
      readonly do: 'html';
      readonly status: 200 | 500 | 502 | 503 | 504;
      readonly when: 'before' | 'after';
    }
  /** HTTP 200 with a body that is not JSON; the effect happened. */
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
  /** Changes the payload on its way: dotted paths to new values, `null` removes. */
  | { readonly do: 'forge'; readonly set: Readonly<Record<string, unknown>> }
  /** The same once more, as soon as the first has been acked. Slack is not known to do this, nor known not to. */
  | { readonly do: 'duplicate' };

/** What `files.info` answers: no share yet (however many there are), or the stub that a shared channel's app gets. */
export type FileInfoFault = { readonly do: 'late_shares' } | { readonly do: 'stub' };

export type DownloadFault =
  /** The body is cut off, has a wrong Content-Length, is gzip that expands to `bytes`, or is something else. */
  | { readonly do: 'truncated' }
  | { readonly do: 'wrong_length' }
  | { readonly do: 'gzip_bomb'; readonly bytes: number }
  | { readonly do: 'body'; readonly bytes: Uint8Array }
  | { readonly do: 'redirect'; readonly to: string }
  | { readonly do: 'login_page' }
  /** The file is deleted just before the download. */
  | { readonly do: 'deleted_first' };

/** Step 2 of an upload answers this status, although the bytes were (`kept`) or were not received. */
export interface UploadFault {
  readonly do: 'status';
  readonly status: 408 | 500 | 504;
  readonly kept: boolean;
}

/** Step 3 of an upload says ok and shares the file nowhere. */
export interface ShareFault {
  readonly do: 'unshared';
}

export type ResponseUrlFault = { readonly do: 'used_url' } | { readonly do: 'expired_url' };

/** What can go wrong at each place. */
export interface FaultKinds {
  readonly api: ApiFault;
  readonly socket: SocketFault;
  readonly event: EventFault;
  readonly interaction: InteractionFault;
  readonly file_info: FileInfoFault;
  readonly download: DownloadFault;
  readonly upload: UploadFault;
  readonly share: ShareFault;
  readonly response_url: ResponseUrlFault;
}

export type Place = keyof FaultKinds;

export type Fault = { [At in Place]: { readonly at: At; readonly fault: FaultKinds[At] } }[Place];

/** When a rule hits, counted over the calls it matches. Without any of these: always. */
export type FaultRule = Fault & {
  /**
   * Every call by default, else: a Web API method for `api`, an event's, interaction's or command's name for those, a
   * connection's number for `socket`, a file's id for `file_info`, `download`, `upload` and `share`.
   */
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
