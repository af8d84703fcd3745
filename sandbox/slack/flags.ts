// Slack's documentation leaves these answers open, or two sources disagree. Each is a switch, so that an app can be
// tried against every answer a real workspace may give.

export interface Flags {
  /** How a CSV that somebody dropped is stored. */
  csvMode: 'snippet' | 'hosted';
  /** What should_escape makes of `@ana`: `<@U…|ana>` or `<@U…>`. */
  mention: 'with_name' | 'id_only';
  /** What it makes of an e-mail address: `<mailto:a@b|a@b>` or the address. */
  email: 'mailto' | 'plain';
  /** `channel_name` and `channel.name` for a private channel. */
  privateChannelName: 'real' | 'privategroup';
  /** Whether a repeated event comes in the envelope it came in first. */
  retryEnvelope: 'new' | 'same';
  /** `accepts_response_payload` of a button's envelope. */
  buttonAcceptsPayload: boolean;
  /** Whether the payload of a click on an ephemeral message carries that message. */
  ephemeralPayload: 'with_message' | 'without_message';
  /** A reply to a `thread_ts` that no longer exists. */
  danglingThread: 'posted' | 'refused';
  /** What a download of a deleted file gets. */
  deletedDownload: 'not_found' | 'login_page';
  /** How long after an upload `files.info` starts to name the message, in milliseconds. */
  sharesAfterMs: number;
  /** Posts a channel takes at once before one per second applies. */
  postBurst: number;
  /** Posts per minute in the whole workspace ("several hundred"). */
  postsPerMinute: number;
  /** `apps.connections.open`: the method's page says tier 3 (50), Slack's Java SDK says tier 1. */
  connectionsPerMinute: number;
  /** A connection is announced to end after this long. */
  connectionSeconds: number;
  pingIntervalMs: number;
  ticketTtlMs: number;
  /** Characters of all blocks of a message together. */
  blocksTotalChars: number;
  /** Characters of all table cells of a message together. */
  tableChars: number;
  tablesPerMessage: number;
}

/** Every flag at the value that documentation or recorded traffic makes most likely, the strict one where neither helps. */
export const defaultFlags: Readonly<Flags> = {
  csvMode: 'snippet',
  mention: 'with_name',
  email: 'mailto',
  privateChannelName: 'privategroup',
  retryEnvelope: 'new',
  buttonAcceptsPayload: false,
  ephemeralPayload: 'without_message',
  danglingThread: 'posted',
  deletedDownload: 'not_found',
  sharesAfterMs: 0,
  postBurst: 5,
  postsPerMinute: 300,
  connectionsPerMinute: 50,
  connectionSeconds: 3600,
  pingIntervalMs: 10_000,
  ticketTtlMs: 30_000,
  blocksTotalChars: 13_200,
  tableChars: 10_000,
  tablesPerMessage: 1,
};
