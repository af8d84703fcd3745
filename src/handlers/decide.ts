import { decide, type DecisionRequest, type DecisionVerb, mayUse, type Refusal } from '../domain/approval.ts';
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
  verb: DecisionVerb,
  click: ClickPayload,
): Promise<Reply | undefined> {
  return onPress(deps, verb, click, async (press) =>
    take(deps, await requestOf(deps, verb, press), press.batch),
  );
}

/** Approves like any approval, but for the first row alone; the others wait until somebody lets them follow. */
export function onCanary(deps: HandlerDeps, click: ClickPayload): Promise<Reply | undefined> {
  return onPress(deps, 'approve', click, async (press) =>
    take(deps, await requestOf(deps, 'approve', press), press.batch, true),
  );
}

async function requestOf(deps: HandlerDeps, verb: DecisionVerb, press: Press): Promise<DecisionRequest> {
  const { actor } = press;
  const self =
    verb === 'approve' && press.isApprover === true && mayUse(actor) === undefined
      ? await selfOf(deps, press)
      : {};
  return {
    ...press,
    verb,
    policy: deps.policy,
    approvers: deps.approvers,
    ...self,
    now: deps.clock.now(),
  };
}

/** What an approval needs to know of the approver's Okta user; nothing is asked about a stranger. */
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
  canary = false,
): Promise<Refusal | undefined> {
  const decision = decide(request);
  if (!decision.ok) return decision.refusal;
  const { moved, batch: now } = await moveBatch(deps.db, {
    batchId: batch.id,
    event: request.verb,
    at: deps.clock.now(),
    actor: request.actor.person?.id ?? '',
    canary,
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
