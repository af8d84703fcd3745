import type { Factor, NotOk, OktaUser, Outcome, RejectReason, RetryReason } from './okta.ts';
import { outcomeText, refusalText, type TokenConflict } from './outcome-text.ts';
import type { Row, RowEvent, RowStep } from './row.ts';

/** What an answer, or a look, means for a row; applied as one compare-and-set together with its audit row. */
export interface Settling {
  readonly event: RowEvent;
  /** What happened and what to do next, in whole sentences; empty while the row is not settled. */
  readonly outcome: string;
  readonly factorId?: string | undefined;
  readonly notBefore?: number | undefined;
  /** Set when the fault concerns every row: nothing has failed, the batch waits for a person. */
  readonly pause?: string | undefined;
  /** Why the row did not end well, where that may be said of more rows than this one. */
  readonly cause?: FailureCause | undefined;
  /** With the event `step`: what is asked next. */
  readonly step?: RowStep | undefined;
  /** With the event `hold`: the outcome of the row, should it turn out to be about this row alone. */
  readonly held?: string | undefined;
}

/** What keeps rows from ending well, in words that can be counted. */
export const failureCauses = [
  'permission',
  'already_set_up',
  'not_allowed_by_policy',
  'user_status',
  'not_found',
  'invalid',
  'wrong_code',
  'code_reused',
  'code_outside_window',
  'user_locked',
  'authenticator_gone',
  'user_protected',
  'answer_lost',
  'bot_fault',
] as const;
export type FailureCause = (typeof failureCauses)[number];

const firstLookMs = 2_000;
const longestBackoffMs = 60_000;

const waitMs: Readonly<Record<RetryReason, number>> = {
  rate_limit: 1_000,
  concurrency: 2_000,
  not_sent: 2_000,
  read_only: 60_000,
  server_error: 5_000,
};

/** When to ask again after an answer that certainly had no effect; `tries` counts those before it. */
export function retryAt(
  reply: { why: RetryReason; afterMs?: number | undefined },
  tries: number,
  at: number,
): number {
  if (reply.afterMs !== undefined) return at + reply.afterMs;
  return at + Math.min(waitMs[reply.why] * 2 ** Math.min(tries, 6), longestBackoffMs);
}

/** What Okta's answer to an enrolment means. */
export const afterEnrolling = (row: Row, reply: Outcome<Factor>, at: number): Settling =>
  reply.kind === 'ok' ? settled.enrolled(row, reply.value) : afterNoAnswer(row, reply, at);

/** What Okta's answer to an un-enrolment means. */
export const afterUnenrolling = (row: Row, reply: Outcome<'removed' | 'gone'>, at: number): Settling =>
  reply.kind === 'ok' ? settled.unenrolled(row, reply.value === 'gone') : afterNoAnswer(row, reply, at);

function afterNoAnswer(row: Row, reply: NotOk, at: number): Settling {
  if (reply.kind === 'retry')
    return { event: 'release', outcome: '', notBefore: retryAt(reply, row.attempt, at) };
  if (reply.kind === 'unknown') return { event: 'lose', outcome: '', notBefore: at + firstLookMs };
  return refused(row, reply.reason, reply.summary);
}

function refused(row: Row, reason: RejectReason, summary: string): Settling {
  if (reason === 'credential') return { event: 'release', outcome: '', pause: outcomeText.credential };
  if (reason !== 'already_set_up') {
    const refusal = refusalText(row, reason, summary);
    if (row.lost > 0)
      return { event: 'review', cause: reason, outcome: `${outcomeText.inDoubt(row)} ${refusal}` };
    if (reason === 'permission') return settled.noPermission(row, summary);
    return { event: 'fail', cause: reason, outcome: refusal };
  }
  // After a lost answer the factor may well be ours: to call that a failure would be a guess.
  return row.lost > 0
    ? { event: 'review', cause: reason, outcome: outcomeText.maybeAlreadySetUp(row) }
    : { event: 'fail', cause: reason, outcome: outcomeText.alreadySetUp(row) };
}

/** The ends of a row that do not depend on how they were found out. */
export const settled = {
  enrolled: (row: Row, factor: Factor): Settling =>
    factor.status === 'ACTIVE'
      ? { event: 'enroll', factorId: factor.id, outcome: outcomeText.enrolled(row) }
      : { event: 'review', factorId: factor.id, outcome: outcomeText.notActive(row, factor.status) },

  unenrolled: (row: Row, already: boolean): Settling => ({
    event: 'unenroll',
    factorId: row.targetFactorId,
    outcome: already ? outcomeText.alreadyGone(row) : outcomeText.unenrolled(row),
  }),

  stocked: (row: Row): Settling => ({ event: 'stock', outcome: outcomeText.stocked(row) }),
  unreadable: (row: Row): Settling => ({
    event: 'review',
    cause: 'answer_lost',
    outcome: outcomeText.unreadable(row),
  }),
  leftInDoubt: (row: Row): Settling => ({
    event: 'review',
    cause: 'answer_lost',
    outcome: outcomeText.inDoubt(row),
  }),
  tokenTaken: (row: Row, conflict: TokenConflict): Settling => ({
    event: 'review',
    outcome: outcomeText.tokenTaken(row, conflict),
  }),
  /** Its user has become an administrator since the plan. */
  userProtected: (row: Row): Settling =>
    row.lost > 0
      ? { event: 'review', cause: 'user_protected', outcome: outcomeText.inDoubt(row) }
      : { event: 'fail', cause: 'user_protected', outcome: outcomeText.userProtected(row) },
  authenticatorGone: (row: Row): Settling =>
    row.lost > 0
      ? { event: 'review', cause: 'authenticator_gone', outcome: outcomeText.inDoubt(row) }
      : { event: 'fail', cause: 'authenticator_gone', outcome: outcomeText.authenticatorGone(row) },
  /** One refused permission is about this user, several are about the credential: the next rows will tell. */
  noPermission: (row: Row, summary: string): Settling => ({
    event: 'hold',
    outcome: '',
    held: refusalText(row, 'permission', summary),
  }),
  /** A row that was held back, and whose refusal turned out to be about its user alone. */
  heldBack: (row: Row): Settling => ({ event: 'fail', cause: 'permission', outcome: row.held ?? '' }),
  noOldSeed: (row: Row): Settling => ({ event: 'review', outcome: outcomeText.noOldSeed(row) }),
  cancelled: (row: Row): Settling => ({ event: 'cancel', outcome: outcomeText.cancelled(row) }),
} as const;

/**
 * Compares what a row was approved on with what Okta shows now. Gives undefined when it may still run; `user` is
 * undefined when Okta no longer shows the user at all.
 */
export function changedFacts(
  row: Row,
  user: OktaUser | undefined,
  customOtpIds: readonly string[],
): Settling | undefined {
  const what = difference(row, user, customOtpIds);
  return what === undefined ? undefined : { event: 'review', outcome: outcomeText.changed(row, what) };
}

function difference(
  row: Row,
  user: OktaUser | undefined,
  customOtpIds: readonly string[],
): string | undefined {
  if (user === undefined) return 'Okta no longer shows this user.';
  // A token can be taken away from somebody who is suspended; of a deactivated user Okta removes nothing.
  const suspended = user.status === 'SUSPENDED' && row.action !== 'unenroll';
  if (suspended || user.status === 'DEPROVISIONED') return `The user is now ${user.status} in Okta.`;
  const added = customOtpIds.filter((id) => !row.seenFactorIds.includes(id));
  if (added.length > 0) return `Another Custom OTP factor appeared (${added.join(', ')}).`;
  return undefined;
}
