import { z } from 'zod';
import type { Db, Fields } from './db.ts';
import { decode, integer, json, optional } from './decode.ts';
import { words } from './sql.ts';

export const outboxKinds = [
  'card',
  'row',
  'rows',
  'plan_file',
  'result_file',
  'report',
  'delete_file',
  'file_deleted',
  'notice',
] as const;
export type OutboxKind = (typeof outboxKinds)[number];

/** `unknown`: it may be in Slack, and is looked for before it is sent again; `dead`: given up. */
export const outboxStates = ['pending', 'sending', 'sent', 'unknown', 'dead'] as const;
export type OutboxState = (typeof outboxStates)[number];

/** Ids and small facts: what is said is made when it is sent, from what is on disk then. */
export interface OutboxPayload {
  readonly rowIds?: readonly string[] | undefined;
  readonly part?: number | undefined;
  readonly parts?: number | undefined;
  /** Plain sentences of a notice. */
  readonly text?: string | undefined;
  /** The Slack user a notice tells of. */
  readonly by?: string | undefined;
}

/** Something to be said about a batch. */
export interface NewOutbox {
  readonly kind: OutboxKind;
  readonly batchId: string;
  readonly rowId?: string | undefined;
  readonly channelId: string;
  /** Goes into the card's thread, and waits until there is a card. */
  readonly thread: boolean;
  /** Lower numbers are said first. */
  readonly priority: number;
  readonly payload?: OutboxPayload | undefined;
  /** Said once, however often it is put here under the same key. */
  readonly key?: string | undefined;
}

export interface OutboxEntry extends NewOutbox {
  readonly id: number;
  readonly state: OutboxState;
  readonly payload: OutboxPayload;
  /** Whether an earlier try may have had an effect. */
  readonly lost: boolean;
  /** Tries begun so far. */
  readonly attempts: number;
  /** Why the last try came to nothing; empty when there was none. */
  readonly why: string;
  readonly createdAt: number;
}

/**
 * Puts entries into the outbox, inside the transaction of what they tell of. A batch has one card entry: asking for
 * it again while it is being sent brings one more edit afterwards, and any number of requests before that are one.
 */
export async function enqueue(tx: Db, entries: readonly NewOutbox[], at: number): Promise<void> {
  for (const entry of entries) {
    await tx.query(entry.kind === 'card' ? enqueueCard : enqueueOther, [
      entry.batchId,
      entry.rowId ?? null,
      entry.channelId,
      entry.thread ? 1 : 0,
      entry.kind,
      JSON.stringify(entry.payload ?? {}),
      entry.key ?? null,
      entry.priority,
      at,
    ]);
  }
}

const insertInto = `
  INSERT INTO outbox (batch_id, row_id, channel_id, thread, kind, payload, dedupe_key, priority, created_at, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending')`;

const enqueueOther = `${insertInto} ON CONFLICT (dedupe_key) DO NOTHING`;

const enqueueCard = `${insertInto}
  ON CONFLICT (batch_id) WHERE kind = 'card' DO UPDATE SET
    version = outbox.version + 1,
    attempts = CASE WHEN outbox.settled_at IS NULL THEN outbox.attempts ELSE 0 END,
    not_before = CASE WHEN outbox.settled_at IS NULL THEN outbox.not_before END,
    created_at = CASE WHEN outbox.settled_at IS NULL THEN outbox.created_at ELSE excluded.created_at END,
    state = CASE WHEN outbox.settled_at IS NULL THEN outbox.state ELSE 'pending' END,
    settled_at = NULL`;

const waiting = words(['pending', 'unknown']);

/** Entries that may be sent once their time has come: a thread needs its card first. */
const sendable = `
  FROM outbox o JOIN batch b ON b.id = o.batch_id
  WHERE o.settled_at IS NULL AND o.state IN (${waiting}) AND (o.thread = 0 OR b.card_ts IS NOT NULL)`;

/**
 * What is to be sent now: of each batch its card and the first few of its other entries, in their order, and the
 * batches in turns, so that no backlog of one, however long or dead its card, holds up what others have to say.
 */
export async function dueOutbox(
  db: Db,
  due: { readonly at: number; readonly perBatch: number },
): Promise<readonly OutboxEntry[]> {
  const rows = await db.query(
    `SELECT * FROM (
        SELECT o.*, row_number() OVER (PARTITION BY o.batch_id, o.kind = 'card' ORDER BY o.priority, o.id) AS turn
        ${sendable} AND coalesce(o.not_before, 0) <= $1) AS due
      WHERE turn <= $2 ORDER BY turn, priority, id`,
    [due.at, due.perBatch],
  );
  return rows.map(outboxEntry);
}

