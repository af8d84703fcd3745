// Waits lie on disk as the time at which they end. When the machine's clock is set back that time may be years away,
// and a batch would stand still for as long: such waits are cut to the longest that is ever meant.
import type { Db } from './db.ts';

/** Okta's longest window; whatever else is waited for takes less. */
const longestMs = 5 * 60_000;

/**
 * Brings the waits of open rows back to the present (`now`, epoch ms). A row asked for in what is now the future waits
 * as long from now as it would have from then, so that an empty list of factors proves no more than it did.
 */
export function cutRowWaits(db: Db, now: number): Promise<void> {
  return db.tx(async (tx) => {
    await tx.query(
      `UPDATE batch_row SET not_before = not_before - (intent_at - $1), intent_at = $1
        WHERE settled_at IS NULL AND intent_at > $1`,
      [now],
    );
    await tx.query('UPDATE batch_row SET not_before = $2 WHERE settled_at IS NULL AND not_before > $2', [
      now,
      now + longestMs,
    ]);
  });
}

/** The same for looks at rows that were left to a person. */
export async function cutLookWaits(db: Db, now: number): Promise<void> {
  await db.query('UPDATE batch_row SET look_at = $1 WHERE look_at > $1', [now + longestMs]);
}

/** The same for what waits in the outbox. */
export async function cutOutboxWaits(db: Db, now: number): Promise<void> {
  await db.query('UPDATE outbox SET not_before = $1 WHERE settled_at IS NULL AND not_before > $1', [
    now + longestMs,
  ]);
}
