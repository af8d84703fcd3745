/**
 * The last line of defence: what looks like a credential or a seed never reaches the log, whoever wrote it there.
 * Token formats: https://docs.slack.dev/authentication/tokens and
 * https://developer.okta.com/docs/guides/create-an-api-token
 */
const credentials: readonly RegExp[] = [
  /\bxox[a-z](?:\.[a-z0-9-]+)?-[\w.-]+/gi,
  /\bxapp-[\w-]+/gi,
  /\b(?:SSWS|Bearer|DPoP|Basic)\s+[\w.~+/=-]{16,}/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // A response URL posts into a channel without any token: https://docs.slack.dev/interactivity/handling-user-interaction
  /https?:\/\/[^\s"'<>]*\/(?:commands|actions|services|workflows)\/[^\s"'<>]+/gi,
  /https?:\/\/hooks\.slack\.com\/[^\s"'<>]*/gi,
  /wss?:\/\/[^\s"'<>]+/gi,
  /[?&](?:ticket|t|pub_secret|token|code|client_assertion)=[^\s&"'<>]+/gi,
  // Credentials before the host of a database URL.
  /(?<=:\/\/)[^\s/@"'<>]+:[^\s/@"'<>]+@/gi,
];

/** Runs as long as a seed in base32, hexadecimal or padded base64. */
const seeds: readonly RegExp[] = [
  /[A-Z2-7]{16,}=*/g,
  /(?<![A-Za-z0-9])[a-z2-7]{16,}(?![A-Za-z0-9])/g,
  /[0-9a-f]{32,}/gi,
  /[A-Za-z0-9+/]{22,}={1,2}/g,
];

const scrubbed = '[scrubbed]';

const without = (text: string, patterns: readonly RegExp[]): string => {
  let clean = text;
  for (const pattern of patterns) clean = clean.replace(pattern, scrubbed);
  return clean;
};

/** The text without anything that has the form of a credential; ids and hashes stay readable. */
export const scrubCredentials = (text: string): string => without(text, credentials);

/** The text without anything that has the form of a credential or of a seed. */
export const scrub = (text: string): string => without(scrubCredentials(text), seeds);
