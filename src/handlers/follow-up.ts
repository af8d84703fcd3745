import { type FollowUpVerb, refuseFollowUp } from '../domain/follow-up.ts';
import { createFollowUp, leftoverOf } from '../store/follow-ups.ts';
import type { NewOutbox } from '../store/outbox.ts';
import type { HandlerDeps, Reply } from './deps.ts';
import type { ClickPayload } from './payloads.ts';
import { onPress } from './press.ts';

/** Begins the plan of a retry or an undo, or says to the person who pressed why not. Its card follows; nothing runs without an approval. */
export function onFollowUp(
  deps: HandlerDeps,
  verb: FollowUpVerb,
  click: ClickPayload,
): Promise<Reply | undefined> {
  return onPress(deps, verb, click, async (press) => {
    const { batch: source } = press;
    const ask = async () => ({
      ...press,
      verb,
      approvers: deps.approvers,
      left: await leftoverOf(deps.db, source.id),
    });
    const request = await ask();
    const refusal = refuseFollowUp(request);
    if (refusal !== undefined) return refusal;
    const card: NewOutbox = {
      kind: 'card',
      batchId: source.id,
      channelId: source.channelId,
      thread: false,
      priority: 0,
    };
    const created = await createFollowUp(deps.db, {
      id: deps.ids.next('b'),
      verb,
      source,
      by: click.user.id,
      before: request.left.followUps.filter((one) => one.kind === verb).length,
      at: deps.clock.now(),
      outbox: [card],
    });
    if (!created) return refuseFollowUp(await ask());
    deps.wake.planner();
    deps.wake.announcer();
    return undefined;
  });
}