/** When something falls due (epoch ms, perhaps in the past); undefined when nothing waits that could be sent. */
export async function nextDueAt(db: Db): Promise<number | undefined> {
  const [fields] = await db.query(`SELECT min(coalesce(o.not_before, o.created_at)) AS at ${sendable}`);
  return decode(z.object({ at: optional(integer) }), fields, 'outbox').at;
}

/** How many entries are not settled, and the age of the oldest in ms. */
export async function outboxLag(
  db: Db,
  at: number,
): Promise<{ readonly waiting: number; readonly oldestMs: number }> {
  const [fields] = await db.query(
    'SELECT count(*) AS n, min(created_at) AS oldest FROM outbox WHERE settled_at IS NULL',
  );
  const { n, oldest } = decode(z.object({ n: integer, oldest: optional(integer) }), fields, 'outbox');
  return { waiting: n, oldestMs: oldest === undefined ? 0 : Math.max(0, at - oldest) };
}

/** Claims an entry for one try; false when it is not waiting. */
export async function markSending(db: Db, id: number, at: number): Promise<boolean> {
  const taken = await db.query(
    `UPDATE outbox SET state = 'sending', attempts = attempts + 1, taken_version = version, not_before = $2
      WHERE id = $1 AND state IN (${waiting}) RETURNING id`,
    [id, at],
  );
  return taken.length === 1;
}

/** Settles an entry as said; a card that was asked for again meanwhile waits for its next edit. */
export async function markSent(
  db: Db,
  id: number,
  sent: { readonly ts: string; readonly at: number },
): Promise<void> {
  await db.query(
    `UPDATE outbox SET ts = $2, lost = 0, not_before = NULL, why = '',
        attempts = CASE WHEN version > taken_version THEN 0 ELSE attempts END,
        state = CASE WHEN version > taken_version THEN 'pending' ELSE 'sent' END,
        settled_at = CASE WHEN version > taken_version THEN NULL ELSE $3 END
      WHERE id = $1 AND state IN ('sending', 'unknown')`,
    [id, sent.ts, sent.at],
  );
}

interface Later {
  readonly notBefore: number;
  readonly why: string;
}

/** Puts an entry back whose try certainly had no effect. What was in doubt before stays in doubt. */
export async function postpone(db: Db, id: number, { notBefore, why }: Later): Promise<void> {
  await db.query(
    `UPDATE outbox SET state = CASE lost WHEN 1 THEN 'unknown' ELSE 'pending' END, not_before = $2, why = $3
      WHERE id = $1 AND state IN ('sending', ${waiting})`,
    [id, notBefore, why],
  );
}

/** Notes that a try may have had an effect. */
export async function markUnknown(db: Db, id: number, { notBefore, why }: Later): Promise<void> {
  await db.query(
    "UPDATE outbox SET state = 'unknown', lost = 1, not_before = $2, why = $3 WHERE id = $1 AND state = 'sending'",
    [id, notBefore, why],
  );
}

/** Settles an entry as never to be said. */
export async function giveUp(db: Db, id: number, why: string, at: number): Promise<void> {
  await db.query(
    `UPDATE outbox SET state = 'dead', settled_at = $2, why = $3 WHERE id = $1 AND state IN ('sending', ${waiting})`,
    [id, at, why],
  );
}

/** After a start: what was being sent when the process ended may be in Slack. Gives how many entries that concerns. */
export async function sendingAtStart(db: Db): Promise<number> {
  const rows = await db.query(
    `UPDATE outbox SET state = 'unknown', lost = 1, not_before = NULL, why = 'the process ended'
      WHERE settled_at IS NULL AND state = 'sending' RETURNING id`,
  );
  return rows.length;
}

const payloadSchema = z.object({
  rowIds: z.array(z.string()).optional(),
  part: z.int().optional(),
  parts: z.int().optional(),
  text: z.string().optional(),
  by: z.string().optional(),
});

const entrySchema = z
  .object({
    id: integer,
    batch_id: z.string(),
    row_id: optional(z.string()),
    channel_id: z.string(),
    thread: integer,
    kind: z.enum(outboxKinds),
    payload: json(payloadSchema),
    dedupe_key: optional(z.string()),
    priority: integer,
    state: z.enum(outboxStates),
    lost: integer,
    attempts: integer,
    why: z.string(),
    created_at: integer,
  })
  .transform(({ batch_id, row_id, channel_id, dedupe_key, created_at, ...same }): OutboxEntry => ({
    ...same,
    batchId: batch_id,
    rowId: row_id,
    channelId: channel_id,
    thread: same.thread === 1,
    lost: same.lost === 1,
    key: dedupe_key,
    createdAt: created_at,
  }));

const outboxEntry = (fields: Fields): OutboxEntry => decode(entrySchema, fields, 'outbox');
