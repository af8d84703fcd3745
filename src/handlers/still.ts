import { approvalStands, type Refusal } from '../domain/approval.ts';
import type { Batch } from '../domain/batch.ts';
import { actorOf, isApproverNow } from './actor.ts';
import type { HandlerDeps } from './deps.ts';
import { changesOwnFactor, isRequester } from './okta-self.ts';

/** Why whoever approved a batch might not approve it now; undefined while his approval stands. */
export async function refuseApproval(
  deps: Pick<
    HandlerDeps,
    'db' | 'okta' | 'workspace' | 'teamId' | 'allowPublicChannel' | 'policy' | 'approvers'
  >,
  batch: Batch,
): Promise<Refusal | undefined> {
  const by = batch.decidedBy ?? '';
  const actor = await actorOf(deps, by, batch.channelId);
  return approvalStands({
    actor,
    batch,
    policy: deps.policy,
    approvers: deps.approvers,
    isApprover: await isApproverNow(deps, by),
    changesOwnFactor: await changesOwnFactor(deps, batch.id, actor.person),
    isRequester:
      deps.policy === 'second-person' ? await isRequester(deps, actor.person, batch.requestedBy) : undefined,
  });
}
