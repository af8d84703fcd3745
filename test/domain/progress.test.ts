import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressOf, type RunFacts } from '../../src/domain/progress.ts';
import { isFinalRow, rowStates } from '../../src/domain/row.ts';

const now = 1_700_000_000_000;
const facts = (given: Partial<RunFacts> = {}): RunFacts => ({
  total: 100,
  states: { enrolled: 40, planned: 60 },
  latest: [],
  postponed: 0,
  startedAt: now - 60_000,
  now,
  allowance: undefined,
  ...given,
});
/** Rows that took this long each, one ending every second. */
const latest = (...tookMs: readonly number[]): RunFacts['latest'] =>
  tookMs.map((ms, index) => ({ intentAt: now - index * 1_000 - ms, settledAt: now - index * 1_000 }));

const runs = fc
  .record(Object.fromEntries(rowStates.map((state) => [state, fc.nat(500)])))
  .map((states) => ({ states, total: Object.values(states).reduce((sum, n) => sum + n, 0) }));

describe('progress', () => {
  it('accounts for every row: those that ended and those that are open are all of them', () => {
    fc.assert(
      fc.property(runs, ({ states, total }) => {
        const { done, tenths } = progressOf(facts({ states, total }));
        const open = rowStates
          .filter((state) => !isFinalRow(state))
          .reduce((sum, one) => sum + (states[one] ?? 0), 0);
        expect(done + open).toBe(total);
        expect(tenths === 10).toBe(total > 0 && done === total);
        expect(tenths).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('never goes back as rows end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(), (total, some) => {
        const done = some % total;
        const at = (ended: number): number =>
          progressOf(facts({ total, states: { enrolled: ended, planned: total - ended } })).tenths;
        expect(at(done + 1)).toBeGreaterThanOrEqual(at(done));
      }),
    );
  });

  it('reckons with the median of the latest rows, which one slow row does not move', () => {
    const even = progressOf(facts({ latest: latest(600, 600, 600, 600, 600) }));
    expect(progressOf(facts({ latest: latest(600, 600, 60_000, 600, 600) })).leftMs).toBe(even.leftMs);
    expect(progressOf(facts({ latest: latest(6_000, 6_000, 6_000) })).leftMs).toBe((even.leftMs ?? 0) * 10);
    expect(even.perMinute).toBe(75);
  });

  it('waits for the allowance where that is what holds it up', () => {
    const allowance = { perMinute: 10, left: 0, resetsInMs: 30_000 };
    expect(progressOf(facts({ allowance })).leftMs).toBe(30_000 + 5 * 60_000);
  });

  it('gives no estimate while Okta does not answer, but since when', () => {
    const old = [{ intentAt: now - 120_500, settledAt: now - 120_000 }];
    const stalled = progressOf(facts({ latest: old, postponed: 3, startedAt: now - 600_000 }));
    expect(stalled).toEqual({ total: 100, done: 40, tenths: 4, stalledSince: now - 120_000 });
    expect(progressOf(facts({ latest: old, postponed: 0 })).stalledSince).toBeUndefined();
    expect(progressOf(facts({ latest: latest(500), postponed: 3 })).stalledSince).toBeUndefined();
  });

  it('has nothing left to say when every row has ended', () => {
    expect(progressOf(facts({ states: { enrolled: 100 } }))).toMatchObject({ tenths: 10, leftMs: undefined });
  });
});
