import { describe, expect, it } from 'vitest';
import { setCardTs } from '../../../src/store/batches.ts';
import type { Db } from '../../../src/store/db.ts';
import {
  dueOutbox,
  enqueue,
  giveUp,
  markSending,
  markSent,
  markUnknown,
  type NewOutbox,
  nextDueAt,
  outboxLag,
  postpone,
  sendingAtStart,
} from '../../../src/store/outbox.ts';
import { type OpenDb, planned, t0 } from '../fixture.ts';

const due = (db: Db, at = t0): ReturnType<typeof dueOutbox> => dueOutbox(db, { at, perBatch: 100 });
const idOf = async (db: Db): Promise<number> => (await due(db))[0]?.id ?? 0;

/** An outbox with one batch, and what can be put into it. */
async function outbox(open: OpenDb) {
  const db = await open();
  const { id: batchId } = await planned(db);
  const entry = { batchId, channelId: 'C1' };
  const card: NewOutbox = { ...entry, kind: 'card', thread: false, priority: 0 };
  const report: NewOutbox = { ...entry, kind: 'report', thread: true, priority: 10 };
  const notice: NewOutbox = {
    ...entry,
    kind: 'notice',
    thread: false,
    priority: 5,
    payload: { text: 'Hello.' },
  };
  return { db, batchId, card, report, notice };
}

