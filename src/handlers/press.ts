import type { Actor, Refusal } from '../domain/approval.ts';
import type { Batch } from '../domain/batch.ts';
import { type ButtonValue, decodeValue } from '../slack/ids.ts';
import { recordRefusal } from '../store/audit.ts';
import { findBatch } from '../store/batches.ts';
import { actorBehind, isApproverNow } from './actor.ts';
import { type HandlerDeps, noticing, refusing, type Reply } from './deps.ts';
import type { ClickPayload } from './payloads.ts';

/** A button that was pressed: by whom, on which message, for which batch, and what its card said when it was drawn. */
export interface Press {
  readonly batch: Batch;
  readonly seen: ButtonValue;
  readonly actor: Actor;
  readonly isApprover: boolean | undefined;
  readonly card: { readonly channelId: string; readonly ts: string };
}

const unknownCard =
  'This button belongs to no batch the bot knows, so nothing was done. Use the current card in the admin channel.';

/** Lets `act` deal with a press; what it refuses is recorded, and told to the person who pressed. */
export async function onPress(
  deps: HandlerDeps,
  verb: string,
  click: ClickPayload,
  act: (press: Press) => Promise<Refusal | undefined>,
): Promise<Reply | undefined> {
  const seen = decodeValue(click.actions[0]?.value);
  const batch = seen === undefined ? undefined : await findBatch(deps.db, seen.batchId);
  const refused = { at: deps.clock.now(), actor: click.user.id, detail: { verb } };
  if (seen === undefined || batch === undefined) {
    await recordRefusal(deps.db, { ...refused, code: 'unknown_card' });
    return noticing(unknownCard);
  }
  const refusal = await act(await pressOf(deps, click, batch, seen));
  if (refusal === undefined) return undefined;
  await recordRefusal(deps.db, { ...refused, batchId: batch.id, code: refusal.code });
  return refusing(refusal);
}

async function pressOf(
  deps: HandlerDeps,
  click: ClickPayload,
  batch: Batch,
  seen: ButtonValue,
): Promise<Press> {
  return {
    batch,
    seen,
    actor: await actorBehind(deps, { userId: click.user.id, teamId: click.team?.id }, batch.channelId),
    isApprover: await isApproverNow(deps, click.user.id),
    card: {
      channelId: click.channel?.id ?? click.container.channel_id ?? '',
      ts: click.container.message_ts ?? '',
    },
  };
}
