import {
  type Batch,
  type BatchEvent,
  type BatchState,
  isFinalBatch,
  nextBatchState,
} from '../domain/batch.ts';
import type { AuditDetail } from '../domain/audit.ts';
import { AppError } from '../domain/errors.ts';
import { appendAudit } from './audit.ts';
import { batchOf } from './batch-fields.ts';
import type { Db, Param } from './db.ts';
import { enqueue, type NewOutbox } from './outbox.ts';
import { shredSeeds } from './vault.ts';

export interface BatchMove {
  readonly batchId: string;
  readonly event: BatchEvent;
  readonly at: number;
  /** A Slack user id, or `bot`. */
  readonly actor: string;
  readonly note?: string | undefined;
  /** With `approve`: run the first row, then wait. It ends with the first `resume` after a row was enrolled. */
  readonly canary?: boolean | undefined;
  /** Why the batch waits or ended, as a sentence; `resume` clears it. */
  readonly trouble?: string | undefined;
  /** What the person who decided had before his eyes. */
  readonly expect?:
    | {
        readonly revision?: number | undefined;
        readonly planHash?: string | undefined;
        /** Epoch ms at which the card must not have expired. */
        readonly notAfter?: number | undefined;
      }
    | undefined;
  readonly outbox?: readonly NewOutbox[] | undefined;
  readonly detail?: AuditDetail | undefined;
}

/** `batch` is how it stands now, whoever moved it. */
export type Moved = { readonly moved: boolean; readonly batch: Batch };

/**
 * Moves a batch by one event, with its audit row and what is to be said about it, or does nothing: when the event
 * means nothing in its state, when it is not the batch that was looked at, when an approval comes after the expiry,
 * or when it is to end while a row is open.
 */
export function moveBatch(db: Db, move: BatchMove): Promise<Moved> {
  return db.tx(async (tx) => {
    const batch = await batchNow(tx, move.batchId);
    const state = nextBatchState(batch.state, move.event);
    if (state === undefined) return { moved: false, batch };
    const [fields] = await tx.query(moveSql, [...changes(batch, state, move), ...guards(batch, move)]);
    if (fields === undefined) return { moved: false, batch };
    await appendAudit(tx, {
      at: move.at,
      actor: move.actor,
      event: `batch.${move.event}`,
      batchId: batch.id,
      detail: auditDetail(batch, state, move),
    });
    if (neverRuns.includes(state)) await shredSeeds(tx, batch.id, move.at);
    await enqueue(tx, [...(move.outbox ?? []), ...sourceCard(batch)], move.at);
    return { moved: true, batch: batchOf(fields) };
  });
}

/** The card it follows from says what has become of it, and offers the button again if nothing has. */
const sourceCard = ({ sourceId, channelId }: Batch): readonly NewOutbox[] =>
  sourceId === undefined ? [] : [{ kind: 'card', batchId: sourceId, channelId, thread: false, priority: 0 }];

const neverRuns: readonly BatchState[] = ['rejected', 'withdrawn', 'expired', 'discarded'];

async function batchNow(tx: Db, batchId: string): Promise<Batch> {
  const [fields] = await tx.query('SELECT * FROM batch WHERE id = $1', [batchId]);
  if (fields === undefined) throw new AppError('INTERNAL', { fault: 'no such batch', batchId });
  return batchOf(fields);
}

const moveSql = `
  UPDATE batch SET revision = revision + 1, state = $1, decided_by = $2, decided_at = $3, started_at = $4,
    finished_at = $5, note = $6, trouble = $7, canary = CASE $15
      WHEN 'set' THEN 1
      WHEN 'unset' THEN 0
      WHEN 'keep' THEN canary
      ELSE canary AND NOT EXISTS (SELECT 1 FROM batch_row WHERE batch_id = $8 AND state = 'enrolled') END
  WHERE id = $8 AND state = $9 AND revision = $10 AND plan_hash = $11
    AND ($12 = 0 OR expires_at > $13)
    AND ($14 = 0 OR NOT EXISTS (
      SELECT 1 FROM batch_row WHERE batch_id = $8 AND state IN ('planned', 'intended', 'unknown')))
    AND ($16 = 0 OR cleared_at IS NULL)
  RETURNING *`;

