import { decide, type DecisionRequest, type DecisionVerb, type Refusal } from '../domain/approval.ts';
import type { Batch } from '../domain/batch.ts';
import { canaryPassed } from '../domain/canary.ts';
import { moveBatch } from '../store/batches.ts';
import type { HandlerDeps, Reply } from './deps.ts';
import type { ClickPayload } from './payloads.ts';
import { changesOwnFactor, isRequester } from './okta-self.ts';
import { onPress, type Press } from './press.ts';

/** Takes the decision a button stands for, or says to the person who pressed it why not. Nothing is shown on success: the card changes. */
export function onDecision(
  deps: HandlerDeps,
  verb: Exclude<DecisionVerb, 'approve'>,
  click: ClickPayload,
): Promise<Reply | undefined> {
  return onPress(deps, verb, click, (press) => take(deps, requestOf(deps, verb, press), press.batch));
}

/** What an approval comes with. */
export interface How {
  /** Runs the first row alone; the others wait until somebody lets them follow. */
  readonly canary?: boolean | undefined;
  readonly note?: string | undefined;
}

/** Takes an approval, once it is known which Okta user the approver is; gives why not. */
export async function approveNow(deps: HandlerDeps, press: Press, how: How): Promise<Refusal | undefined> {
  // Nothing is asked of Okta about a stranger, or for a plan that is decided already.
  const early = decide(requestOf(deps, 'approve', press));
  if (!early.ok) return early.refusal;
  const self = await selfOf(deps, press);
  return take(deps, { ...requestOf(deps, 'approve', press), ...self }, press.batch, how);
}

/** The decision as far as the press alone tells of it. */
export const requestOf = (deps: HandlerDeps, verb: DecisionVerb, press: Press): DecisionRequest => ({
  ...press,
  verb,
  policy: deps.policy,
  approvers: deps.approvers,
  now: deps.clock.now(),
});

/** What an approval needs to know of the approver's Okta user. */
const selfOf = async (
  deps: HandlerDeps,
  { batch, actor }: Press,
): Promise<Pick<DecisionRequest, 'changesOwnFactor' | 'isRequester'>> => ({
  changesOwnFactor: await changesOwnFactor(deps, batch.id, actor.person),
  isRequester:
    deps.policy === 'second-person' ? await isRequester(deps, actor.person, batch.requestedBy) : undefined,
});

/** Decides, and makes it so in one guarded UPDATE; whoever comes second is refused with what the first one did. */
async function take(
  deps: HandlerDeps,
  request: DecisionRequest,
  batch: Batch,
  { canary, note }: How = {},
): Promise<Refusal | undefined> {
  const decision = decide(request);
  if (!decision.ok) return decision.refusal;
  const { moved, batch: now } = await moveBatch(deps.db, {
    batchId: batch.id,
    event: request.verb,
    at: deps.clock.now(),
    actor: request.actor.person?.id ?? '',
    canary,
    note,
    detail: request.verb === 'resume' ? canaryPassed(batch, { kind: 'resumed' }) : undefined,
    expect: { revision: batch.revision, planHash: batch.planHash },
    outbox: [{ kind: 'card', batchId: batch.id, channelId: batch.channelId, thread: false, priority: 0 }],
  });
  if (moved) {
    deps.log.info('batch decided', {
      batchId: batch.id,
      verb: request.verb,
      userId: request.actor.person?.id,
    });
    deps.wake.worker();
    deps.wake.announcer();
    return undefined;
  }
  const second = decide({ ...request, batch: now, now: deps.clock.now() });
  return second.ok ? { code: 'plan_changed' } : second.refusal;
}
