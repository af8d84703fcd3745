import { type Ending, type Tally, tallied, whyPause } from '../domain/auto-pause.ts';
import type { Batch } from '../domain/batch.ts';
import type { Row } from '../domain/row.ts';
import type { Settling } from '../domain/settle.ts';
import { moveBatch } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { heldRows, openRows } from '../store/rows.ts';
import { loadTally, saveTally } from '../store/tally.ts';
import { announcements } from './announcements.ts';

/** Puts one row's end on disk, without judging what it means for the others. */
export type SettleOne = (row: Row) => Promise<void>;

/**
 * Counts how a row ended, inside the transaction of its end, and draws the conclusion for the batch: it pauses with
 * the reason on its card, or its rows that were held back are settled one by one by `failHeld`.
 */
export async function judgeEnding(
  tx: Db,
  about: { readonly batch: Batch; readonly at: number },
  settling: Settling,
  failHeld: SettleOne,
): Promise<void> {
  const ending = endingOf(settling);
  if (ending === undefined) return;
  const { batch, at } = about;
  const before = await loadTally(tx, batch.id);
  // Rows for which the batch has paused run again when it is resumed, whatever else still comes in.
  const told = ending.kind !== 'held' && before.held > 0 && !before.paused;
  const held = told ? await heldRows(tx, batch.id) : [];
  for (const row of held) await failHeld(row);
  const after = [...held.map(() => heldFailed), ending].reduce(tallied, before);
  await saveTally(tx, batch.id, { ...after, paused: await pauses(tx, { batch, at }, after) });
}

const heldFailed: Ending = { kind: 'failed', cause: 'permission' };

function endingOf({ event, cause }: Settling): Ending | undefined {
  // What went wrong on the way is counted when the row has come to its end.
  if (event === 'step') return undefined;
  if (event === 'enroll' || event === 'unenroll') return { kind: 'done' };
  if (event === 'hold') return { kind: 'held' };
  return cause === undefined ? undefined : { kind: 'failed', cause };
}

/** A batch of which nothing is left to run ends instead: there is nothing a pause could keep from happening. */
async function pauses(tx: Db, { batch, at }: { batch: Batch; at: number }, tally: Tally): Promise<boolean> {
  const trouble = whyPause(tally);
  if (trouble === undefined || (await openRows(tx, batch.id)).count === 0) return tally.paused;
  const outbox = [announcements(batch).card()];
  const { ended, failed, alike, held } = tally;
  const detail = { ended, failed, alike, held };
  const pause = { batchId: batch.id, event: 'pause', at, actor: 'bot', trouble, outbox, detail } as const;
  const { moved } = await moveBatch(tx, pause);
  return moved || tally.paused;
}
