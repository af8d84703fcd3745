import { nextBatchState, type Batch, type BatchState } from './batch.ts';
import { waitsForDeletion } from './exposure.ts';
import type { ApprovalPolicy, ApproverRule } from './messages.ts';
import type { Person } from './people.ts';

/** Why somebody may not do something, by code, with the facts that go with it; `unknown` where there are none. */
interface RefusalFacts {
  readonly not_verified: { readonly what: 'person' | 'channel' | 'approvers' | 'okta_user' };
  readonly other_workspace: unknown;
  readonly not_a_full_member: {
    readonly account: 'deactivated' | 'bot' | 'guest' | 'external' | 'unconfirmed';
  };
  readonly unsafe_channel: { readonly channelId: string; readonly why: string };
  readonly not_in_channel: { readonly channelId: string };
  readonly not_an_approver: WhoMay;
  readonly own_request: WhoMay;
  readonly same_person: WhoMay & { readonly requestedBy: string };
  readonly own_token: WhoMay;
  readonly not_the_requester: WhoMay & {
    readonly verb: DecisionVerb | 'retry' | 'undo';
    readonly requestedBy: string;
  };
  readonly still_planning: unknown;
  readonly already_decided: {
    readonly state: BatchState;
    readonly by?: string | undefined;
    readonly at?: number | undefined;
  };
  /** The file with seeds in clear is still in Slack, and the operator wants it gone first. */
  readonly file_still_there: unknown;
  readonly expired: { readonly at?: number | undefined };
  readonly other_card: unknown;
  readonly old_card: { readonly seen: number; readonly current: number };
  readonly plan_changed: unknown;
  readonly wrong_count: { readonly users: number };
  /** `plan` is the code of the batch that followed; empty while it is being planned. */
  readonly already_followed: { readonly verb: 'retry' | 'undo'; readonly plan: string; readonly by: string };
  readonly nothing_left: { readonly verb: 'retry' | 'undo' };
}

/** Who may do instead what somebody was refused. */
export interface WhoMay {
  readonly approvers: ApproverRule;
  readonly channelId: string;
}

export type RefusalCode = keyof RefusalFacts;

/** A refusal with its facts, for the audit; `refusalText` makes the sentence. */
export type Refusal<C extends RefusalCode = RefusalCode> = {
  [K in C]: { readonly code: K } & RefusalFacts[K];
}[C];

/** The person who clicks or types, as Slack describes him now; undefined where Slack could not be asked. */
export interface Actor {
  readonly person: Person | undefined;
  readonly inChannel: boolean | undefined;
  /** Why the bot must not work in that channel now, as the end of a sentence. */
  readonly channelUnsafe?: string | undefined;
  /** The channel the bot works in, and the workspace it belongs to. */
  readonly channelId: string;
  readonly teamId: string;
  /** Set where what he did reached the bot from another workspace: his id may then be somebody else's here. */
  readonly elsewhere?: boolean | undefined;
}

/** Whether a person may use the bot at all: command, dropped file or button. Undefined means yes; what could not be checked is a no. */
export function mayUse(actor: Actor): Refusal | undefined {
  const { person, inChannel, channelId, channelUnsafe } = actor;
  if (actor.elsewhere === true) return { code: 'other_workspace' };
  if (person === undefined) return { code: 'not_verified', what: 'person' };
  if (person.teamId !== actor.teamId) return { code: 'other_workspace' };
  const account = lesserAccount(person);
  if (account !== undefined) return { code: 'not_a_full_member', account };
  if (inChannel === undefined) return { code: 'not_verified', what: 'channel' };
  if (!inChannel) return { code: 'not_in_channel', channelId };
  return channelUnsafe === undefined ? undefined : { code: 'unsafe_channel', channelId, why: channelUnsafe };
}

function lesserAccount(person: Person): Refusal<'not_a_full_member'>['account'] | undefined {
  if (person.deactivated) return 'deactivated';
  if (person.bot) return 'bot';
  if (person.external) return 'external';
  if (person.guest) return 'guest';
  return person.emailConfirmed ? undefined : 'unconfirmed';
}

/** Whether the rule names this user; undefined where it depends on a user group whose members are not known. */
export function isApprover(
  rule: ApproverRule,
  userId: string,
  groupMembers?: readonly string[],
): boolean | undefined {
  if (rule.kind === 'channel' || rule.userIds.includes(userId)) return true;
  return rule.groupId === undefined ? false : groupMembers?.includes(userId);
}

export type DecisionVerb = 'approve' | 'reject' | 'withdraw' | 'pause' | 'resume' | 'stop';

