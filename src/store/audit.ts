import { z } from 'zod';
import {
  type AuditDetail,
  type AuditEntry,
  type AuditFields,
  auditHash,
  canonicalDetail,
  type ChainedAudit,
  type ChainEnd,
  chainStart,
  followChain,
} from '../domain/audit.ts';
import { foldSerial } from '../domain/token.ts';
import type { Db, Fields } from './db.ts';
import { decode, integer } from './decode.ts';
import { insert } from './sql.ts';

export type Verified =
  | { readonly ok: true; readonly count: number; readonly hash: string }
  /**
   * `row`: this row is missing, changed or out of place. `end`: the chain ends before it should. `checkpoint`: the rows
   * fit each other, but were others when the checkpoint for this row was written down.
   */
  | { readonly ok: false; readonly seq: number; readonly why: 'row' | 'end' | 'checkpoint' };

/** Adds a row to the chain. Call it inside the transaction of the change it tells of: both happen, or neither. */
export async function appendAudit(tx: Db, entry: AuditEntry): Promise<void> {
  const head = await auditHead(tx);
  const row: AuditFields = {
    seq: head.seq + 1,
    at: entry.at,
    actor: entry.actor,
    event: entry.event,
    batchId: entry.batchId ?? null,
    rowId: entry.rowId ?? null,
    serial: present(foldSerial(entry.serial ?? '')),
    userId: present(entry.userId),
    detail: canonicalDetail(entry.detail ?? {}),
  };
  await insert(tx, 'audit', {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    event: row.event,
    batch_id: row.batchId,
    row_id: row.rowId,
    serial_key: row.serial,
    user_id: row.userId,
    detail: row.detail,
    prev_hash: head.hash,
    hash: auditHash(head.hash, row),
  });
}

function present(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** Records that somebody was refused, and by which rule. */
export function recordRefusal(
  db: Db,
  refusal: {
    readonly at: number;
    readonly actor: string;
    readonly batchId?: string | undefined;
    readonly code: string;
    readonly detail?: AuditDetail | undefined;
  },
): Promise<void> {
  const { at, actor, batchId, code, detail } = refusal;
  return db.tx((tx) =>
    appendAudit(tx, { at, actor, batchId, event: 'refusal', detail: { ...detail, code } }),
  );
}

/** Records who entered something that may open a file; never what. */
export function recordUnlock(
  db: Db,
  { at, actor, batchId }: { readonly at: number; readonly actor: string; readonly batchId: string },
): Promise<void> {
  return db.tx((tx) => appendAudit(tx, { at, actor, batchId, event: 'file.unlock' }));
}

/** The end of the chain, worth keeping elsewhere to hold against it later. */
export async function auditHead(db: Db): Promise<ChainEnd> {
  const [head] = await db.query('SELECT seq, hash FROM audit_head');
  return decode(chainEnd, head, 'audit_head');
}

const chainEnd = z.object({ seq: integer, hash: z.string() });

/**
 * Follows the chain from its first row and says where it breaks. `kept` are ends of the chain that were written down
 * outside the database: without one, somebody who rewrites everything from a row on goes unnoticed.
 */
export async function verifyAudit(db: Db, kept: readonly ChainEnd[] = []): Promise<Verified> {
  const keptAt = Map.groupBy(kept, ({ seq }) => seq);
  const keptUpTo = Math.max(0, ...keptAt.keys());
  let end = chainStart;
  for (;;) {
    // Read before the rows: whatever is added meanwhile lies behind it.
    const head = await auditHead(db);
    const rows = await rowsAfter(db, end.seq);
    if (rows.length === 0) return wholeUpTo(end, head, keptUpTo);
    const followed = followChain(end, rows);
    if (!followed.ok) return { ...followed, why: 'row' };
    const other = rows.find((row) => keptAt.get(row.seq)?.some(({ hash }) => hash !== row.hash));
    if (other !== undefined) return { ok: false, seq: other.seq, why: 'checkpoint' };
    end = followed.end;
  }
}

function wholeUpTo(end: ChainEnd, head: ChainEnd, keptUpTo: number): Verified {
  const whole = head.seq === end.seq && head.hash === end.hash && end.seq >= keptUpTo;
  return whole ? { ok: true, count: end.seq, hash: end.hash } : { ok: false, seq: end.seq + 1, why: 'end' };
}

/** Rows of the audit after a number, in their order, at most a thousand at once. */
export async function rowsAfter(db: Db, seq: number): Promise<readonly ChainedAudit[]> {
  const rows = await db.query('SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT 1000', [seq]);
  return rows.map(auditRow);
}

export interface AuditFilter {
  readonly batchId?: string | undefined;
  readonly rowId?: string | undefined;
  readonly serial?: string | undefined;
  readonly userId?: string | undefined;
  readonly limit?: number | undefined;
}

/** What happened to a batch, row, token or user, newest first. */
export async function auditOf(db: Db, filter: AuditFilter): Promise<readonly ChainedAudit[]> {
  const wanted = [
    ['batch_id', filter.batchId],
    ['row_id', filter.rowId],
    ['serial_key', filter.serial === undefined ? undefined : foldSerial(filter.serial)],
    ['user_id', filter.userId],
  ] as const;
  const given = wanted.flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  const where = given.map(({ column }, index) => `${column} = $${String(index + 2)}`).join(' AND ');
  const rows = await db.query(
    `SELECT * FROM audit ${where === '' ? '' : `WHERE ${where}`} ORDER BY seq DESC LIMIT $1`,
    [filter.limit ?? 200, ...given.map(({ value }) => value)],
  );
  return rows.map(auditRow);
}

const nullable = z.string().nullable();

const auditSchema = z
  .object({
    seq: integer,
    at: integer,
    actor: z.string(),
    event: z.string(),
    batch_id: nullable,
    row_id: nullable,
    serial_key: nullable,
    user_id: nullable,
    detail: z.string(),
    prev_hash: z.string(),
    hash: z.string(),
  })
  .transform(({ batch_id, row_id, serial_key, user_id, prev_hash, ...same }): ChainedAudit => ({
    ...same,
    batchId: batch_id,
    rowId: row_id,
    serial: serial_key,
    userId: user_id,
    prevHash: prev_hash,
  }));

const auditRow = (fields: Fields): ChainedAudit => decode(auditSchema, fields, 'audit');
