import { decide, type DecisionRequest, type DecisionVerb, type Refusal } from '../domain/approval.ts';
import type { Batch } from '../domain/batch.ts';
import { type ButtonValue, decodeValue } from '../slack/ids.ts';
import { recordRefusal } from '../store/audit.ts';
import { findBatch, moveBatch } from '../store/batches.ts';
import { actorOf, isApproverNow } from './actor.ts';
import { type HandlerDeps, noticing, refusing, type Reply } from './deps.ts';
import { changesOwnFactor } from './own-factor.ts';
import type { ClickPayload } from './payloads.ts';

const unknownCard =
  'This button belongs to no batch the bot knows, so nothing was done. Use the current card in the admin channel.';

/** Takes the decision a button stands for, or says to the person who pressed it why not. Nothing is shown on success: the card changes. */
export async function onDecision(
  deps: HandlerDeps,
  verb: DecisionVerb,
  click: ClickPayload,
): Promise<Reply | undefined> {
  const seen = decodeValue(click.actions[0]?.value);
  const batch = seen === undefined ? undefined : await findBatch(deps.db, seen.batchId);
  if (seen === undefined || batch === undefined) {
    await recordRefusal(deps.db, {
      at: deps.clock.now(),
      actor: click.user.id,
      code: 'unknown_card',
      detail: { verb },
    });
    return noticing(unknownCard);
  }
  const request = await requestOf(deps, { verb, click, batch, seen });
  const refusal = await take(deps, request, batch);
  if (refusal === undefined) return undefined;
  await recordRefusal(deps.db, {
    at: deps.clock.now(),
    actor: click.user.id,
    batchId: batch.id,
    code: refusal.code,
    detail: { verb },
  });
  return refusing(refusal);
}

interface Pressed {
  readonly verb: DecisionVerb;
  readonly click: ClickPayload;
  readonly batch: Batch;
  readonly seen: ButtonValue;
}

async function requestOf(deps: HandlerDeps, { verb, click, batch, seen }: Pressed): Promise<DecisionRequest> {
  const actor = await actorOf(deps, click.user.id, batch.channelId);
  return {
    verb,
    // A payload of another workspace or app carries somebody else's person, whatever his id.
    actor: click.team?.id === deps.teamId ? actor : { ...actor, person: undefined },
    batch,
    seen,
    card: {
      channelId: click.channel?.id ?? click.container.channel_id ?? '',
      ts: click.container.message_ts ?? '',
    },
    policy: deps.policy,
    approvers: deps.approvers,
    isApprover: await isApproverNow(deps, click.user.id),
    changesOwnFactor: verb === 'approve' ? await changesOwnFactor(deps, batch.id, actor.person) : undefined,
    now: deps.clock.now(),
  };
}

/** Decides, and makes it so in one guarded UPDATE; whoever comes second is refused with what the first one did. */
async function take(deps: HandlerDeps, request: DecisionRequest, batch: Batch): Promise<Refusal | undefined> {
  const decision = decide(request);
  if (!decision.ok) return decision.refusal;
  const { moved, batch: now } = await moveBatch(deps.db, {
    batchId: batch.id,
    event: request.verb,
    at: deps.clock.now(),
    actor: request.actor.person?.id ?? '',
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
