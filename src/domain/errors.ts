/**
 * Stable codes of surprises, each with the operator's next step. They stand in logs, audit rows and docs/errors.md:
 * never reuse or rename one. Expected refusals are values, not members of this table.
 */
export const errorCodes = {
  CONFIG_INVALID: 'Correct the settings named in the message and start again.',
  PORT_UNAVAILABLE:
    'The port of the health pages cannot be opened. Set PORT to a free one, and HOST to an address of this machine.',
  STORE_LOCKED: 'Another process uses this data directory. Stop it first, or give this one its own DATA_DIR.',
  STORE_DAMAGED: 'Keep the damaged files aside, restore the last backup into DATA_DIR and start again.',
  STORE_NEWER: 'The database was written by a newer version. Start that version, or restore an older backup.',
  STORE_DIFFERENT:
    'The database was made by a different version. Start that version, or restore a backup that this version made.',
  STORE_OLDER:
    'The database was written by an older version. Start the bot once, which brings it up to date.',
  STORE_MISSING: 'There is no database in DATA_DIR. Start the bot once, or correct DATA_DIR.',
  STORE_UNSAFE: 'The file system under DATA_DIR cannot do what the database needs. Use a local disk.',
  STORE_UNWRITABLE: 'The database cannot be written. Look for a full disk and for the rights of DATA_DIR.',
  STORE_ROW_INVALID: 'A stored row does not decode. Run `npm run doctor`, and restore a backup if it agrees.',
  STORE_BUSY: 'The database did not come free in time. Look for another program that holds the file open.',
  VAULT_KEY_WRONG: 'SEED_KEY is not the key that sealed the seeds. Set the right key and start again.',
  VAULT_KEY_CHANGING:
    'The exchange of SEED_KEY was cut short. Run `npm run keys -- rotate` again, with the new and the former key.',
  VAULT_TAMPERED: 'A sealed seed does not belong to its row. Restore a backup; do not enrol this token.',
  AUDIT_BROKEN: 'The audit chain does not verify. Keep the database as evidence and restore a backup.',
  SLACK_REFUSED: 'Slack refuses the bot. Check the Slack tokens and scopes with `npm run doctor`.',
  SLACK_CHANNEL_UNSAFE:
    'The admin channel is public, shared or archived. Make it private, or set ALLOW_PUBLIC_CHANNEL.',
  SLACK_START_TIMEOUT: 'Slack did not accept a connection in time. Check the network and status.slack.com.',
  OKTA_ANSWER_INVALID:
    'Okta answered in a shape this version does not know. Keep the request id and report it.',
  INTERNAL: 'A fault in the bot itself. Keep the log line with this reference and report it.',
} as const;

export type ErrorCode = keyof typeof errorCodes;
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** A surprise with a stable code. `facts` are plain values that may be logged: never payloads, never secrets. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: Facts;

  constructor(code: ErrorCode, facts: Facts = {}, cause?: unknown) {
    super(`${code}: ${errorCodes[code]}`, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.facts = facts;
  }

  get hint(): string {
    return errorCodes[this.code];
  }
}

/** Closes an exhaustive `switch`: the compiler refuses a call that can be reached. */
export function unreachable(value: never): never {
  throw new AppError('INTERNAL', { unexpected: String(value) });
}
