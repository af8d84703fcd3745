import { z } from 'zod';
import { type Row, type RowState, rowStates, type Verdict, verdicts } from '../domain/row.ts';
import type { Db, Param } from './db.ts';
import { decode, integer, optional } from './decode.ts';
import { freeToTake } from './intents.ts';
import { rowOf } from './row-fields.ts';
import { chunks, parameters, words } from './sql.ts';

export { postponeRow, recordIntent, recoverRows, takeRows, updateObservation } from './intents.ts';
export type { NewRow } from './save-plan.ts';
export { settleRow } from './settle-row.ts';
export type { TokenChange } from './token-change.ts';

/** Which rows of a batch; what is absent does not matter. */
export interface RowFilter {
  readonly states?: readonly RowState[] | undefined;
  readonly verdicts?: readonly Verdict[] | undefined;
  readonly limit?: number | undefined;
  /** Only rows behind this one. */
  readonly after?: { readonly line: number; readonly id: string } | undefined;
}

/** The rows of a batch in the order of their lines. */
export async function rowsOf(db: Db, batchId: string, filter: RowFilter = {}): Promise<readonly Row[]> {
  const { states, after } = filter;
  const params: Param[] = [batchId, filter.limit ?? 1_000_000];
  if (after !== undefined) params.push(after.line, after.id);
  const conditions = [
    'batch_id = $1',
    ...(states === undefined ? [] : [`state IN (${words(states)})`]),
    ...(filter.verdicts === undefined ? [] : [`verdict IN (${words(filter.verdicts)})`]),
    ...(after === undefined ? [] : ['(line, id) > ($3, $4)']),
  ];
  const rows = await db.query(
    `SELECT * FROM batch_row WHERE ${conditions.join(' AND ')} ORDER BY line, id LIMIT $2`,
    params,
  );
  return rows.map(rowOf);
}

/** The rows of a batch that are held back until others have shown whether their refusal concerns them too. */
export async function heldRows(db: Db, batchId: string): Promise<readonly Row[]> {
  const rows = await db.query(
    `SELECT * FROM batch_row WHERE batch_id = $1 AND settled_at IS NULL AND state = 'planned' AND held <> ''
      ORDER BY line, id`,
    [batchId],
  );
  return rows.map(rowOf);
}

export async function findRow(db: Db, rowId: string): Promise<Row | undefined> {
  const [fields] = await db.query('SELECT * FROM batch_row WHERE id = $1', [rowId]);
  return fields === undefined ? undefined : rowOf(fields);
}

/** The rows with these ids, in the order of the ids; ids that are not known are left out. */
export async function rowsById(db: Db, rowIds: readonly string[]): Promise<readonly Row[]> {
  const found = new Map<string, Row>();
  for (const part of chunks(rowIds)) {
    const rows = await db.query(`SELECT * FROM batch_row WHERE id IN (${parameters(part.length)})`, part);
    for (const row of rows.map(rowOf)) found.set(row.id, row);
  }
  return rowIds.flatMap((id) => found.get(id) ?? []);
}

/** How many rows of a batch are in each state; states without rows are absent. */
export async function countStates(db: Db, batchId: string): Promise<Partial<Record<RowState, number>>> {
  return counts(z.enum(rowStates), await countBy(db, batchId, 'state'));
}

/** How many rows of a batch have each verdict; verdicts without rows are absent. */
export async function countVerdicts(db: Db, batchId: string): Promise<Partial<Record<Verdict, number>>> {
  return counts(z.enum(verdicts), await countBy(db, batchId, 'verdict'));
}

const countBy = (db: Db, batchId: string, column: 'state' | 'verdict'): ReturnType<Db['query']> =>
  db.query(`SELECT ${column} AS word, count(*) AS n FROM batch_row WHERE batch_id = $1 GROUP BY ${column}`, [
    batchId,
  ]);

function counts<K extends string>(
  word: z.ZodType<K>,
  rows: Awaited<ReturnType<Db['query']>>,
): Partial<Record<K, number>> {
  const found: Partial<Record<K, number>> = {};
  for (const fields of rows) {
    const counted = decode(z.object({ word, n: integer }), fields, 'batch_row');
    found[counted.word] = counted.n;
  }
  return found;
}

/**
 * How many rows of a batch are not settled, and when the next of them may be taken (epoch ms, 0 for at once);
 * `nextAt` is absent while all of them are under way, held back, or wait for another row of the same user or token.
 */
export async function openRows(
  db: Db,
  batchId: string,
): Promise<{ readonly count: number; readonly nextAt?: number | undefined }> {
  const [fields] = await db.query(
    `SELECT count(*) AS count,
        min(CASE WHEN r.state <> 'intended' AND r.held = '' AND ${freeToTake} THEN coalesce(r.not_before, 0) END) AS next_at
      FROM batch_row r WHERE r.batch_id = $1 AND r.state IN ('planned', 'intended', 'unknown')`,
    [batchId],
  );
  const open = decode(z.object({ count: integer, next_at: optional(integer) }), fields, 'batch_row');
  return { count: open.count, nextAt: open.next_at };
}

const latestCount = 20;

/** When the rows that ended last were asked for and ended (epoch ms), and how many open ones wait for another try. */
export async function latestEndings(
  db: Db,
  batchId: string,
  now: number,
): Promise<{
  readonly latest: readonly { readonly intentAt: number; readonly settledAt: number }[];
  readonly postponed: number;
}> {
  const rows = await db.query(
    `SELECT intent_at, settled_at FROM batch_row
      WHERE batch_id = $1 AND settled_at IS NOT NULL AND intent_at IS NOT NULL ORDER BY settled_at DESC LIMIT $2`,
    [batchId, latestCount],
  );
  const [waiting] = await db.query(
    `SELECT count(*) AS n FROM batch_row
      WHERE batch_id = $1 AND settled_at IS NULL AND (state = 'unknown' OR not_before > $2)`,
    [batchId, now],
  );
  const ending = z.object({ intent_at: integer, settled_at: integer });
  return {
    latest: rows
      .map((fields) => decode(ending, fields, 'batch_row'))
      .map((one) => ({ intentAt: one.intent_at, settledAt: one.settled_at })),
    postponed: decode(z.object({ n: integer }), waiting, 'batch_row').n,
  };
}

/** Ids of the authenticators that rows of a batch would enrol under. */
export async function authenticatorsOf(db: Db, batchId: string): Promise<readonly string[]> {
  const rows = await db.query(
    "SELECT DISTINCT authenticator_id AS id FROM batch_row WHERE batch_id = $1 AND authenticator_id <> '' ORDER BY 1",
    [batchId],
  );
  return rows.map((fields) => decode(z.object({ id: z.string() }), fields, 'batch_row').id);
}
