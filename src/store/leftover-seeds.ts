import { z } from 'zod';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { decode } from './decode.ts';

/**
 * Deletes seeds that no token uses, of batches that have ended: those of rows that were cancelled or came to nothing at
 * once, those of rows that may be tried again or found enrolled after all only where the batch ended before `keptSince`
 * (epoch ms). Gives how many there were.
 */
export function shredLeftoverSeeds(db: Db, keptSince: number, at: number): Promise<number> {
  return db.tx(async (tx) => {
    const gone = await tx.query(
      `DELETE FROM seed
        WHERE NOT EXISTS (SELECT 1 FROM token WHERE token.seed_id = seed.id)
          AND EXISTS (SELECT 1 FROM batch_row r JOIN batch b ON b.id = r.batch_id
            WHERE r.id = seed.row_id AND b.finished_at IS NOT NULL AND r.settled_at IS NOT NULL
              AND (r.state NOT IN ('failed', 'needs_review') OR b.finished_at <= $1))
        RETURNING (SELECT batch_id FROM batch_row WHERE id = seed.row_id) AS batch_id`,
      [keptSince],
    );
    const batches = Map.groupBy(gone, (fields) => decode(goneSchema, fields, 'seed').batch_id);
    for (const [batchId, { length: seeds }] of batches)
      await appendAudit(tx, { at, actor: 'bot', event: 'seed.shred', batchId, detail: { seeds } });
    return gone.length;
  });
}

const goneSchema = z.object({ batch_id: z.string() });