export interface DecisionRequest {
  readonly verb: DecisionVerb;
  readonly actor: Actor;
  readonly batch: Pick<
    Batch,
    | 'state'
    | 'revision'
    | 'planHash'
    | 'expiresAt'
    | 'requestedBy'
    | 'channelId'
    | 'cardTs'
    | 'file'
    | 'briefing'
    | 'decidedBy'
    | 'decidedAt'
  >;
  /** What the pressed button carried: the revision, and the first 12 digits of the hash, of the plan it was drawn for. */
  readonly seen: { readonly revision: number; readonly hash12: string };
  /** The message the button was pressed on. */
  readonly card: { readonly channelId: string; readonly ts: string };
  readonly policy: ApprovalPolicy;
  readonly approvers: ApproverRule;
  /** As `isApprover` answered. */
  readonly isApprover: boolean | undefined;
  /** For an approval: whether the batch changes the actor's own factor. */
  readonly changesOwnFactor?: boolean | 'unknown' | undefined;
  /** For an approval: whether the actor is the requester, perhaps by another account of his. */
  readonly isRequester?: boolean | 'unknown' | undefined;
  /** Epoch ms. */
  readonly now: number;
}

export type Decision =
  | { readonly ok: true; readonly state: BatchState }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Whether this person may take this decision on this plan, now. Approving and rejecting are for approvers; withdrawing
 * and resuming are for the requester too; pausing and stopping, which change nothing in Okta, for everybody who may use
 * the bot. The first refusal counts, persons before plans: a stranger learns nothing about a batch.
 * The answer holds only if the state, revision, hash and expiry it rests on are compared again in the UPDATE.
 */
export function decide(request: DecisionRequest): Decision {
  const refusal = mayUse(request.actor) ?? mayDecide(request) ?? isCurrent(request);
  if (refusal !== undefined) return { ok: false, refusal };
  const state = nextBatchState(request.batch.state, request.verb);
  return state === undefined ? { ok: false, refusal: decided(request.batch) } : { ok: true, state };
}

/** Why an approval that was given would not be accepted now; undefined while it stands. */
export const approvalStands = (
  request: Pick<
    DecisionRequest,
    'actor' | 'batch' | 'policy' | 'approvers' | 'isApprover' | 'changesOwnFactor' | 'isRequester'
  >,
): Refusal | undefined => mayUse(request.actor) ?? mayDecide({ ...request, verb: 'approve' });

/** Whom each verb is for, of those who may use the bot at all; what is for the requester is for approvers too. */
const isFor: Readonly<Record<DecisionVerb, 'approver' | 'requester' | 'anybody'>> = {
  approve: 'approver',
  reject: 'approver',
  withdraw: 'requester',
  resume: 'requester',
  pause: 'anybody',
  stop: 'anybody',
};

type Entitlement = Omit<DecisionRequest, 'seen' | 'card' | 'now'>;

function mayDecide(request: Entitlement): Refusal | undefined {
  const { verb, batch, actor } = request;
  const own = actor.person?.id === batch.requestedBy;
  if (isFor[verb] === 'anybody' || (isFor[verb] === 'requester' && own)) return undefined;
  if (request.isApprover === undefined) return { code: 'not_verified', what: 'approvers' };
  if (!request.isApprover) return notEntitled(request);
  return verb === 'approve' ? mayApprove(request, own) : undefined;
}

function notEntitled({ verb, batch, approvers }: Entitlement): Refusal {
  const { channelId, requestedBy } = batch;
  if (verb !== 'withdraw' && verb !== 'resume') return { code: 'not_an_approver', approvers, channelId };
  return { code: 'not_the_requester', verb, requestedBy, approvers, channelId };
}

function mayApprove(request: Entitlement, own: boolean): Refusal | undefined {
  const { policy, approvers, batch, changesOwnFactor, isRequester } = request;
  const others: WhoMay = { approvers, channelId: batch.channelId };
  if (policy === 'second-person') {
    if (own) return { code: 'own_request', ...others };
    if (isRequester === 'unknown') return { code: 'not_verified', what: 'okta_user' };
    if (isRequester === true) return { code: 'same_person', ...others, requestedBy: batch.requestedBy };
  }
  if (changesOwnFactor === 'unknown') return { code: 'not_verified', what: 'okta_user' };
  return changesOwnFactor === true ? { code: 'own_token', ...others } : undefined;
}

function isCurrent({ verb, batch, seen, card, now }: DecisionRequest): Refusal | undefined {
  if (nextBatchState(batch.state, verb) === undefined) return decided(batch);
  const waiting = batch.state === 'awaiting_approval';
  if (waiting && (batch.expiresAt === undefined || now >= batch.expiresAt))
    return { code: 'expired', at: batch.expiresAt };
  if (card.channelId !== batch.channelId || card.ts !== batch.cardTs) return { code: 'other_card' };
  if (seen.revision !== batch.revision)
    return { code: 'old_card', seen: seen.revision, current: batch.revision };
  if (seen.hash12 !== batch.planHash.slice(0, 12)) return { code: 'plan_changed' };
  return verb === 'approve' && waitsForDeletion(batch) ? { code: 'file_still_there' } : undefined;
}

function decided(batch: DecisionRequest['batch']): Refusal {
  if (batch.state === 'planning') return { code: 'still_planning' };
  if (batch.state === 'expired') return { code: 'expired', at: batch.expiresAt };
  return { code: 'already_decided', state: batch.state, by: batch.decidedBy, at: batch.decidedAt };
}
