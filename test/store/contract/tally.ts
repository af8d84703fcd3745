import { describe, expect, it } from 'vitest';
import { emptyTally } from '../../../src/domain/auto-pause.ts';
import { findRow, settleRow } from '../../../src/store/rows.ts';
import { forgiveBatch, loadTally, saveTally } from '../../../src/store/tally.ts';
import { make } from '../../support/make.ts';
import { intend, move, type OpenDb, running, t0 } from '../fixture.ts';

const paused = { ...emptyTally, ended: 3, held: 3, paused: true };

export function tallyContract(open: OpenDb): void {
  describe('a batch that paused by itself', () => {
    it('keeps its held rows back until somebody resumes it, whoever asked a moment before', async () => {
      const db = await open();
      const row = make.newRow();
      const batch = await running(db, [row]);
      await intend(db, row.id);
      await settleRow(db, { rowId: row.id, event: 'hold', at: t0, outcome: '', held: 'refused', outbox: [] });
      await saveTally(db, batch.id, paused);
      await move(db, batch, 'pause');
      await forgiveBatch(db, batch.id, t0);
      expect((await findRow(db, row.id))?.held).toBe('refused');
      expect(await loadTally(db, batch.id)).toEqual(paused);
      await move(db, batch, 'resume');
      await forgiveBatch(db, batch.id, t0);
      expect((await findRow(db, row.id))?.held).toBeUndefined();
      expect(await loadTally(db, batch.id)).toEqual(emptyTally);
    });
  });
}
