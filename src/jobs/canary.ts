import { firstRowEnrolled } from '../domain/canary.ts';
import type { Row } from '../domain/row.ts';
import type { Settling } from '../domain/settle.ts';
import { loadBatch, moveBatch } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { openRows } from '../store/rows.ts';
import { announcements } from './announcements.ts';

/** Lets a batch wait once its first row is enrolled, inside the transaction of that; does nothing to any other. */
export async function waitAfterFirst(tx: Db, row: Row, { event }: Settling, at: number): Promise<void> {
  if (event !== 'enroll') return;
  const batch = await loadBatch(tx, row.batchId);
  if (batch.canary !== true || (await openRows(tx, batch.id)).count === 0) return;
  await moveBatch(tx, {
    batchId: batch.id,
    event: 'pause',
    at,
    actor: 'bot',
    trouble: firstRowEnrolled(row),
    outbox: [announcements(batch).card()],
    detail: { canary: 'enrolled' },
  });
}
