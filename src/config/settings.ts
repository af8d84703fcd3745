/** A setting as people meet it: in `.env.example`, in the README's table and in the sentence about a mistake. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  /** The value that is read when it is not set. */
  readonly fallback?: string;
  /** What holds when it is not set, where no single value says so. */
  readonly otherwise?: string;
  /** `one of two`: stands for one of two ways, of which exactly one must be set; see `alternatives`. */
  readonly required: 'yes' | 'one of two' | 'no';
  /** A secret may also be given as NAME_FILE, the path of a file that holds it. */
  readonly secret: boolean;
}

/** Every setting the bot reads, in the order in which somebody setting it up meets them. */
export const settings = [
  {
    name: 'SLACK_BOT_TOKEN',
    meaning: 'Bot token of the Slack app, `xoxb-…`',
    required: 'yes',
    secret: true,
  },
  {
    name: 'SLACK_APP_TOKEN',
    meaning: 'App-level token with `connections:write`, `xapp-…`: receives over Socket Mode, no inbound port',
    required: 'one of two',
    secret: true,
  },
  {
    name: 'SLACK_SIGNING_SECRET',
    meaning: 'Set instead of `SLACK_APP_TOKEN` to receive over HTTP at `/slack/events`',
    required: 'one of two',
    secret: true,
  },
  {
    name: 'SLACK_ADMIN_CHANNEL',
    meaning: 'Id of the channel the bot works in, such as `C0123456789`; several with commas',
    required: 'yes',
    secret: false,
  },
  {
    name: 'SLACK_APPROVERS',
    meaning: 'Who may approve: user ids and at most one user-group id, with commas',
    otherwise: 'full members of the admin channel',
    required: 'no',
    secret: false,
  },
  {
    name: 'SLACK_COMMAND',
    meaning: 'The slash command, as the manifest registers it',
    fallback: '/token',
    required: 'no',
    secret: false,
  },
  {
    name: 'SLACK_API_URL',
    meaning: 'Slack’s Web API; another address only for tests on this machine',
    fallback: 'https://slack.com/api/',
    required: 'no',
    secret: false,
  },
  {
    name: 'ALLOW_PUBLIC_CHANNEL',
    meaning: '`true` lets the admin channel be public; one shared with another organisation never may',
    fallback: 'false',
    required: 'no',
    secret: false,
  },
  {
    name: 'THREAD_REPLIES',
    meaning: 'Outcomes in the card’s thread: `each`, `grouped`, or only `problems`',
    otherwise: 'each up to 100 rows, grouped above',
    required: 'no',
    secret: false,
  },
  {
    name: 'APPROVAL_POLICY',
    meaning: '`confirm`: the requester may press Approve; `second-person`: somebody else must',
    fallback: 'confirm',
    required: 'no',
    secret: false,
  },
  {
    name: 'PLAINTEXT_CSV',
    meaning:
      'A file with seeds in clear: `allow`; `quarantine`: no approval until it is deleted from Slack; `refuse`: only encrypted files are read',
    fallback: 'allow',
    required: 'no',
    secret: false,
  },
  {
    name: 'APPROVAL_TTL_MINUTES',
    meaning: 'How long a card can be approved, in minutes',
    fallback: '1440',
    required: 'no',
    secret: false,
  },
  {
    name: 'OKTA_ORG_URL',
    meaning: 'Address of the Okta org, such as `https://acme.okta.com`',
    required: 'yes',
    secret: false,
  },
  {
    name: 'OKTA_API_TOKEN',
    meaning: 'Okta credential (SSWS) of a service account that may manage the users’ factors',
    required: 'one of two',
    secret: true,
  },
  {
    name: 'OKTA_CLIENT_ID',
    meaning:
      'Set instead of `OKTA_API_TOKEN`, with `OKTA_PRIVATE_KEY`: client id of an Okta service app, `0oa…`',
    required: 'one of two',
    secret: false,
  },
  {
    name: 'OKTA_PRIVATE_KEY',
    meaning: 'Private key of the service app, as JWK or PEM',
    required: 'one of two',
    secret: true,
  },
  {
    name: 'OKTA_AUTHENTICATOR_ID',
    meaning:
      'Id of the Custom OTP authenticator; several with commas. Its settings are read from Okta, or given as `id;algorithm=SHA1;step=30;digits=6;encoding=base32`',
    required: 'yes',
    secret: false,
  },
  {
    name: 'DATA_DIR',
    meaning: 'Folder of the database and its lock; created when missing',
    fallback: './data',
    required: 'no',
    secret: false,
  },
  {
    name: 'SEED_KEY',
    meaning: 'The key that seals seeds: 32 random bytes in base64, from `openssl rand -base64 32`',
    required: 'yes',
    secret: true,
  },
  {
    name: 'SEED_KEY_PREVIOUS',
    meaning: 'The key that `SEED_KEY` takes the place of; read by `npm run keys -- rotate` alone',
    otherwise: 'none',
    required: 'no',
    secret: true,
  },
  {
    name: 'SEED_RETENTION',
    meaning:
      '`stock` keeps the seed of an enrolled token, so that it can be handed on; `none` deletes it once it is enrolled',
    fallback: 'stock',
    required: 'no',
    secret: false,
  },
  {
    name: 'MAX_FILE_BYTES',
    meaning: 'The largest vendor file that is read, in bytes',
    fallback: '5242880',
    required: 'no',
    secret: false,
  },
  {
    name: 'MAX_FILE_ROWS',
    meaning: 'The most rows a vendor file may have',
    fallback: '10000',
    required: 'no',
    secret: false,
  },
  {
    name: 'PORT',
    meaning: 'Port of `/healthz`, `/readyz` and `/metrics`, and of `/slack/events` over HTTP',
    fallback: '3000',
    required: 'no',
    secret: false,
  },
  {
    name: 'HOST',
    meaning: 'Address that port is opened on',
    fallback: '127.0.0.1',
    required: 'no',
    secret: false,
  },
  {
    name: 'LOG_LEVEL',
    meaning: '`debug`, `info`, `warn`, `error` or `silent`',
    fallback: 'info',
    required: 'no',
    secret: false,
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settings)[number]['name'];

/** Two ways to the same end: exactly one of them must be set, and whole. `purpose` ends a sentence about both. */
export interface Alternative {
  readonly ways: readonly [readonly SettingName[], readonly SettingName[]];
  readonly purpose: string;
}

export const alternatives: readonly Alternative[] = [
  {
    ways: [['SLACK_APP_TOKEN'], ['SLACK_SIGNING_SECRET']],
    purpose: 'the first for Socket Mode, the second for HTTP',
  },
  {
    ways: [['OKTA_API_TOKEN'], ['OKTA_CLIENT_ID', 'OKTA_PRIVATE_KEY']],
    purpose: 'the first is an API token, the others are an OAuth service app',
  },
];

/** Settings that documentation elsewhere may name and this version does not read, each with what to set instead. */
export const unsupported: Readonly<Record<string, string>> = {
  DATABASE_URL: 'PostgreSQL is not supported yet; remove it, and the bot keeps its SQLite file in DATA_DIR.',
};
