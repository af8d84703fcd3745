import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BatchEvent, nextBatchState } from '../../src/domain/batch.ts';
import { nextRowState, type RowEvent } from '../../src/domain/row.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { loadBatch } from '../../src/store/batches.ts';
import type { Db } from '../../src/store/db.ts';
import { countStates, findRow, settleRow } from '../../src/store/rows.ts';
import { make } from '../support/make.ts';
import { temporaryStore } from '../support/store.ts';
import { eventsOf, intend, move, planned, t0 } from './fixture.ts';

const rowCount = 3;
const batchEvents: readonly BatchEvent[] = [
  'submit',
  'discard',
  'approve',
  'reject',
  'withdraw',
  'expire',
  'pause',
  'resume',
  'stop',
  'drain',
];
const rowEvents: readonly RowEvent[] = [
  'intend',
  'enroll',
  'unenroll',
  'stock',
  'skip',
  'fail',
  'release',
  'step',
  'hold',
  'lose',
  'review',
  'find',
  'cancel',
];

const steps = fc.array(
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.constantFrom(...batchEvents).map((event) => ({ of: 'batch', event }) as const),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.nat(rowCount - 1), fc.constantFrom(...rowEvents))
        .map(([index, event]) => ({ of: 'row', index, event }) as const),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

const settle = async (db: Db, rowId: string, event: RowEvent): Promise<boolean> => {
  if (event === 'intend') return (await intend(db, rowId)) !== undefined;
  const settling = { rowId, event, at: t0, outcome: 'Done.', factorId: 'ost1' };
  return (await settleRow(db, settling)) !== undefined;
};

it('never moves but as the tables say, never leaves a final state, and audits every move', async () => {
  const { db } = await temporaryStore();
  await fc.assert(
    fc.asyncProperty(steps, async (walk) => {
      const rows = Array.from({ length: rowCount }, () => make.newRow());
      const batch = await planned(db, rows);
      await move(db, batch, 'approve');
      const audited = await eventsOf(db, batch.id);
      let moves = 0;
      for (const step of walk) {
        const moved =
          step.of === 'batch'
            ? await batchStep(db, batch.id, step.event)
            : await rowStep(db, rows[step.index]?.id ?? '', step.event);
        if (moved) moves += 1;
        const states = await countStates(db, batch.id);
        expect(Object.values(states).reduce((sum, n) => sum + n, 0)).toBe(rowCount);
      }
      expect(await eventsOf(db, batch.id)).toHaveLength(audited.length + moves);
    }),
    { numRuns: 100 },
  );
  expect(await verifyAudit(db)).toMatchObject({ ok: true });
}, 60_000);

async function batchStep(db: Db, batchId: string, event: BatchEvent): Promise<boolean> {
  const before = await loadBatch(db, batchId);
  const moved = await move(db, before, event);
  const after = await loadBatch(db, batchId);
  expect(after).toEqual(moved ? { ...after, state: nextBatchState(before.state, event) } : before);
  return moved;
}

async function rowStep(db: Db, rowId: string, event: RowEvent): Promise<boolean> {
  const before = await findRow(db, rowId);
  const moved = await settle(db, rowId, event);
  const after = await findRow(db, rowId);
  if (before === undefined || after === undefined) throw new Error('the row is gone');
  expect(after).toEqual(moved ? { ...after, state: nextRowState(before.state, event) } : before);
  return moved;
}
