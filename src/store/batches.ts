import { z } from 'zod';
import type { Briefing, Batch, BatchFile, BatchKind, BatchState, FileLock } from '../domain/batch.ts';
import { AppError } from '../domain/errors.ts';
import { reports } from '../domain/token.ts';
import { appendAudit } from './audit.ts';
import { batchOf } from './batch-fields.ts';
import type { Db, Param } from './db.ts';
import { decode, json } from './decode.ts';
import { enqueue, type NewOutbox } from './outbox.ts';
import { words } from './sql.ts';

export { expireDue, moveBatch, noteCleared } from './move-batch.ts';
export { savePlan } from './save-plan.ts';

/** What a command can ask for: a change for a user, or what is reported of a token. */
const askedActions = ['assign', 'revoke', 'replace', ...reports] as const;

/** One thing a command asks for; `serial` is empty where only the user counts, `user` where only the token does. */
export interface Asked {
  readonly action: (typeof askedActions)[number];
  readonly user: string;
  readonly serial: string;
  /** Why, in the words of whoever asked; empty or absent where he gave none. */
  readonly reason?: string | undefined;
}

export interface NewBatch {
  readonly id: string;
  readonly kind: BatchKind;
  readonly channelId: string;
  readonly requestedBy: string;
  readonly command: string;
  /** What the batch came from, under the sender's own name for it: `file:C1:F1`, `command:<trigger id>`. */
  readonly origin: string;
  /** The batch it follows from. */
  readonly sourceId?: string | undefined;
  readonly file?: BatchFile | undefined;
  readonly asked: readonly Asked[];
  readonly at: number;
  readonly outbox?: readonly NewOutbox[] | undefined;
}

/** Begins a batch in `planning`, or gives the one that has the same origin. */
export function createBatch(
  db: Db,
  wanted: NewBatch,
): Promise<{ readonly created: boolean; readonly batch: Batch }> {
  return db.tx(async (tx) => {
    const [added] = await tx.query(`${insertBatch} ON CONFLICT (origin) DO NOTHING RETURNING *`, [
      wanted.id,
      wanted.kind,
      wanted.origin,
      wanted.channelId,
      wanted.requestedBy,
      wanted.command,
      JSON.stringify(wanted.asked),
      wanted.at,
      wanted.sourceId ?? null,
      ...fileParams(wanted.file),
    ]);
    if (added === undefined) {
      const [known] = await tx.query('SELECT * FROM batch WHERE origin = $1', [wanted.origin]);
      return { created: false, batch: batchOf(known ?? {}) };
    }
    await appendAudit(tx, {
      at: wanted.at,
      actor: wanted.requestedBy,
      event: 'batch.create',
      batchId: wanted.id,
      detail: {
        kind: wanted.kind,
        channelId: wanted.channelId,
        origin: wanted.origin,
        command: wanted.command,
        ...(wanted.sourceId === undefined ? {} : { sourceId: wanted.sourceId }),
      },
    });
    await enqueue(tx, wanted.outbox ?? [], wanted.at);
    return { created: true, batch: batchOf(added) };
  });
}

