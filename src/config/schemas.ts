import { resolve } from 'node:path';
import { z } from 'zod';
import { plaintextPolicies } from '../domain/exposure.ts';
import { Secret } from '../domain/secret.ts';
import type { ApproverRule } from '../domain/messages.ts';
import { logLevels } from '../log.ts';
import { authenticatorList } from './authenticators.ts';
import { isLoopback, parseOrgUrl } from './okta-url.ts';
import { parsePrivateKey } from './private-key.ts';
import type { SettingName } from './settings.ts';

const secret = (pattern: RegExp, problem: string): z.ZodType<Secret<string>, string> =>
  z
    .string()
    .regex(pattern, { error: problem })
    .transform((text) => new Secret(text));

const oneOf = <const T extends readonly string[]>(...values: T): z.ZodEnum<{ [K in T[number]]: K }> =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}.` });

const whole = (least: number, most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be a whole number from ${String(least)} to ${String(most)}.` })
    .transform(Number)
    .refine((value) => value >= least && value <= most, {
      error: `must be a whole number from ${String(least)} to ${String(most)}.`,
    });

const list = (pattern: RegExp, problem: string): z.ZodType<readonly string[], string> =>
  z
    .string()
    .transform((text) =>
      [...new Set(text.split(',').map((entry) => entry.trim()))].filter((entry) => entry !== ''),
    )
    .refine((entries) => entries.length > 0 && entries.every((entry) => pattern.test(entry)), {
      error: problem,
    });

const seedKey = z.string().transform((text, ctx) => {
  const bytes = Buffer.from(text, 'base64');
  if (/^([A-Za-z0-9+/]{43}=?|[\w-]{43}=?)$/.test(text) && bytes.length === 32) {
    return new Secret<Uint8Array>(new Uint8Array(bytes));
  }
  ctx.addIssue('must be 32 bytes in base64. Make one with: openssl rand -base64 32');
  return z.NEVER;
});

/** Slack's own address, or whatever listens on this machine; with a trailing slash, as the SDK joins it to a method. */
function apiUrlOf(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  // Slack for government agencies: https://docs.slack.dev/govslack/
  if (url.protocol === 'https:' && /^slack(-gov)?\.com$/.test(url.host)) return `${url.origin}/api/`;
  const local = isLoopback(url.hostname) && /^https?:$/.test(url.protocol);
  return local ? `${url.origin}${url.pathname.replace(/\/*$/, '')}/` : undefined;
}

const slackApi = z.string().transform((text, ctx) => {
  const url = apiUrlOf(text);
  if (url !== undefined) return url;
  ctx.addIssue('must be https://slack.com/api/ or an address on this machine.');
  return z.NEVER;
});

const approvers = list(
  /^[UWS][A-Z0-9]+$/,
  'must hold ids, not names: people begin with U or W, a user group with S. See the profile’s menu, Copy member ID.',
).transform((ids, ctx): ApproverRule => {
  const [groupId, ...more] = ids.filter((id) => id.startsWith('S'));
  if (more.length > 0) {
    ctx.addIssue('names several user groups. Keep one, and list other people by id.');
  }
  return { kind: 'listed', userIds: ids.filter((id) => !id.startsWith('S')), groupId };
});

const orgUrl = z.string().transform((text, ctx) => {
  const parsed = parseOrgUrl(text);
  if (parsed.ok) return parsed.url;
  ctx.addIssue(parsed.problem);
  return z.NEVER;
});

const privateKey = z.string().transform((text, ctx) => {
  const key = parsePrivateKey(text);
  if (key !== undefined) return key;
  ctx.addIssue(
    'is not a private key that Okta takes: RSA of at least 2048 bits or EC, as JWK or PEM, without a pass phrase.',
  );
  return z.NEVER;
});

const host = z.string().regex(/^[A-Za-z0-9.:-]+$/, {
  error: 'must be an address such as 127.0.0.1, or 0.0.0.0 in a container.',
});

/** How each setting is read; messages end a sentence that begins with the setting's name, and never repeat its value. */
export const schemas = {
  SLACK_BOT_TOKEN: secret(
    /^xoxb-[\w-]+$/,
    'is not a bot token. It begins with xoxb- and stands under OAuth & Permissions of the Slack app.',
  ),
  SLACK_APP_TOKEN: secret(
    /^xapp-[\w-]+$/,
    'is not an app-level token. It begins with xapp- and is made under Basic Information of the Slack app.',
  ).optional(),
  SLACK_SIGNING_SECRET: secret(
    /^(?!xox|xapp)[\x21-\x7e]{8,}$/,
    'is not a signing secret. It stands under Basic Information of the Slack app.',
  ).optional(),
  SLACK_ADMIN_CHANNEL: list(
    /^[CG][A-Z0-9]+$/,
    'must hold channel ids, not names. An id begins with C and stands at the end of the channel’s details.',
  ),
  SLACK_APPROVERS: approvers.optional(),
  SLACK_COMMAND: z.string().regex(/^\/[a-z0-9_-]{1,31}$/, {
    error: 'must be a slash and up to 31 small letters, digits, - or _, as in the Slack app’s manifest.',
  }),
  SLACK_API_URL: slackApi,
  ALLOW_PUBLIC_CHANNEL: oneOf('true', 'false').transform((value) => value === 'true'),
  THREAD_REPLIES: oneOf('each', 'grouped', 'problems').optional(),
  APPROVAL_POLICY: oneOf('confirm', 'second-person'),
  PLAINTEXT_CSV: oneOf(...plaintextPolicies),
  APPROVAL_TTL_MINUTES: whole(1, 43_200),
  OKTA_ORG_URL: orgUrl,
  OKTA_API_TOKEN: secret(
    /^[\w.~+/=-]+$/,
    'is not an Okta credential. Copy only the value that Okta showed once, without a word before it.',
  ).optional(),
  OKTA_CLIENT_ID: z
    .string()
    .regex(/^0oa[A-Za-z0-9]{5,}$/, {
      error: 'is not a client id. It begins with 0oa and stands on the service app’s page.',
    })
    .optional(),
  OKTA_PRIVATE_KEY: privateKey.optional(),
  OKTA_AUTHENTICATOR_ID: authenticatorList,
  DATA_DIR: z.string().transform((path) => resolve(path)),
  SEED_KEY: seedKey,
  SEED_KEY_PREVIOUS: seedKey.optional(),
  SEED_RETENTION: oneOf('stock', 'none'),
  MAX_FILE_BYTES: whole(1_000, 100_000_000),
  MAX_FILE_ROWS: whole(1, 100_000),
  PORT: whole(0, 65_535),
  HOST: host,
  LOG_LEVEL: oneOf(...logLevels),
} satisfies Record<SettingName, z.ZodType>;
