import type { PlaintextPolicy } from './domain/exposure.ts';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from './domain/errors.ts';
import type { ApprovalPolicy, ApproverRule } from './domain/messages.ts';
import type { OktaCredential } from './domain/okta-credential.ts';
import type { Secret } from './domain/secret.ts';
import type { ConfiguredAuthenticator } from './config/authenticators.ts';
import { collect } from './config/collect.ts';
import type { Problem } from './config/collect.ts';
import { schemas } from './config/schemas.ts';
import type { LogLevel } from './log.ts';

/** Everything the operator decided, checked and with defaults filled in. */
export interface Config {
  readonly slack: {
    readonly botToken: Secret<string>;
    readonly receive:
      | { readonly kind: 'socket'; readonly appToken: Secret<string> }
      | { readonly kind: 'http'; readonly signingSecret: Secret<string> };
    /** Always with a trailing slash. */
    readonly apiUrl: string;
    readonly channels: readonly string[];
    readonly command: string;
    readonly allowPublicChannel: boolean;
    /** Undefined: each up to 100 rows, grouped above. */
    readonly threadReplies: 'each' | 'grouped' | 'problems' | undefined;
  };
  readonly approval: {
    readonly policy: ApprovalPolicy;
    readonly ttlMs: number;
    readonly approvers: ApproverRule;
  };
  readonly okta: {
    /** Origin of the org, without a trailing slash. */
    readonly orgUrl: string;
    readonly credential: OktaCredential;
    readonly authenticators: readonly ConfiguredAuthenticator[];
  };
  /** Absolute path. */
  readonly dataDir: string;
  readonly seedKey: Secret<Uint8Array>;
  /** Read by the exchange of keys alone. */
  readonly formerSeedKey: Secret<Uint8Array> | undefined;
  /** Whether seeds of enrolled tokens are kept for the next user. */
  readonly seedRetention: 'stock' | 'none';
  /** How much of a vendor's file is read at most. */
  readonly files: {
    readonly maxBytes: number;
    readonly maxRows: number;
    readonly plaintext: PlaintextPolicy;
  };
  readonly http: { readonly host: string; readonly port: number };
  readonly logLevel: LogLevel;
}

export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What a supervisor reads as "configuration error, do not restart": https://man.openbsd.org/sysexits */
export const configExitCode = 78;

/**
 * The configuration an environment describes, or every problem in it at once: names and whole sentences, never a
 * value. `readFile` gives the text of a secret named by a NAME_FILE setting and throws where there is none.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): ConfigReading {
  const { raw, problems } = collect(env, readFile);
  const parsed = z.object(schemas).safeParse(raw);
  const mistakes = parsed.success ? [] : parsed.error.issues.map(problemOf);
  // What has no text to be read has been reported above, as missing or as unreadable.
  const all = [...problems, ...mistakes.filter(({ setting }) => setting in raw)];
  return parsed.success && all.length === 0
    ? { ok: true, config: arrange(parsed.data) }
    : { ok: false, problems: all };
}

/** What a program needs that only looks at the data directory: everything else may be unset. */
export function readStoreSettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
):
  | { readonly ok: true; readonly dataDir: string; readonly seedKey: Secret<Uint8Array> | undefined }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const { raw, problems } = collect(env, readFile);
  const ours = problems.filter(
    ({ setting }) =>
      setting === 'SEED_KEY_FILE' || (setting === 'SEED_KEY' && (env['SEED_KEY'] ?? '') !== ''),
  );
  const { DATA_DIR, SEED_KEY } = schemas;
  const parsed = z.object({ DATA_DIR, SEED_KEY: SEED_KEY.optional() }).safeParse(raw);
  const all = [...ours, ...(parsed.success ? [] : parsed.error.issues.map(problemOf))];
  return parsed.success && all.length === 0
    ? { ok: true, dataDir: parsed.data.DATA_DIR, seedKey: parsed.data.SEED_KEY }
    : { ok: false, problems: all };
}

const problemOf = (issue: z.core.$ZodIssue): Problem => ({
  setting: String(issue.path[0]),
  problem: issue.message,
});

/** The problems as text for the terminal and the log, one per line. */
export const describeProblems = (problems: readonly Problem[]): string =>
  problems.map(({ setting, problem }) => `${setting} ${problem}`).join('\n');

type Parsed = z.infer<z.ZodObject<typeof schemas>>;

/** `collect` has made sure that exactly one of the two is there. */
function receiveOf(read: Parsed): Config['slack']['receive'] {
  if (read.SLACK_APP_TOKEN !== undefined) return { kind: 'socket', appToken: read.SLACK_APP_TOKEN };
  if (read.SLACK_SIGNING_SECRET !== undefined)
    return { kind: 'http', signingSecret: read.SLACK_SIGNING_SECRET };
  throw new AppError('INTERNAL', { unexpected: 'no way to receive' });
}

/** As above: either the one or both of the others. */
function credentialOf(read: Parsed): OktaCredential {
  const { OKTA_API_TOKEN: token, OKTA_CLIENT_ID: clientId, OKTA_PRIVATE_KEY: privateKey } = read;
  if (token !== undefined) return token;
  if (clientId !== undefined && privateKey !== undefined) return { clientId, privateKey };
  throw new AppError('INTERNAL', { unexpected: 'no credential for Okta' });
}

function arrange(read: Parsed): Config {
  return {
    slack: {
      botToken: read.SLACK_BOT_TOKEN,
      receive: receiveOf(read),
      apiUrl: read.SLACK_API_URL,
      channels: read.SLACK_ADMIN_CHANNEL,
      command: read.SLACK_COMMAND,
      allowPublicChannel: read.ALLOW_PUBLIC_CHANNEL,
      threadReplies: read.THREAD_REPLIES,
    },
    approval: {
      policy: read.APPROVAL_POLICY,
      ttlMs: read.APPROVAL_TTL_MINUTES * 60_000,
      approvers: read.SLACK_APPROVERS ?? { kind: 'channel' },
    },
    okta: {
      orgUrl: read.OKTA_ORG_URL,
      credential: credentialOf(read),
      authenticators: read.OKTA_AUTHENTICATOR_ID,
    },
    dataDir: read.DATA_DIR,
    seedKey: read.SEED_KEY,
    formerSeedKey: read.SEED_KEY_PREVIOUS,
    seedRetention: read.SEED_RETENTION,
    files: { maxBytes: read.MAX_FILE_BYTES, maxRows: read.MAX_FILE_ROWS, plaintext: read.PLAINTEXT_CSV },
    http: { host: read.HOST, port: read.PORT },
    logLevel: read.LOG_LEVEL,
  };
}