export function outboxContract(open: OpenDb): void {
  describe('the outbox', () => {
    it('gives every batch its turn, however much another has to say', async () => {
      const { db, notice } = await outbox(open);
      const other = await planned(db);
      const many = Array.from({ length: 50 }, () => notice);
      const one: NewOutbox = { ...notice, batchId: other.id, priority: 10 };
      const news: NewOutbox = { ...one, kind: 'card', priority: 0 };
      await db.tx((tx) => enqueue(tx, [...many, one, news], t0));
      const first = await dueOutbox(db, { at: t0, perBatch: 3 });
      expect(first.map(({ batchId, kind }) => `${batchId === other.id ? 'other' : 'long'} ${kind}`)).toEqual([
        'other card',
        'long notice',
        'other notice',
        'long notice',
        'long notice',
      ]);
      expect(first.filter(({ batchId }) => batchId === notice.batchId).map(({ id }) => id)).toEqual([
        1, 2, 3,
      ]);
    });

    it('gives what is due by priority, then by age', async () => {
      const { db, batchId, card, report, notice } = await outbox(open);
      await setCardTs(db, batchId, '1.2');
      await enqueue(
        db,
        [report, notice, { ...report, kind: 'rows', payload: { rowIds: ['r1'], part: 1, parts: 2 } }, card],
        t0,
      );
      expect((await due(db)).map(({ kind }) => kind)).toEqual(['card', 'notice', 'report', 'rows']);
      expect((await due(db))[3]).toMatchObject({
        payload: { rowIds: ['r1'], part: 1, parts: 2 },
        lost: false,
        attempts: 0,
      });
      expect(await dueOutbox(db, { at: t0, perBatch: 1 })).toHaveLength(2);
    });

    it('holds back what belongs in a thread until there is a card', async () => {
      const { db, batchId, report } = await outbox(open);
      await enqueue(db, [report], t0);
      expect(await due(db)).toEqual([]);
      expect(await nextDueAt(db)).toBeUndefined();
      await setCardTs(db, batchId, '1.2');
      expect(await due(db)).toHaveLength(1);
      expect(await nextDueAt(db)).toBe(t0);
    });

    it('says a thing with a key once', async () => {
      const { db, notice } = await outbox(open);
      await enqueue(db, [{ ...notice, key: 'k' }, { ...notice, key: 'k' }, notice, notice], t0);
      expect(await due(db)).toHaveLength(3);
    });

    it('lets one sender have an entry, and settles it once', async () => {
      const { db, notice } = await outbox(open);
      await enqueue(db, [notice], t0);
      const id = await idOf(db);
      expect(await Promise.all([markSending(db, id, t0), markSending(db, id, t0)])).toEqual([true, false]);
      expect(await due(db)).toEqual([]);
      await markSent(db, id, { ts: '3.4', at: t0 });
      await postpone(db, id, { notBefore: t0, why: 'late' });
      await markUnknown(db, id, { notBefore: t0, why: 'late' });
      await giveUp(db, id, 'late', t0);
      expect(await db.query('SELECT state, ts, why FROM outbox')).toEqual([
        { state: 'sent', ts: '3.4', why: '' },
      ]);
      expect(await markSending(db, id, t0)).toBe(false);
    });

    it('waits as long as it is told to', async () => {
      const { db, notice } = await outbox(open);
      await enqueue(db, [notice], t0);
      const id = await idOf(db);
      await markSending(db, id, t0);
      await postpone(db, id, { notBefore: t0 + 30, why: 'ratelimited' });
      expect(await due(db, t0 + 29)).toEqual([]);
      expect(await nextDueAt(db)).toBe(t0 + 30);
      expect(await due(db, t0 + 30)).toMatchObject([{ lost: false, attempts: 1, why: 'ratelimited' }]);
      expect(await outboxLag(db, t0 + 40)).toEqual({ waiting: 1, oldestMs: 40 });
    });

    it('keeps a doubt until it is settled, whatever happens in between', async () => {
      const { db, notice } = await outbox(open);
      await enqueue(db, [notice], t0);
      const id = await idOf(db);
      await markSending(db, id, t0);
      await markUnknown(db, id, { notBefore: t0 + 5, why: 'timeout' });
      expect(await due(db, t0 + 5)).toMatchObject([{ state: 'unknown', lost: true }]);
      await markSending(db, id, t0);
      await postpone(db, id, { notBefore: t0, why: 'ratelimited' });
      expect(await due(db)).toMatchObject([{ state: 'unknown', lost: true, attempts: 2 }]);
    });

    it('doubts after a start what was being sent', async () => {
      const { db, notice } = await outbox(open);
      await enqueue(db, [notice, notice], t0);
      await markSending(db, await idOf(db), t0 + 99);
      expect(await sendingAtStart(db)).toBe(1);
      expect(await sendingAtStart(db)).toBe(0);
      expect((await due(db)).map(({ lost }) => lost)).toEqual([true, false]);
    });

    it('gives up for good, and counts as nothing waiting', async () => {
      const { db, notice } = await outbox(open);
      await enqueue(db, [notice], t0);
      await giveUp(db, await idOf(db), 'channel_not_found', t0);
      expect(await due(db)).toEqual([]);
      expect(await outboxLag(db, t0)).toEqual({ waiting: 0, oldestMs: 0 });
    });
  });

  describe('a card in the outbox', () => {
    it('is one, however often it is asked for before it is sent', async () => {
      const { db, card } = await outbox(open);
      await enqueue(db, [card, card], t0);
      await enqueue(db, [card], t0 + 1);
      const [entry, ...others] = await due(db, t0 + 1);
      expect(others).toEqual([]);
      await markSending(db, entry?.id ?? 0, t0);
      await markSent(db, entry?.id ?? 0, { ts: '1.2', at: t0 });
      expect(await due(db, t0 + 1)).toEqual([]);
    });

    it('is edited again when it was asked for while it was being sent', async () => {
      const { db, card } = await outbox(open);
      await enqueue(db, [card], t0);
      const id = await idOf(db);
      await markSending(db, id, t0);
      await enqueue(db, [card], t0);
      expect(await due(db)).toEqual([]);
      await markSent(db, id, { ts: '1.2', at: t0 });
      expect(await due(db)).toMatchObject([{ id, attempts: 0 }]);
      await markSending(db, id, t0);
      await markSent(db, id, { ts: '1.2', at: t0 });
      expect(await due(db)).toEqual([]);
    });

    it('comes back after it was sent or given up, and keeps a delay that Slack asked for', async () => {
      const { db, card } = await outbox(open);
      await enqueue(db, [card], t0);
      const id = await idOf(db);
      await giveUp(db, id, 'is_archived', t0);
      await enqueue(db, [card], t0);
      expect(await due(db)).toMatchObject([{ id, attempts: 0 }]);
      await markSending(db, id, t0);
      await postpone(db, id, { notBefore: t0 + 30, why: 'ratelimited' });
      await enqueue(db, [card], t0 + 1);
      expect(await due(db, t0 + 29)).toEqual([]);
    });
  });
}
