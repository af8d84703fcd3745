import { type Actor, mayUse, type Refusal, type WhoMay } from './approval.ts';
import type { Batch, BatchState } from './batch.ts';
import type { Row, RowAction } from './row.ts';
import type { FailureCause } from './settle.ts';

/** What can follow from a batch that has ended: its failed rows again, or what it enrolled taken back. */
export const followUpVerbs = ['retry', 'undo'] as const;
export type FollowUpVerb = (typeof followUpVerbs)[number];

const over: readonly BatchState[] = ['finished', 'stopped'];

/** A follow-up that came to nothing stands in nobody's way: the next one may be asked for. */
const cameToNothing: readonly BatchState[] = ['rejected', 'withdrawn', 'expired', 'discarded'];

/** The follow-up of this kind that counts: the one under way or done; undefined when none is. */
export const standing = (followUps: readonly Batch[], verb: FollowUpVerb): Batch | undefined =>
  followUps.find((one) => one.kind === verb && !cameToNothing.includes(one.state));

/** A row that failed, with what decides whether trying again can help. */
export interface FailedRow {
  readonly action: RowAction;
  readonly cause?: Row['cause'];
  /** Whether the bot still has what it would enrol. */
  readonly seedKept: boolean;
}

const lasting: Readonly<Partial<Record<FailureCause, string>>> = {
  invalid: 'Okta does not accept the request as it is, and would refuse it again',
  not_found: 'Okta no longer knows the user or the authenticator',
};

/** Why trying this row again cannot help, as the end of a sentence; undefined when it may. */
export function whyNotAgain({ action, cause = '', seedKept }: FailedRow): string | undefined {
  const why = Object.entries(lasting).find(([word]) => word === cause)?.[1];
  if (why !== undefined) return why;
  const enrols = action === 'enroll' || action === 'replace';
  return enrols && !seedKept ? 'its seed is no longer kept: drop the file again' : undefined;
}

/** The failed rows of a batch: how many can be tried again, and why the others cannot. */
export interface Failures {
  readonly again: number;
  readonly not: readonly { readonly why: string; readonly rows: number }[];
}

export function sortFailures(rows: readonly FailedRow[]): Failures {
  const reasons = Map.groupBy(rows, whyNotAgain);
  const again = reasons.get(undefined)?.length ?? 0;
  reasons.delete(undefined);
  return { again, not: [...reasons].map(([why = '', some]) => ({ why, rows: some.length })) };
}

/** What a batch that has ended leaves to follow. */
export interface Leftover {
  readonly failures: Failures;
  /** Rows that enrolled a factor. */
  readonly enrolled: number;
  /** Batches that followed from it so far. */
  readonly followUps: readonly Batch[];
}

/** Whether a follow-up can be asked for at all, whoever asks. */
export function offers(batch: Pick<Batch, 'state'>, left: Leftover, verb: FollowUpVerb): boolean {
  const rows = verb === 'retry' ? left.failures.again : left.enrolled;
  return over.includes(batch.state) && rows > 0 && standing(left.followUps, verb) === undefined;
}

export interface FollowUpRequest {
  readonly verb: FollowUpVerb;
  readonly actor: Actor;
  readonly batch: Pick<
    Batch,
    'state' | 'revision' | 'planHash' | 'requestedBy' | 'channelId' | 'cardTs' | 'decidedBy' | 'decidedAt'
  >;
  readonly left: Leftover;
  readonly seen: { readonly revision: number; readonly hash12: string };
  readonly card: { readonly channelId: string; readonly ts: string };
  readonly approvers: WhoMay['approvers'];
  /** As `isApprover` answered. */
  readonly isApprover: boolean | undefined;
}

/**
 * Why this person may not ask for what follows from a batch; undefined when he may. It is for the requester and for
 * approvers, and asks only for a plan: what it would do waits for an approval of its own.
 */
export function refuseFollowUp(request: FollowUpRequest): Refusal | undefined {
  return mayUse(request.actor) ?? mayAsk(request) ?? isDrawnSo(request) ?? isLeft(request);
}

function mayAsk({ verb, batch, actor, approvers, isApprover }: FollowUpRequest): Refusal | undefined {
  if (actor.person?.id === batch.requestedBy || isApprover === true) return undefined;
  if (isApprover === undefined) return { code: 'not_verified', what: 'approvers' };
  const { requestedBy, channelId } = batch;
  return { code: 'not_the_requester', verb, requestedBy, approvers, channelId };
}

function isDrawnSo({ batch, card, seen }: FollowUpRequest): Refusal | undefined {
  if (card.channelId !== batch.channelId || card.ts !== batch.cardTs) return { code: 'other_card' };
  if (seen.revision !== batch.revision)
    return { code: 'old_card', seen: seen.revision, current: batch.revision };
  return seen.hash12 === batch.planHash.slice(0, 12) ? undefined : { code: 'plan_changed' };
}

function isLeft({ verb, batch, left }: FollowUpRequest): Refusal | undefined {
  const earlier = standing(left.followUps, verb);
  if (earlier !== undefined)
    return { code: 'already_followed', verb, plan: earlier.code, by: earlier.requestedBy };
  return offers(batch, left, verb) ? undefined : { code: 'nothing_left', verb };
}
