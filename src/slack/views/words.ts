import type { BatchState } from '../../domain/batch.ts';
import type { CardModel } from '../../domain/messages.ts';
import type { RowState, Verdict } from '../../domain/row.ts';
import { join, type Markup, say } from '../markup.ts';

/** A state as people see it: a sign for the eye and a word for everybody, never colour alone. */
export interface Sign {
  readonly emoji: Markup;
  readonly word: string;
}

const sign = (emoji: string, word: string): Sign => ({ emoji: { mrkdwn: emoji }, word });

const batchSigns: Readonly<Record<BatchState, Sign>> = {
  planning: sign('📝', 'Planning'),
  awaiting_approval: sign('⏳', 'Waiting'),
  running: sign('▶️', 'Running'),
  paused: sign('⏸️', 'Paused'),
  stopping: sign('🛑', 'Stopping'),
  finished: sign('🟢', 'Done'),
  stopped: sign('🛑', 'Stopped'),
  rejected: sign('⛔', 'Rejected'),
  withdrawn: sign('↩️', 'Withdrawn'),
  expired: sign('⌛', 'Expired'),
  discarded: sign('🚫', 'Discarded'),
};

/** The sign of a batch; a finished one is told apart by how its rows ended, so that a failure never reads as done. */
export function signOf(batch: Pick<CardModel['batch'], 'state'>, states: CardModel['states']): Sign {
  if (batch.state !== 'finished') return batchSigns[batch.state];
  const good = sum(states, ['enrolled', 'unenrolled', 'stocked']);
  const failed = sum(states, ['failed']);
  const open = sum(states, ['needs_review', 'unknown']);
  if (failed + open === 0) return batchSigns.finished;
  if (good > 0) return sign('🟠', 'Done with problems');
  return open > 0 ? sign('🟠', 'Needs review') : sign('🔴', 'Failed');
}

export const rowSigns: Readonly<Record<RowState, Sign>> = {
  planned: sign('⏳', 'Waiting'),
  intended: sign('▶️', 'Running'),
  unknown: sign('❔', 'Answer lost'),
  enrolled: sign('✅', 'Enrolled'),
  unenrolled: sign('↩️', 'Un-enrolled'),
  stocked: sign('📦', 'In stock'),
  skipped: sign('➖', 'Skipped'),
  blocked: sign('⛔', 'Left out'),
  failed: sign('🔴', 'Failed'),
  cancelled: sign('🛑', 'Not run'),
  needs_review: sign('🟠', 'Needs review'),
};

/** What stands after a number of rows in that state, in the order in which they are told. */
const stateWords: Readonly<Record<RowState, readonly [one: string, many: string]>> = {
  enrolled: ['enrolled', 'enrolled'],
  unenrolled: ['un-enrolled', 'un-enrolled'],
  stocked: ['put in stock', 'put in stock'],
  failed: ['failed', 'failed'],
  needs_review: ['needs review', 'need review'],
  unknown: ['answer lost, being checked', 'answers lost, being checked'],
  cancelled: ['not run', 'not run'],
  skipped: ['skipped', 'skipped'],
  blocked: ['left out', 'left out'],
  intended: ['being sent to Okta', 'being sent to Okta'],
  planned: ['not run yet', 'not run yet'],
};

/** What stands after a number of rows with that verdict. */
const verdictWords: Readonly<Record<Verdict, readonly [one: string, many: string]>> = {
  enroll: ['token to enrol', 'tokens to enrol'],
  unenroll: ['token to un-enrol', 'tokens to un-enrol'],
  replace: ['token to replace', 'tokens to replace'],
  stock: ['token to put in stock', 'tokens to put in stock'],
  already_enrolled: ['user already has this token', 'users already have their token'],
  already_in_stock: ['token already in stock', 'tokens already in stock'],
  nothing_to_revoke: ['user has no token to revoke', 'users have no token to revoke'],
  has_other_factor: ['user already has another token in Okta', 'users already have another token in Okta'],
  user_unknown: ['user not found in Okta', 'users not found in Okta'],
  user_ambiguous: ['name that fits several users', 'names that fit several users'],
  user_inactive: ['user not active in Okta', 'users not active in Okta'],
  user_protected: ['administrator, whom the bot leaves alone', 'administrators, whom the bot leaves alone'],
  user_unreadable: ['user that Okta did not show', 'users that Okta did not show'],
  serial_taken: ['token that belongs to somebody else', 'tokens that belong to somebody else'],
  serial_unknown: ['serial not in stock', 'serials not in stock'],
  serial_unusable: ['token marked lost, faulty or retired', 'tokens marked lost, faulty or retired'],
  duplicate_user: ['row for a user listed twice', 'rows for users listed twice'],
  duplicate_serial: ['row with a serial listed twice', 'rows with serials listed twice'],
  seed_mismatch: ['seed unlike the one stored', 'seeds unlike the ones stored'],
  seed_reused: ['seed that another token already has', 'seeds that other tokens already have'],
  no_authenticator: ['token that fits no authenticator', 'tokens that fit no authenticator'],
  authenticator_ambiguous: [
    'token that fits several authenticators',
    'tokens that fit several authenticators',
  ],
  bad_row: ['row that cannot be read', 'rows that cannot be read'],
};

/** `3 users not found in Okta, 1 serial not in stock`; empty when there is none of them. */
export const verdictCounts = (verdicts: CardModel['verdicts'], which: readonly Verdict[]): Markup =>
  join(
    which.map((verdict) => some(verdicts[verdict], verdictWords[verdict])),
    ', ',
  );

/** `41 enrolled, 1 failed`; empty when no row is in any state. */
export const stateCounts = (states: CardModel['states']): Markup =>
  join(
    keysOf(stateWords).map((state) => some(states[state], stateWords[state])),
    ', ',
  );

export function sum<K extends string>(counts: Partial<Record<K, number>>, which: readonly K[]): number {
  return which.reduce((total, key) => total + (counts[key] ?? 0), 0);
}

/** `1 row`, `48 rows`, `10,000 rows`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

const some = (n: number | undefined, [one, many]: readonly [string, string]): Markup | undefined =>
  n === undefined || n === 0 ? undefined : say`${count(n, one, many)}`;

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

/** A length of time in the two largest units that say something; always at least `under a second`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (!(seconds >= 1)) return 'under a second';
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0) return minutes === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes)} min`;
  if (minutes === 0) return `${String(rest)} s`;
  return rest === 0 || minutes >= 10 ? `${String(minutes)} min` : `${String(minutes)} min ${String(rest)} s`;
}

export function fileSize(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value.toFixed(1)} ${unit}`;
}

/** An estimate, which is never exact. */
export const roughly = (ms: number): string => (ms < 1_000 ? duration(ms) : `about ${duration(ms)}`);
