import { describe, expect, it } from 'vitest';
import { dueOutbox, enqueue, markSending, nextDueAt, postpone } from '../../../src/store/outbox.ts';
import { findRow, postponeRow, recordIntent, settleRow } from '../../../src/store/rows.ts';
import { cutLookWaits, cutOutboxWaits, cutRowWaits } from '../../../src/store/waits.ts';
import { nextLookAt, setLookAt } from '../../../src/store/looks.ts';
import { make } from '../../support/make.ts';
import { hour, type OpenDb, running, t0 } from '../fixture.ts';

const tenYears = 10 * 365 * 24 * hour;
const minute = 60_000;

export function waitContract(open: OpenDb): void {
  describe('a wait whose end the clock was set back from', () => {
    it('goes on for a lost answer as long as it would have, from now', async () => {
      const db = await open();
      const row = make.newRow();
      await running(db, [row]);
      const later = t0 + tenYears;
      await recordIntent(db, { rowId: row.id, at: later, seenFactorIds: [] });
      const lost = { event: 'lose', outcome: '', notBefore: later + 2_000, outbox: [] } as const;
      await settleRow(db, { rowId: row.id, at: later, ...lost });
      await cutRowWaits(db, t0);
      expect(await findRow(db, row.id)).toMatchObject({ intentAt: t0, notBefore: t0 + 2_000 });
    });

    it('is five minutes at most for a row that was put off', async () => {
      const db = await open();
      const [near, far] = [make.newRow(), make.newRow()];
      await running(db, [near, far]);
      await postponeRow(db, near.id, t0 + minute);
      await postponeRow(db, far.id, t0 + tenYears);
      await cutRowWaits(db, t0);
      expect((await findRow(db, near.id))?.notBefore).toBe(t0 + minute);
      expect((await findRow(db, far.id))?.notBefore).toBe(t0 + 5 * minute);
    });

    it('is five minutes at most for a look and for a message', async () => {
      const db = await open();
      const row = make.newRow();
      const { id: batchId } = await running(db, [row]);
      await settleRow(db, { rowId: row.id, event: 'review', at: t0, outcome: 'Look.', outbox: [] });
      await setLookAt(db, row.id, t0 + tenYears);
      await cutLookWaits(db, t0);
      expect(await nextLookAt(db)).toBe(t0 + 5 * minute);

      const notice = { kind: 'notice', batchId, channelId: 'C1', thread: false, priority: 0 } as const;
      await enqueue(db, [notice], t0);
      const [entry] = await dueOutbox(db, { at: t0, perBatch: 1 });
      await markSending(db, entry?.id ?? 0, t0);
      await postpone(db, entry?.id ?? 0, { notBefore: t0 + tenYears, why: 'ratelimited' });
      await cutOutboxWaits(db, t0);
      expect(await nextDueAt(db)).toBe(t0 + 5 * minute);
    });
  });
}
