import { describe, expect, it } from 'vitest';
import { type Batch, type BatchEvent, isFinalBatch } from '../../../src/domain/batch.ts';
import type { BatchMove } from '../../../src/store/move-batch.ts';
import { expireDue, loadBatch, moveBatch } from '../../../src/store/batches.ts';
import { dueOutbox } from '../../../src/store/outbox.ts';
import { make } from '../../support/make.ts';
import { enroll, eventsOf, hour, move, type OpenDb, planned, running, t0 } from '../fixture.ts';

const approval = (batch: Batch, actor = 'U2'): BatchMove => ({
  batchId: batch.id,
  event: 'approve',
  at: t0,
  actor,
  expect: { revision: batch.revision, planHash: batch.planHash },
});

export function moveContract(open: OpenDb): void {
  describe('an approval', () => {
    it('has one winner and one audit row when many press at once', async () => {
      const db = await open();
      const batch = await planned(db);
      const presses = Array.from({ length: 50 }, (_, index) =>
        moveBatch(db, approval(batch, `U${String(index)}`)),
      );
      const winners = (await Promise.all(presses)).filter(({ moved }) => moved);
      expect(winners).toHaveLength(1);
      const now = await loadBatch(db, batch.id);
      expect(now).toMatchObject({ state: 'running', decidedBy: 'U0', decidedAt: t0, startedAt: t0 });
      expect((await eventsOf(db, batch.id)).filter((event) => event === 'batch.approve')).toHaveLength(1);
    });

    it('counts only for the plan and the revision that were seen', async () => {
      const db = await open();
      const batch = await planned(db);
      const press = approval(batch);
      for (const expected of [{ planHash: 'another' }, { revision: 7 }, { planHash: '' }]) {
        const { moved } = await moveBatch(db, { ...press, expect: { ...press.expect, ...expected } });
        expect(moved).toBe(false);
      }
      expect(await loadBatch(db, batch.id)).toEqual(batch);
      expect((await moveBatch(db, press)).moved).toBe(true);
    });

    it('comes too late at the very moment of expiry', async () => {
      const db = await open();
      const batch = await planned(db);
      const at = batch.expiresAt ?? 0;
      expect((await moveBatch(db, { ...approval(batch), at })).moved).toBe(false);
      expect((await moveBatch(db, { ...approval(batch), at: at - 1, expect: { notAfter: at } })).moved).toBe(
        false,
      );
      expect((await moveBatch(db, { ...approval(batch), at: at - 1 })).moved).toBe(true);
    });

    it('says nothing and changes nothing when its audit row cannot be written', async () => {
      const db = await open();
      const batch = await planned(db);
      await expect(moveBatch(db, { ...approval(batch), actor: '' })).rejects.toMatchObject({
        code: 'INTERNAL',
      });
      expect(await loadBatch(db, batch.id)).toEqual(batch);
    });
  });

  describe('a running batch', () => {
    it('pauses with the reason, resumes without it, and stops', async () => {
      const db = await open();
      const batch = await running(db);
      const pause = {
        batchId: batch.id,
        event: 'pause',
        at: t0,
        actor: 'bot',
        trouble: 'Okta refuses the credential.',
      } as const;
      expect((await moveBatch(db, pause)).batch).toMatchObject({ state: 'paused', trouble: pause.trouble });
      expect(
        (await moveBatch(db, { batchId: batch.id, event: 'resume', at: t0, actor: 'U2' })).batch,
      ).toMatchObject({
        state: 'running',
        trouble: '',
        decidedBy: 'U2',
      });
      expect(await move(db, batch, 'stop')).toBe(true);
      expect(await move(db, batch, 'approve')).toBe(false);
    });

    it('does not end while a row is open', async () => {
      const db = await open();
      const row = make.newRow();
      const batch = await running(db, [row]);
      expect(await move(db, batch, 'drain')).toBe(false);
      await enroll(db, row);
      expect(await move(db, batch, 'drain')).toBe(true);
      expect(await loadBatch(db, batch.id)).toMatchObject({ state: 'finished', finishedAt: t0 });
    });

    it('leaves no final state by any event', async () => {
      const db = await open();
      const batch = await planned(db);
      await move(db, batch, 'reject');
      const events: BatchEvent[] = [
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
      for (const event of events) expect(await move(db, batch, event)).toBe(false);
      const now = await loadBatch(db, batch.id);
      expect(isFinalBatch(now.state)).toBe(true);
      expect(now.state).toBe('rejected');
    });
  });

  describe('expiry', () => {
    it('ends what nobody decided in time, once, and lets the card say so', async () => {
      const db = await open();
      const batch = await planned(db);
      await running(db);
      expect(await expireDue(db, t0 + hour - 1)).toEqual([]);
      expect(await expireDue(db, t0 + hour)).toEqual([batch.id]);
      expect(await expireDue(db, t0 + hour)).toEqual([]);
      expect(await loadBatch(db, batch.id)).toMatchObject({ state: 'expired', decidedBy: undefined });
      expect(await dueOutbox(db, { at: t0 + hour, perBatch: 9 })).toMatchObject([
        { kind: 'card', batchId: batch.id },
      ]);
      expect(await eventsOf(db, batch.id)).toEqual(['batch.create', 'batch.submit', 'batch.expire']);
    });
  });
}
