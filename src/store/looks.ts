import { z } from 'zod';
import type { Row } from '../domain/row.ts';
import type { Db } from './db.ts';
import { decode, integer, optional } from './decode.ts';
import { rowOf } from './row-fields.ts';

/** Rows left to a person that are to be looked at once more, those that waited longest first. */
export async function dueLooks(
  db: Db,
  due: { readonly at: number; readonly limit: number },
): Promise<readonly Row[]> {
  const rows = await db.query(
    "SELECT * FROM batch_row WHERE look_at <= $1 AND state = 'needs_review' ORDER BY look_at, id LIMIT $2",
    [due.at, due.limit],
  );
  return rows.map(rowOf);
}

/** When the next of them is due (epoch ms); undefined when none is. */
export async function nextLookAt(db: Db): Promise<number | undefined> {
  const [fields] = await db.query('SELECT min(look_at) AS at FROM batch_row WHERE look_at IS NOT NULL');
  return decode(z.object({ at: optional(integer) }), fields, 'batch_row').at;
}

/** Sets when a row is looked at again; undefined for never. */
export async function setLookAt(db: Db, rowId: string, lookAt: number | undefined): Promise<void> {
  await db.query("UPDATE batch_row SET look_at = $2 WHERE id = $1 AND state = 'needs_review'", [
    rowId,
    lookAt ?? null,
  ]);
}

/** Whether Okta was asked for the row's user or token again since: what it shows now need not be this row's. */
export async function isSuperseded(db: Db, row: Row): Promise<boolean> {
  const [later] = await db.query(
    `SELECT o.id FROM batch_row r JOIN batch_row o ON o.id <> r.id AND (o.intent_at >= r.intent_at OR o.okta_at > r.okta_at)
        AND (o.user_id = r.user_id OR o.serial_key = r.serial_key)
      WHERE r.id = $1 LIMIT 1`,
    [row.id],
  );
  return later !== undefined;
}

/** After a start: rows that a lost answer left to a person since a time (epoch ms) are looked at again, at once. */
export async function lookAfterStart(db: Db, since: number, at: number): Promise<number> {
  const rows = await db.query(
    `UPDATE batch_row SET look_at = $2
      WHERE state = 'needs_review' AND lost > 0 AND (action = 'enroll' OR step = 'enroll') AND settled_at >= $1 RETURNING id`,
    [since, at],
  );
  return rows.length;
}
