import { z } from 'zod';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { decode, integer } from './decode.ts';

export interface Purged {
  readonly batches: number;
  readonly rows: number;
  readonly seeds: number;
}

/** Batches whose past nobody needs: no token, seed in use, younger batch, open message or later look comes from them. */
const old = `
  SELECT b.id FROM batch b
   WHERE b.finished_at IS NOT NULL AND b.finished_at < $1
     AND NOT EXISTS (SELECT 1 FROM token t WHERE t.batch_id = b.id)
     AND NOT EXISTS (SELECT 1 FROM batch y WHERE y.source_id = b.id)
     AND NOT EXISTS (SELECT 1 FROM batch_row r JOIN seed s ON s.row_id = r.id JOIN token t ON t.seed_id = s.id
       WHERE r.batch_id = b.id)
     AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.batch_id = b.id AND o.settled_at IS NULL)
     AND NOT EXISTS (SELECT 1 FROM batch_row r WHERE r.batch_id = b.id AND r.look_at IS NOT NULL)`;

const oldRows = `SELECT id FROM batch_row WHERE batch_id IN (${old})`;

const counts = z.object({ batches: integer, rows: integer, seeds: integer });

/** What `purge` would delete. */
export async function countPurgeable(db: Db, before: number): Promise<Purged> {
  const [fields] = await db.query(
    `SELECT (SELECT count(*) FROM (${old})) AS batches, (SELECT count(*) FROM (${oldRows})) AS rows,
      (SELECT count(*) FROM seed WHERE row_id IN (${oldRows})) AS seeds`,
    [before],
  );
  return decode(counts, fields, 'batch');
}

/**
 * Deletes batches that ended before a time (epoch ms), with their rows, messages and left-over seeds. The audit stays
 * whole: it holds ids and what was decided, and tells of this as well.
 */
export function purge(db: Db, before: number, at: number): Promise<Purged> {
  return db.tx(async (tx) => {
    const purged = await countPurgeable(tx, before);
    if (purged.batches === 0) return purged;
    const ids = (await tx.query(old, [before])).map((fields) => decode(withId, fields, 'batch').id);
    for (const id of ids) await deleteBatch(tx, id);
    await appendAudit(tx, { at, actor: 'operator', event: 'store.purge', detail: { ...purged, before } });
    return purged;
  });
}

const withId = z.object({ id: z.string() });

async function deleteBatch(tx: Db, id: string): Promise<void> {
  await tx.query('DELETE FROM seed WHERE row_id IN (SELECT id FROM batch_row WHERE batch_id = $1)', [id]);
  await tx.query('DELETE FROM outbox WHERE batch_id = $1', [id]);
  await tx.query('DELETE FROM batch_row WHERE batch_id = $1', [id]);
  await tx.query('DELETE FROM batch WHERE id = $1', [id]);
}