const insertBatch = `
  INSERT INTO batch (id, kind, state, origin, channel_id, requested_by, command, asked, created_at,
    source_id, file_id, file_name, file_size_bytes, file_sha256, file_permalink)
  VALUES ($1, $2, 'planning', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

const fileParams = (file: BatchFile | undefined): readonly Param[] =>
  file === undefined
    ? [null, '', 0, '', null]
    : [file.id, file.name, file.sizeBytes, file.sha256, file.permalink ?? null];

/** The batch with this id; a surprise (INTERNAL) when there is none. */
export async function loadBatch(db: Db, batchId: string): Promise<Batch> {
  const batch = await findBatch(db, batchId);
  if (batch === undefined) throw new AppError('INTERNAL', { fault: 'no such batch', batchId });
  return batch;
}

export const findBatch = (db: Db, batchId: string): Promise<Batch | undefined> =>
  first(db, 'SELECT * FROM batch WHERE id = $1', batchId);

/** By the code that stands on its card, as it is written there. */
export const findBatchByCode = (db: Db, code: string): Promise<Batch | undefined> =>
  first(db, "SELECT * FROM batch WHERE code = $1 AND code <> ''", code);

/** The latest batch that was read from a file. */
export const findBatchByFile = (db: Db, fileId: string): Promise<Batch | undefined> =>
  first(db, 'SELECT * FROM batch WHERE file_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1', fileId);

async function first(db: Db, sql: string, param: string): Promise<Batch | undefined> {
  const [fields] = await db.query(sql, [param]);
  return fields === undefined ? undefined : batchOf(fields);
}

/** Batches in any of these states, oldest first. */
export async function batchesIn(
  db: Db,
  states: readonly BatchState[],
  options: { readonly limit?: number | undefined; readonly fileStillThere?: boolean | undefined } = {},
): Promise<readonly Batch[]> {
  const withFile =
    options.fileStillThere === true ? 'AND file_id IS NOT NULL AND file_deleted_at IS NULL' : '';
  const rows = await db.query(
    `SELECT * FROM batch WHERE state IN (${words(states)}) ${withFile} ORDER BY created_at, id LIMIT $1`,
    [options.limit ?? 10_000],
  );
  return rows.map(batchOf);
}

/** The batches begun last, newest first. */
export async function latestBatches(db: Db, limit: number): Promise<readonly Batch[]> {
  const rows = await db.query('SELECT * FROM batch ORDER BY created_at DESC, id DESC LIMIT $1', [limit]);
  return rows.map(batchOf);
}

/** What a command asked for; empty for a file. */
export async function askedOf(db: Db, batchId: string): Promise<readonly Asked[]> {
  const [fields] = await db.query('SELECT asked FROM batch WHERE id = $1', [batchId]);
  return decode(askedSchema, fields, 'batch').asked;
}

const askedSchema = z.object({
  asked: json(
    z.array(
      z.object({
        action: z.enum(askedActions),
        user: z.string(),
        serial: z.string(),
        reason: z.string().optional(),
      }),
    ),
  ),
});

/** Notes why a batch is still being planned, and says so; false when it is planned by now, or the reason is known. */
export function notePlanningTrouble(
  db: Db,
  batchId: string,
  note: { readonly trouble: string; readonly outbox: readonly NewOutbox[]; readonly at: number },
): Promise<boolean> {
  return db.tx(async (tx) => {
    const noted = await tx.query(
      "UPDATE batch SET trouble = $2 WHERE id = $1 AND state = 'planning' AND trouble <> $2 RETURNING id",
      [batchId, note.trouble],
    );
    if (noted.length === 0) return false;
    const detail = { trouble: note.trouble };
    await appendAudit(tx, { at: note.at, actor: 'bot', event: 'batch.postpone', batchId, detail });
    await enqueue(tx, note.outbox, note.at);
    return true;
  });
}

/** Notes that a file waits for something only a person can give; false when it is planned by now, or that is known. */
export function noteLock(
  db: Db,
  batchId: string,
  note: {
    readonly lock: FileLock;
    readonly trouble: string;
    readonly outbox: readonly NewOutbox[];
    readonly at: number;
  },
): Promise<boolean> {
  return db.tx(async (tx) => {
    const noted = await tx.query(
      `UPDATE batch SET trouble = $2, briefing = $3
        WHERE id = $1 AND state = 'planning' AND (trouble <> $2 OR briefing <> $3) RETURNING id`,
      [
        batchId,
        note.trouble,
        JSON.stringify({ lock: note.lock, exposure: { holds: 'sealed' } } satisfies Briefing),
      ],
    );
    if (noted.length === 0) return false;
    const { wants, tries } = note.lock;
    await appendAudit(tx, {
      at: note.at,
      actor: 'bot',
      event: 'file.lock',
      batchId,
      detail: { wants, tries },
    });
    await enqueue(tx, note.outbox, note.at);
    return true;
  });
}

/** Notes where the card of a batch is. */
export async function setCardTs(db: Db, batchId: string, ts: string): Promise<void> {
  await db.query('UPDATE batch SET card_ts = $2 WHERE id = $1', [batchId, ts]);
}

/**
 * Notes that Slack no longer has a file; gives its latest batch, or undefined when the file is not known or was noted
 * before. `outbox` says what is to be told about it.
 */
export function markFileDeleted(
  db: Db,
  fileId: string,
  at: number,
  outbox?: (batch: Batch) => readonly NewOutbox[],
): Promise<Batch | undefined> {
  return db.tx(async (tx) => {
    const marked = await tx.query(
      'UPDATE batch SET file_deleted_at = $2 WHERE file_id = $1 AND file_deleted_at IS NULL RETURNING id',
      [fileId, at],
    );
    if (marked.length === 0) return undefined;
    const batch = await findBatchByFile(tx, fileId);
    if (batch === undefined) return undefined;
    await appendAudit(tx, { at, actor: 'bot', event: 'file.delete', batchId: batch.id, detail: { fileId } });
    await enqueue(tx, outbox?.(batch) ?? [], at);
    return batch;
  });
}
