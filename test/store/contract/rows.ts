import { describe, expect, it } from 'vitest';
import { auditOf } from '../../../src/store/audit.ts';
import { dueOutbox } from '../../../src/store/outbox.ts';
import {
  authenticatorsOf,
  countStates,
  countVerdicts,
  findRow,
  rowsById,
  rowsOf,
  settleRow,
} from '../../../src/store/rows.ts';
import { make } from '../../support/make.ts';
import { enroll, eventsOf, intend, type OpenDb, planned, running, t0 } from '../fixture.ts';

const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id);

export function rowContract(open: OpenDb): void {
  describe('the rows of a batch', () => {
    it('are read in the order of their lines, filtered and page by page', async () => {
      const db = await open();
      const rows = [5, 3, 9, 3].map((line) => make.newRow({ line }));
      const skipped = make.newRow({ line: 4, state: 'skipped', action: 'none', verdict: 'already_enrolled' });
      const { id } = await planned(db, [...rows, skipped]);
      const all = await rowsOf(db, id);
      expect(all.map(({ line }) => line)).toEqual([3, 3, 4, 5, 9]);
      const pages = [await rowsOf(db, id, { limit: 2 })];
      pages.push(await rowsOf(db, id, { limit: 2, after: pages[0]?.at(-1) }));
      pages.push(await rowsOf(db, id, { limit: 2, after: pages[1]?.at(-1) }));
      expect(pages.flat()).toEqual(all);
      expect(ids(await rowsOf(db, id, { states: ['skipped'] }))).toEqual([skipped.id]);
      expect(await rowsOf(db, id, { states: [] })).toEqual([]);
      expect(ids(await rowsOf(db, id, { verdicts: ['already_enrolled', 'bad_row'] }))).toEqual([skipped.id]);
      expect(await countStates(db, id)).toEqual({ planned: 4, skipped: 1 });
      expect(await countVerdicts(db, id)).toEqual({ enroll: 4, already_enrolled: 1 });
    });

    it('are found by id, in the order asked for', async () => {
      const db = await open();
      const rows = [make.newRow(), make.newRow()];
      await planned(db, rows);
      const [first, second] = rows.map(({ id }) => id);
      expect(ids(await rowsById(db, [second ?? '', 'nobody', first ?? '']))).toEqual([second, first]);
      expect(await findRow(db, 'nobody')).toBeUndefined();
    });

    it('name the authenticators they need', async () => {
      const db = await open();
      const rows = ['fpr2', 'fpr1', '', 'fpr2'].map((authenticatorId) => make.newRow({ authenticatorId }));
      const { id } = await planned(db, rows);
      expect(await authenticatorsOf(db, id)).toEqual(['fpr1', 'fpr2']);
    });
  });

  describe('settling a row', () => {
    it('puts the outcome, its audit row and what is to be said on disk together', async () => {
      const db = await open();
      const row = make.newRow();
      const { id } = await running(db, [row]);
      await intend(db, row.id);
      const say = {
        kind: 'row',
        batchId: id,
        rowId: row.id,
        channelId: 'C1',
        thread: false,
        priority: 5,
      } as const;
      const settled = await settleRow(db, {
        rowId: row.id,
        event: 'fail',
        at: t0 + 7,
        outcome: 'Okta refused it.',
        requestId: 'req1',
        outbox: [say],
      });
      expect(settled).toMatchObject({
        state: 'failed',
        outcome: 'Okta refused it.',
        requestId: 'req1',
        settledAt: t0 + 7,
      });
      expect(await dueOutbox(db, { at: t0 + 7, perBatch: 9 })).toMatchObject([
        { kind: 'row', rowId: row.id },
      ]);
      const [audit] = await auditOf(db, { rowId: row.id, limit: 1 });
      expect(audit).toMatchObject({
        event: 'row.fail',
        serial: row.serial,
        userId: row.userId,
        actor: 'bot',
      });
      expect(JSON.parse(audit?.detail ?? '')).toMatchObject({
        outcome: 'Okta refused it.',
        requestId: 'req1',
        attempt: 1,
      });
    });

    it('does nothing for an event that means nothing in its state', async () => {
      const db = await open();
      const row = make.newRow();
      const { id } = await running(db, [row]);
      const before = await eventsOf(db, id);
      expect(
        await settleRow(db, { rowId: row.id, event: 'enroll', at: t0, outcome: '', factorId: 'ost1' }),
      ).toBeUndefined();
      expect(await eventsOf(db, id)).toEqual(before);
      await enroll(db, row);
      expect(await settleRow(db, { rowId: row.id, event: 'fail', at: t0, outcome: '' })).toBeUndefined();
      expect(await findRow(db, row.id)).toMatchObject({ state: 'enrolled' });
    });

    it('never records an intent, and never an enrolment without a factor', async () => {
      const db = await open();
      const row = make.newRow();
      await running(db, [row]);
      const intent = { rowId: row.id, event: 'intend', at: t0, outcome: '' } as const;
      await expect((async () => settleRow(db, intent))()).rejects.toMatchObject({ code: 'INTERNAL' });
      await intend(db, row.id);
      await expect(
        settleRow(db, { rowId: row.id, event: 'enroll', at: t0, outcome: '' }),
      ).rejects.toMatchObject({
        code: 'INTERNAL',
      });
      expect(await findRow(db, row.id)).toMatchObject({ state: 'intended' });
    });

    it('returns a row whose request had no effect, and counts the answers that were lost', async () => {
      const db = await open();
      const row = make.newRow();
      await running(db, [row]);
      await intend(db, row.id);
      const released = await settleRow(db, {
        rowId: row.id,
        event: 'release',
        at: t0,
        outcome: '',
        notBefore: t0 + 5,
      });
      expect(released).toMatchObject({
        state: 'planned',
        attempt: 1,
        lost: 0,
        notBefore: t0 + 5,
        settledAt: undefined,
      });
      await intend(db, row.id);
      expect(await settleRow(db, { rowId: row.id, event: 'lose', at: t0, outcome: '' })).toMatchObject({
        state: 'unknown',
        attempt: 2,
        lost: 1,
      });
      expect(await intend(db, row.id)).toMatchObject({
        state: 'intended',
        attempt: 3,
        lost: 1,
        notBefore: undefined,
      });
    });
  });
}
