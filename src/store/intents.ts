import type { Row } from '../domain/row.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { rowOf } from './row-fields.ts';
import { words } from './sql.ts';

/**
 * Holds for a row `r` while no other row has a request in flight or in doubt for the same user or the same token:
 * of two at once nobody could tell by looking whose factor Okta shows.
 */
export const freeToTake = `
  NOT EXISTS (SELECT 1 FROM batch_row u WHERE u.user_id = r.user_id AND u.id <> r.id
    AND u.state IN ('intended', 'unknown') AND u.user_id <> '')
  AND NOT EXISTS (SELECT 1 FROM batch_row s WHERE s.serial_key = r.serial_key AND s.id <> r.id
    AND s.state IN ('intended', 'unknown') AND s.serial_key <> '')`;

/** Holds for a row `r` of batch `b` unless another row is the first of it, and people have not said yet to go on. */
const mayFollow = `
  (b.canary = 0 OR NOT EXISTS (SELECT 1 FROM batch_row f WHERE f.batch_id = b.id AND f.id <> r.id
    AND (f.state IN ('intended', 'unknown', 'enrolled') OR (f.step <> '' AND f.settled_at IS NULL))))`;

/** Rows of a batch that may be worked on now, in the order of their lines. Taking changes nothing by itself. */
export async function takeRows(
  db: Db,
  batchId: string,
  due: { readonly at: number; readonly limit: number; readonly states: readonly ('planned' | 'unknown')[] },
): Promise<readonly Row[]> {
  const rows = await db.query(
    `SELECT r.* FROM batch_row r
      WHERE r.batch_id = $1 AND r.settled_at IS NULL AND r.state IN (${words(due.states)}) AND r.held = ''
        AND coalesce(r.not_before, 0) <= $2 AND ${freeToTake}
      ORDER BY r.line, r.id LIMIT $3`,
    [batchId, due.at, due.limit],
  );
  return rows.map(rowOf);
}

export interface Intent {
  readonly rowId: string;
  readonly at: number;
  /** Okta's clock (epoch ms) at the last look. */
  readonly oktaAt?: number | undefined;
  /** Every custom OTP factor Okta showed for the user at the last look. */
  readonly seenFactorIds: readonly string[];
}

/**
 * Puts the intent to ask Okta on disk: only after it may the request leave, and at most one request follows it. Gives
 * nothing when the batch does not run (any more; a row between two steps may still end), when the row is not waiting, or when another row of the same user
 * or token is in flight.
 */
export function recordIntent(db: Db, intent: Intent): Promise<Row | undefined> {
  const { rowId, at, oktaAt, seenFactorIds } = intent;
  return db.tx(async (tx) => {
    const [fields] = await tx.query(
      `UPDATE batch_row AS r SET state = 'intended', attempt = attempt + 1, intent_at = $2,
          okta_at = coalesce($3, okta_at), seen_factor_ids = $4, not_before = NULL,
          doubt_from = CASE WHEN lost = 0 THEN $3 ELSE doubt_from END
        WHERE r.id = $1 AND r.state IN ('planned', 'unknown') AND r.held = '' AND ${freeToTake}
          AND EXISTS (SELECT 1 FROM batch b WHERE b.id = r.batch_id AND ${mayFollow}
            AND (b.state = 'running' OR (b.state = 'stopping' AND r.step <> '')))
        RETURNING *`,
      [rowId, at, oktaAt ?? null, JSON.stringify(seenFactorIds)],
    );
    if (fields === undefined) return undefined;
    const row = rowOf(fields);
    await appendAudit(tx, {
      ...about(row),
      at,
      actor: 'bot',
      event: 'row.intend',
      detail: { action: row.step ?? row.action, attempt: row.attempt, seenFactorIds },
    });
    return row;
  });
}

/** Whom and what a row is about, for its audit rows. */
export const about = (row: Row): { batchId: string; rowId: string; serial: string; userId: string } => ({
  batchId: row.batchId,
  rowId: row.id,
  serial: row.serial,
  userId: row.userId,
});

/** Leaves a waiting row alone until a time (epoch ms). */
export async function postponeRow(db: Db, rowId: string, notBefore: number): Promise<void> {
  await db.query("UPDATE batch_row SET not_before = $2 WHERE id = $1 AND state IN ('planned', 'unknown')", [
    rowId,
    notBefore,
  ]);
}

/** Notes what a new look at Okta showed for a planned row; gives nothing when the row is no longer planned. */
export async function updateObservation(
  db: Db,
  rowId: string,
  seen: {
    readonly observedAt: number;
    readonly seenFactorIds: readonly string[];
    readonly oktaAt?: number | undefined;
  },
): Promise<Row | undefined> {
  const [fields] = await db.query(
    `UPDATE batch_row SET observed_at = $2, seen_factor_ids = $3, okta_at = coalesce($4, okta_at)
      WHERE id = $1 AND state = 'planned' RETURNING *`,
    [rowId, seen.observedAt, JSON.stringify(seen.seenFactorIds), seen.oktaAt ?? null],
  );
  return fields === undefined ? undefined : rowOf(fields);
}

/**
 * After a start: a row whose intent is on disk without an outcome may have been carried out. It becomes `unknown`, so
 * that Okta is looked at before anything is asked again. Gives the rows concerned.
 */
export function recoverRows(db: Db, at: number): Promise<readonly Row[]> {
  return db.tx(async (tx) => {
    const fields = await tx.query(
      `UPDATE batch_row SET state = 'unknown', lost = lost + 1, not_before = NULL
        WHERE settled_at IS NULL AND state = 'intended' RETURNING *`,
    );
    const rows = fields.map(rowOf);
    for (const row of rows) {
      const detail = { attempt: row.attempt, why: 'the process ended' };
      await appendAudit(tx, { ...about(row), at, actor: 'bot', event: 'row.lose', detail });
    }
    return rows;
  });
}
