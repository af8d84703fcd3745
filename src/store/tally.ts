import { z } from 'zod';
import { emptyTally, type Tally } from '../domain/auto-pause.ts';
import { failureCauses } from '../domain/settle.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { decode, json } from './decode.ts';

const tallySchema = z.object({
  tally: json(
    z.object({
      ended: z.int().default(emptyTally.ended),
      failed: z.int().default(emptyTally.failed),
      cause: z.enum(failureCauses).optional(),
      alike: z.int().default(emptyTally.alike),
      held: z.int().default(emptyTally.held),
      paused: z.boolean().default(emptyTally.paused),
    }),
  ),
});

/** How the rows of a batch ended so far. */
export async function loadTally(db: Db, batchId: string): Promise<Tally> {
  const [fields] = await db.query('SELECT tally FROM batch WHERE id = $1', [batchId]);
  return decode(tallySchema, fields, 'batch').tally;
}

/** Notes it, inside the transaction of the ending that it counts. */
export async function saveTally(tx: Db, batchId: string, tally: Tally): Promise<void> {
  await tx.query('UPDATE batch SET tally = $2 WHERE id = $1', [batchId, JSON.stringify(tally)]);
}

/**
 * Begins to count anew after somebody resumed a batch that had paused by itself, and lets its held rows run again.
 * Does nothing to any other batch: one that paused this moment still waits for its person.
 */
export async function forgiveBatch(db: Db, batchId: string, at: number): Promise<void> {
  if (!(await loadTally(db, batchId)).paused) return;
  await db.tx(async (tx) => {
    const resumed = await tx.query("SELECT id FROM batch WHERE id = $1 AND state = 'running'", [batchId]);
    if (resumed.length === 0) return;
    await saveTally(tx, batchId, emptyTally);
    const released = await tx.query(
      "UPDATE batch_row SET held = '' WHERE batch_id = $1 AND held <> '' RETURNING id",
      [batchId],
    );
    const detail = { rows: released.length };
    await appendAudit(tx, { at, actor: 'bot', event: 'batch.recount', batchId, detail });
  });
}
