import type { Batch, BatchEvent } from '../../src/domain/batch.ts';
import type { Row } from '../../src/domain/row.ts';
import { createBatch, loadBatch, moveBatch, type NewBatch, savePlan } from '../../src/store/batches.ts';
import type { Db } from '../../src/store/db.ts';
import { type NewRow, recordIntent, settleRow, type TokenChange } from '../../src/store/rows.ts';
import type { NewPlan } from '../../src/store/save-plan.ts';
import { startOfTests } from '../support/clock.ts';
import { make } from '../support/make.ts';

export type OpenDb = () => Promise<Db>;

export const t0 = startOfTests;
export const hour = 60 * 60_000;

let made = 0;

export const newBatch = (given: Partial<NewBatch> = {}): NewBatch => {
  const id = `b${String((made += 1))}`;
  return {
    id,
    kind: 'csv',
    channelId: 'C1',
    requestedBy: 'U1',
    command: '',
    origin: `file:C1:${id}`,
    asked: [],
    at: t0,
    ...given,
  };
};

export const newPlan = (batchId: string, given: Partial<NewPlan> = {}): NewPlan => ({
  batchId,
  at: t0,
  event: 'submit',
  code: `CODE-${batchId}`,
  planHash: `hash of ${batchId}`,
  expiresAt: t0 + hour,
  trouble: '',
  rows: [make.newRow()],
  seeds: [],
  outbox: [],
  ...given,
});

/** A batch that waits for approval. */
export async function planned(db: Db, rows: readonly NewRow[] = [make.newRow()]): Promise<Batch> {
  const { batch } = await createBatch(db, newBatch());
  await savePlan(db, newPlan(batch.id, { rows }));
  return loadBatch(db, batch.id);
}

/** A batch that runs. */
export async function running(db: Db, rows: readonly NewRow[] = [make.newRow()]): Promise<Batch> {
  const batch = await planned(db, rows);
  const approval = { batchId: batch.id, event: 'approve', at: t0, actor: 'U2' } as const;
  return (await moveBatch(db, approval)).batch;
}

export const move = async (db: Db, batch: Batch, event: BatchEvent): Promise<boolean> =>
  (await moveBatch(db, { batchId: batch.id, event, at: t0, actor: 'U2' })).moved;

export const intend = (db: Db, rowId: string): Promise<Row | undefined> =>
  recordIntent(db, { rowId, at: t0, oktaAt: t0 - 500, seenFactorIds: [] });

/** Runs a row to its good end, as the worker does. */
export async function enroll(db: Db, row: NewRow, factorId = `ost of ${row.id}`): Promise<Row | undefined> {
  await intend(db, row.id);
  const token: TokenChange = {
    kind: 'assign',
    serial: row.serial,
    userId: row.userId,
    userLogin: row.userLogin,
    authenticatorId: row.authenticatorId,
    factorId,
  };
  return settleRow(db, { rowId: row.id, event: 'enroll', at: t0, outcome: 'Enrolled.', factorId, token });
}

/** What the audit says happened to a batch, oldest first. */
export async function eventsOf(db: Db, batchId: string): Promise<readonly unknown[]> {
  const rows = await db.query('SELECT event FROM audit WHERE batch_id = $1 ORDER BY seq', [batchId]);
  return rows.map((row) => row['event']);
}
