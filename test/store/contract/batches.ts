import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../src/domain/batch.ts';
import {
  askedOf,
  batchesIn,
  createBatch,
  findBatch,
  findBatchByCode,
  findBatchByFile,
  latestBatches,
  loadBatch,
  markFileDeleted,
  savePlan,
  setCardTs,
} from '../../../src/store/batches.ts';
import { dueOutbox, type NewOutbox } from '../../../src/store/outbox.ts';
import { rowsOf } from '../../../src/store/rows.ts';
import { make } from '../../support/make.ts';
import { eventsOf, hour, newBatch, newPlan, type OpenDb, planned, t0 } from '../fixture.ts';

const told = (one: Batch): readonly NewOutbox[] => [
  { kind: 'file_deleted', batchId: one.id, channelId: 'C1', thread: true, priority: 10 },
];

export function batchContract(open: OpenDb): void {
  describe('beginning a batch', () => {
    it('makes the same origin one batch, however often it comes', async () => {
      const db = await open();
      const first = newBatch({ origin: 'file:C1:F1' });
      const again = newBatch({ origin: 'file:C1:F1' });
      const results = await Promise.all([createBatch(db, first), createBatch(db, again)]);
      expect(results.map(({ created }) => created)).toEqual([true, false]);
      expect(results[1]?.batch.id).toBe(first.id);
      expect(await eventsOf(db, first.id)).toEqual(['batch.create']);
      expect(await findBatch(db, again.id)).toBeUndefined();
    });

    it('keeps what a command asked for', async () => {
      const db = await open();
      const asked = [{ action: 'assign', user: 'ana@acme.com', serial: '245252413141' }] as const;
      const { batch } = await createBatch(
        db,
        newBatch({ kind: 'assign', command: 'token assign ana', asked }),
      );
      expect(await askedOf(db, batch.id)).toEqual(asked);
      expect(batch).toMatchObject({
        state: 'planning',
        code: '',
        planHash: '',
        rowCount: 0,
        command: 'token assign ana',
      });
      expect(batch.file).toBeUndefined();
    });

    it('finds a batch by id, code and file, and is surprised by an id nobody gave', async () => {
      const db = await open();
      const file = make.file();
      const { batch } = await createBatch(db, newBatch({ file }));
      await savePlan(db, newPlan(batch.id, { code: 'K7QX-93FA' }));
      const saved = await loadBatch(db, batch.id);
      expect(saved.file).toEqual({ ...file, deletedAt: undefined });
      expect(await findBatchByCode(db, 'K7QX-93FA')).toEqual(saved);
      expect(await findBatchByFile(db, file.id)).toEqual(saved);
      expect(await findBatchByCode(db, '')).toBeUndefined();
      await expect(loadBatch(db, 'nobody')).rejects.toMatchObject({ code: 'INTERNAL' });
    });

    it('lists batches by state and by age', async () => {
      const db = await open();
      const old = await planned(db);
      const { batch: young } = await createBatch(db, newBatch({ at: t0 + 1 }));
      expect((await latestBatches(db, 1)).map(({ id }) => id)).toEqual([young.id]);
      expect((await batchesIn(db, ['planning', 'awaiting_approval'])).map(({ id }) => id)).toEqual([
        old.id,
        young.id,
      ]);
      expect(
        (await batchesIn(db, ['planning', 'awaiting_approval'], { limit: 1 })).map(({ id }) => id),
      ).toEqual([old.id]);
    });
  });

  describe('a plan', () => {
    it('is saved with its rows, its briefing and what is to be said, once', async () => {
      const db = await open();
      const { batch } = await createBatch(db, newBatch());
      const card = { kind: 'card', batchId: batch.id, channelId: 'C1', thread: false, priority: 0 } as const;
      const blocked = make.newRow({
        state: 'blocked',
        action: 'none',
        verdict: 'user_unknown',
        onlyFactor: false,
      });
      const plan = newPlan(batch.id, {
        rows: [make.newRow({ line: 1 }), blocked],
        briefing: { warnings: ['One column was not read.'], subject: { userName: 'Ana Lima' } },
        file: make.file({ sha256: 'ff' }),
        outbox: [card],
      });
      expect(await savePlan(db, plan)).toBe('saved');
      expect(await savePlan(db, plan)).toBe('too_late');
      const saved = await loadBatch(db, batch.id);
      expect(saved).toMatchObject({
        state: 'awaiting_approval',
        rowCount: 2,
        expiresAt: t0 + hour,
        revision: 1,
      });
      expect(saved.briefing).toEqual(plan.briefing);
      const [first, second] = await rowsOf(db, batch.id);
      expect(first).toMatchObject({
        state: 'planned',
        settledAt: undefined,
        attempt: 0,
        onlyFactor: undefined,
      });
      expect(second).toMatchObject({ state: 'blocked', settledAt: t0, onlyFactor: false });
      expect(await dueOutbox(db, { at: t0, perBatch: 9 })).toHaveLength(1);
      expect(await eventsOf(db, batch.id)).toEqual(['batch.create', 'batch.submit']);
    });

    it('does not take the code of another batch', async () => {
      const db = await open();
      const first = await planned(db);
      const { batch } = await createBatch(db, newBatch());
      expect(await savePlan(db, newPlan(batch.id, { code: first.code }))).toBe('code_taken');
      expect(await rowsOf(db, batch.id)).toEqual([]);
      expect(await savePlan(db, newPlan(batch.id))).toBe('saved');
    });

    it('that cannot run ends its batch', async () => {
      const db = await open();
      const { batch } = await createBatch(db, newBatch());
      const plan = newPlan(batch.id, {
        event: 'discard',
        planHash: '',
        trouble: 'No row can run.',
        rows: [],
      });
      expect(await savePlan(db, plan)).toBe('saved');
      expect(await loadBatch(db, batch.id)).toMatchObject({
        state: 'discarded',
        trouble: 'No row can run.',
        finishedAt: t0,
      });
    });

    it('leaves nothing behind when one of its rows is impossible', async () => {
      const db = await open();
      const { batch } = await createBatch(db, newBatch());
      const row = make.newRow();
      await expect(savePlan(db, newPlan(batch.id, { rows: [row, row] }))).rejects.toMatchObject({
        code: 'INTERNAL',
      });
      expect(await loadBatch(db, batch.id)).toMatchObject({ state: 'planning', code: '' });
      expect(await rowsOf(db, batch.id)).toEqual([]);
      expect(await eventsOf(db, batch.id)).toEqual(['batch.create']);
    });
  });

  describe('what Slack holds of a batch', () => {
    it('is remembered: the card, and when the file was gone', async () => {
      const db = await open();
      const file = make.file();
      const { batch } = await createBatch(db, newBatch({ file }));
      await setCardTs(db, batch.id, '1.2');
      expect((await batchesIn(db, ['planning'], { fileStillThere: true })).map(({ id }) => id)).toEqual([
        batch.id,
      ]);
      expect(await markFileDeleted(db, file.id, t0 + 5, told)).toMatchObject({
        cardTs: '1.2',
        file: { deletedAt: t0 + 5 },
      });
      expect(await markFileDeleted(db, file.id, t0 + 9, told)).toBeUndefined();
      expect(await markFileDeleted(db, 'F-other', t0, told)).toBeUndefined();
      expect(await batchesIn(db, ['planning'], { fileStillThere: true })).toEqual([]);
      expect(await dueOutbox(db, { at: t0 + 9, perBatch: 9 })).toMatchObject([{ kind: 'file_deleted' }]);
      expect(await eventsOf(db, batch.id)).toEqual(['batch.create', 'file.delete']);
    });
  });
}
