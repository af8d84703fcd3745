import { describe, expect, it } from 'vitest';
import { moveBatch } from '../../../src/store/batches.ts';
import {
  countStates,
  findRow,
  openRows,
  postponeRow,
  recordIntent,
  recoverRows,
  settleRow,
  takeRows,
  updateObservation,
} from '../../../src/store/rows.ts';
import { make } from '../../support/make.ts';
import { enroll, eventsOf, intend, move, type OpenDb, planned, running, t0 } from '../fixture.ts';

const due = { at: t0, limit: 10, states: ['planned', 'unknown'] } as const;
const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id);

export function intentContract(open: OpenDb): void {
  describe('an intent', () => {
    it('is on disk with its attempt, what was seen, and its audit row', async () => {
      const db = await open();
      const row = make.newRow();
      const { id } = await running(db, [row]);
      const intended = await recordIntent(db, {
        rowId: row.id,
        at: t0 + 1,
        oktaAt: t0 - 900,
        seenFactorIds: ['ost1'],
      });
      expect(intended).toMatchObject({
        state: 'intended',
        attempt: 1,
        intentAt: t0 + 1,
        oktaAt: t0 - 900,
        seenFactorIds: ['ost1'],
      });
      expect(await findRow(db, row.id)).toEqual(intended);
      expect((await eventsOf(db, id)).at(-1)).toBe('row.intend');
    });

    it('is refused unless the batch runs', async () => {
      const db = await open();
      const row = make.newRow();
      const batch = await planned(db, [row]);
      expect(await intend(db, row.id)).toBeUndefined();
      await move(db, batch, 'approve');
      await move(db, batch, 'pause');
      expect(await intend(db, row.id)).toBeUndefined();
      await move(db, batch, 'stop');
      expect(await intend(db, row.id)).toBeUndefined();
      expect(await findRow(db, row.id)).toMatchObject({ state: 'planned', attempt: 0 });
    });

    it('is written once, however many want it at once', async () => {
      const db = await open();
      const row = make.newRow();
      await running(db, [row]);
      const written = await Promise.all(Array.from({ length: 10 }, () => intend(db, row.id)));
      expect(written.filter((one) => one !== undefined)).toHaveLength(1);
      expect(await findRow(db, row.id)).toMatchObject({ attempt: 1 });
    });

    it('waits while another row of the same user or token is in flight or in doubt', async () => {
      const db = await open();
      const first = make.newRow({ line: 1 });
      const sameUser = make.newRow({ line: 2, userId: first.userId });
      const sameToken = make.newRow({ line: 3, serial: first.serial.toLowerCase() });
      const free = make.newRow({ line: 4 });
      const one = await running(db, [first]);
      const two = await running(db, [sameUser, sameToken, free]);
      await intend(db, first.id);
      for (const row of [sameUser, sameToken]) expect(await intend(db, row.id)).toBeUndefined();
      expect(ids(await takeRows(db, two.id, due))).toEqual([free.id]);
      await settleRow(db, { rowId: first.id, event: 'lose', at: t0, outcome: '' });
      expect(await intend(db, sameUser.id)).toBeUndefined();
      expect(ids(await takeRows(db, one.id, due))).toEqual([first.id]);
      await settleRow(db, { rowId: first.id, event: 'fail', at: t0, outcome: 'No.' });
      expect(ids(await takeRows(db, two.id, due))).toEqual([sameUser.id, sameToken.id, free.id]);
    });
  });

  describe('taking rows', () => {
    it('leaves out what is postponed, and knows when to look again', async () => {
      const db = await open();
      const [soon, later] = [make.newRow(), make.newRow()];
      const { id } = await running(db, [soon, later]);
      await postponeRow(db, soon.id, t0 + 10);
      await postponeRow(db, later.id, t0 + 20);
      expect(await takeRows(db, id, due)).toEqual([]);
      expect(await openRows(db, id)).toEqual({ count: 2, nextAt: t0 + 10 });
      expect(ids(await takeRows(db, id, { ...due, at: t0 + 10 }))).toEqual([soon.id]);
      await intend(db, soon.id);
      expect(await openRows(db, id)).toEqual({ count: 2, nextAt: t0 + 20 });
      await intend(db, later.id);
      expect(await openRows(db, id)).toEqual({ count: 2, nextAt: undefined });
    });

    it('gives only what is due of the states asked for, and no more than asked for', async () => {
      const db = await open();
      const rows = [make.newRow({ line: 1 }), make.newRow({ line: 2 }), make.newRow({ line: 3 })];
      const [first, second] = rows.map(({ id }) => id);
      const { id } = await running(db, rows);
      await intend(db, first ?? '');
      await settleRow(db, { rowId: first ?? '', event: 'lose', at: t0, outcome: '' });
      expect(ids(await takeRows(db, id, { ...due, limit: 2 }))).toEqual([first, second]);
      expect(ids(await takeRows(db, id, { ...due, states: ['unknown'] }))).toEqual([first]);
    });

    it('sees a newer look at Okta', async () => {
      const db = await open();
      const row = make.newRow();
      const { id } = await running(db, [row]);
      const seen = { observedAt: t0 + 99, seenFactorIds: ['ost9'] };
      expect(await updateObservation(db, row.id, seen)).toMatchObject(seen);
      expect(await takeRows(db, id, due)).toMatchObject([seen]);
      await intend(db, row.id);
      expect(await updateObservation(db, row.id, seen)).toBeUndefined();
    });
  });

  describe('a start after a crash', () => {
    it('puts every open intent in doubt, and nothing else', async () => {
      const db = await open();
      const [intended, untouched, done] = [make.newRow(), make.newRow(), make.newRow()];
      const batch = await running(db, [intended, untouched, done]);
      await enroll(db, done);
      await intend(db, intended.id);
      await moveBatch(db, { batchId: batch.id, event: 'pause', at: t0, actor: 'U2' });
      expect(ids(await recoverRows(db, t0 + 1))).toEqual([intended.id]);
      expect(await recoverRows(db, t0 + 2)).toEqual([]);
      expect(await countStates(db, batch.id)).toEqual({ unknown: 1, planned: 1, enrolled: 1 });
      expect(await findRow(db, intended.id)).toMatchObject({ attempt: 1, lost: 1 });
      expect((await eventsOf(db, batch.id)).at(-1)).toBe('row.lose');
    });
  });
}
