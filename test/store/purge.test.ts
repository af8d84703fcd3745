import { expect, it } from 'vitest';
import { auditOf, verifyAudit } from '../../src/store/audit.ts';
import { findBatch } from '../../src/store/batches.ts';
import { countPurgeable, purge } from '../../src/store/purge.ts';
import type { Db } from '../../src/store/db.ts';
import { make } from '../support/make.ts';
import { temporaryStore } from '../support/store.ts';
import { enroll, move, planned, running, t0 } from './fixture.ts';

const day = 24 * 60 * 60_000;

/** Says of everything still to be told that it was told. */
const allTold = (db: Db): Promise<unknown> =>
  db.query("UPDATE outbox SET state = 'sent', settled_at = $1 WHERE settled_at IS NULL", [t0]);

it('deletes batches that ended before, with their rows, and says so in the audit', async () => {
  const { db } = await temporaryStore();
  const gone = await planned(db);
  await move(db, gone, 'reject');
  await allTold(db);
  const expected = { batches: 1, rows: 1, seeds: 0 };
  expect(await countPurgeable(db, t0 + 1)).toEqual(expected);
  expect(await purge(db, t0 + 1, t0 + day)).toEqual(expected);
  expect(await findBatch(db, gone.id)).toBeUndefined();
  expect(await db.query('SELECT id FROM batch_row')).toEqual([]);
  expect(await auditOf(db, { limit: 1 })).toMatchObject([{ event: 'store.purge', actor: 'operator' }]);
  expect(await verifyAudit(db)).toMatchObject({ ok: true });
  expect(await purge(db, t0 + 1, t0 + day)).toEqual({ batches: 0, rows: 0, seeds: 0 });
});

it('keeps what has not ended, what ended later, and what was not yet told', async () => {
  const { db } = await temporaryStore();
  await planned(db);
  await running(db, [make.newRow()]);
  const untold = await planned(db);
  await move(db, untold, 'reject');
  await db.query(
    "INSERT INTO outbox (batch_id, channel_id, thread, kind, payload, priority, state, created_at) VALUES ($1, 'C1', 0, 'notice', '{}', 0, 'pending', 0)",
    [untold.id],
  );
  expect(await purge(db, t0 + 1, t0 + day)).toMatchObject({ batches: 0 });
  await allTold(db);
  expect(await purge(db, t0, t0 + day)).toMatchObject({ batches: 0 });
});

it('keeps the batch that a token came from', async () => {
  const { db } = await temporaryStore();
  const row = make.newRow();
  const batch = await running(db, [row]);
  await enroll(db, row);
  await db.query("UPDATE batch SET state = 'finished', finished_at = $1 WHERE id = $2", [t0, batch.id]);
  await allTold(db);
  expect(await db.query('SELECT count(*) AS n FROM token')).toEqual([{ n: 1 }]);
  expect(await purge(db, t0 + 1, t0 + day)).toMatchObject({ batches: 0 });
  expect(await findBatch(db, batch.id)).toBeDefined();
});
