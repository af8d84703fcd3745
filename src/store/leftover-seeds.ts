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

/**
 * Deletes the seeds of tokens that are enrolled: Okta has them, and the next user's enrolment needs the vendor's file.
 * Gives how many there were.
 */
export function shredEnrolledSeeds(db: Db, at: number): Promise<number> {
  return db.tx(async (tx) => {
    const freed = await tx.query(
      `SELECT t.seed_id, r.batch_id FROM token t JOIN seed s ON s.id = t.seed_id JOIN batch_row r ON r.id = s.row_id
        WHERE t.user_id IS NOT NULL`,
    );
    const seeds = freed.map((fields) => decode(enrolledSchema, fields, 'token'));
    for (const { seed_id: seedId } of seeds) {
      await tx.query('UPDATE token SET seed_id = NULL WHERE seed_id = $1', [seedId]);
      await tx.query('DELETE FROM seed WHERE id = $1', [seedId]);
    }
    for (const [batchId, { length }] of Map.groupBy(seeds, (seed) => seed.batch_id)) {
      const detail = { seeds: length, why: 'enrolled' };
      await appendAudit(tx, { at, actor: 'bot', event: 'seed.shred', batchId, detail });
    }
    return seeds.length;
  });
}

const enrolledSchema = z.object({ seed_id: z.string(), batch_id: z.string() });

const goneSchema = z.object({ batch_id: z.string() });
