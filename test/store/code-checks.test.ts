import { describe, expect, it } from 'vitest';
import { monthMs } from '../../src/domain/drift.ts';
import {
  beginAsking,
  type CodeCheck,
  countedTries,
  endAsking,
  forgiveTries,
  lastAcceptedStep,
  noteCheck,
} from '../../src/store/code-checks.ts';
import type { Db } from '../../src/store/db.ts';
import type { NewRow } from '../../src/store/rows.ts';
import { countByModel, leavingBefore } from '../../src/store/stock.ts';
import { findToken } from '../../src/store/tokens.ts';
import { make } from '../support/make.ts';
import { temporaryStore } from '../support/store.ts';
import { enroll, running, t0 } from './fixture.ts';

async function assigned(): Promise<{ db: Db; row: NewRow }> {
  const { db } = await temporaryStore();
  const row = make.newRow();
  await running(db, [row]);
  await enroll(db, row);
  return { db, row };
}

const checkOf = (row: NewRow, given: Partial<CodeCheck> = {}): CodeCheck => ({
  serial: row.serial,
  userId: row.userId,
  at: t0,
  actor: 'U1',
  ...given,
});

const seen = { step: 58_000_000, aheadMs: 12_000, windowMs: 90_000 };

describe('a code that Okta is asked about', () => {
  it('proves the token once Okta has accepted it', async () => {
    const { db, row } = await assigned();
    const check = checkOf(row, { seen });
    const id = await beginAsking(db, check, 3);
    expect(await findToken(db, row.serial)).toMatchObject({ verifiedAt: undefined });
    await endAsking(db, id ?? 0, check, { answer: 'works', counted: false });
    expect(await findToken(db, row.serial)).toMatchObject({ verifiedAt: t0, aheadMs: 12_000 });
    expect(await lastAcceptedStep(db, row.serial)).toBe(seen.step);
    expect(await countByModel(db)).toMatchObject([{ state: 'assigned', count: 1, proven: 1 }]);
  });

  it('counts as failed from the moment it leaves, and keeps others from being tried near the lock', async () => {
    const { db, row } = await assigned();
    const asked = [];
    for (let tries = 0; tries < 4; tries += 1) asked.push(await beginAsking(db, checkOf(row), 3));
    expect(asked.map((id) => id !== undefined)).toEqual([true, true, true, false]);
    expect(await countedTries(db, row.userId)).toEqual({ count: 3, lastAt: t0 });
    await forgiveTries(db, row.userId);
    expect(await beginAsking(db, checkOf(row), 3)).toBeDefined();
  });

  it('starts the count anew when it works', async () => {
    const { db, row } = await assigned();
    const check = checkOf(row);
    const wrong = await beginAsking(db, check, 3);
    await endAsking(db, wrong ?? 0, check, { answer: 'refused', counted: true });
    const right = await beginAsking(db, check, 3);
    await endAsking(db, right ?? 0, check, { answer: 'works', counted: false });
    expect(await countedTries(db, row.userId)).toMatchObject({ count: 0 });
  });
});

describe('what codes tell of a clock', () => {
  it('becomes a forecast, and a list of those that will leave the window', async () => {
    const { db, row } = await assigned();
    for (const month of [0, 1, 2, 3]) {
      const at = t0 + month * monthMs;
      const reading = { step: 1_000 + month, aheadMs: month * 20_000, windowMs: 90_000 };
      await noteCheck(db, checkOf(row, { at, seen: reading }), 'fits');
    }
    const token = await findToken(db, row.serial);
    expect(token).toMatchObject({ aheadMs: 60_000, msPerMonth: 20_000 });
    expect(((token?.leavesAt ?? 0) - t0) / monthMs).toBeCloseTo(4.5, 1);
    expect(await leavingBefore(db, t0 + 4 * monthMs, 5)).toEqual({ first: [], more: 0 });
    expect(await leavingBefore(db, t0 + 5 * monthMs, 5)).toMatchObject({ first: [{ serial: row.serial }] });
  });

  it('is not learned from a code that is not the token’s, and the code is kept nowhere', async () => {
    const { db, row } = await assigned();
    await noteCheck(db, checkOf(row), 'wrong');
    expect(await findToken(db, row.serial)).toMatchObject({ aheadMs: undefined });
    const [kept] = await db.query('SELECT * FROM code_check');
    expect(kept).toMatchObject({ answer: 'wrong', step: null, ahead_ms: null });
  });
});