function changes(batch: Batch, state: BatchState, move: BatchMove): readonly Param[] {
  const decides = decisions.includes(move.event);
  const before: Partial<Batch> = move.event === 'recall' ? {} : batch;
  return [
    state,
    (decides ? move.actor : before.decidedBy) ?? null,
    (decides ? move.at : before.decidedAt) ?? null,
    (move.event === 'approve' ? move.at : before.startedAt) ?? null,
    isFinalBatch(state) ? move.at : null,
    move.note ?? batch.note,
    move.trouble ?? (goesOn.includes(move.event) ? '' : batch.trouble),
  ];
}

const decisions: readonly BatchEvent[] = ['approve', 'reject', 'withdraw'];
const goesOn: readonly BatchEvent[] = ['approve', 'resume'];
/** From a batch that runs, only while nothing of it was begun. */
const takesBack: readonly BatchEvent[] = ['expire', 'recall', 'discard'];

function guards(batch: Batch, move: BatchMove): readonly Param[] {
  const { revision, planHash, notAfter } = move.expect ?? {};
  const expiryMatters = move.event === 'approve' || notAfter !== undefined;
  return [
    batch.id,
    batch.state,
    revision ?? batch.revision,
    planHash ?? batch.planHash,
    expiryMatters ? 1 : 0,
    Math.max(move.at, notAfter ?? move.at),
    move.event === 'drain' ? 1 : 0,
    canaryWord(move),
    takesBack.includes(move.event) ? 1 : 0,
  ];
}

function auditDetail(batch: Batch, state: BatchState, move: BatchMove): AuditDetail {
  const { note = '', trouble = '' } = move;
  return {
    ...move.detail,
    from: batch.state,
    to: state,
    planHash: batch.planHash,
    ...(move.canary === true ? { canary: 'asked' } : {}),
    ...(note === '' ? {} : { note }),
    ...(trouble === '' ? {} : { trouble }),
  };
}

function canaryWord({ event, canary }: BatchMove): 'set' | 'unset' | 'pass' | 'keep' {
  if (event === 'approve') return canary === true ? 'set' : 'unset';
  return event === 'resume' ? 'pass' : 'keep';
}

/** Notes that an approved batch may begin, unless it is no longer the one that was looked at. */
export function noteCleared(
  db: Db,
  { id, revision, planHash }: Pick<Batch, 'id' | 'revision' | 'planHash'>,
  at: number,
): Promise<boolean> {
  return db.tx(async (tx) => {
    const noted = await tx.query(
      `UPDATE batch SET cleared_at = $1
        WHERE id = $2 AND state = 'running' AND revision = $3 AND plan_hash = $4 AND cleared_at IS NULL RETURNING id`,
      [at, id, revision, planHash],
    );
    if (noted.length === 0) return false;
    await appendAudit(tx, { at, actor: 'bot', event: 'batch.clear', batchId: id, detail: { planHash } });
    return true;
  });
}

/** Ends the batches nobody decided in time, and gives their ids. Their seeds are deleted and their cards say so. */
export async function expireDue(db: Db, at: number): Promise<readonly string[]> {
  const due = await db.query(
    "SELECT * FROM batch WHERE state = 'awaiting_approval' AND expires_at <= $1 ORDER BY expires_at, id",
    [at],
  );
  const expired: string[] = [];
  for (const { id: batchId, channelId } of due.map(batchOf)) {
    const card: NewOutbox = { kind: 'card', batchId, channelId, thread: false, priority: 0 };
    const { moved } = await moveBatch(db, { batchId, event: 'expire', at, actor: 'bot', outbox: [card] });
    if (moved) expired.push(batchId);
  }
  return expired;
}
