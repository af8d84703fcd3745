import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, type Report } from '../../src/okta/pace.ts';
import { type ModelOptions, runModel } from './rate-model.ts';

/** mulberry32: the same seed gives the same run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const oneBucket = { limits: { all: 600 }, routes: { enrol: 'all' }, wanted: { enrol: 3000 } };
const run = (options: Partial<ModelOptions>, seed = 7): ReturnType<typeof runModel> =>
  runModel({ ...oneBucket, random: seeded(seed), ...options });

describe('the pace', () => {
  it('is never refused and wastes little of any window', () => {
    const { refusals, tookMs } = run({ wanted: { enrol: 6_600 } });
    expect([...refusals.values()]).toEqual([]);
    // Ten whole windows, of which 99 of 100 requests are used, and some seconds to send the last 600.
    expect(tookMs).toBeLessThan((10 * 60_000) / 0.99 + 8_000);
  });

  it.each([5 * 3_600_000 + 333, -5 * 3_600_000 - 777])(
    'goes by Okta’s clock when the local one is %i ms off',
    (skewMs) => {
      const { refusals, tookMs } = run({ skewMs });
      expect([...refusals.values()]).toEqual([]);
      expect(tookMs).toBeLessThan(4 * 61_000 + 16_000);
    },
  );

  it('meets one refusal when Okta rounds the reset down, and then knows when windows end', () => {
    const { refusals, tookMs } = run({ resetRounding: 'floor', wanted: { enrol: 6_600 } });
    expect([...refusals.values()]).toEqual([1]);
    expect(tookMs).toBeLessThan((10 * 60_000) / 0.99 + 8_000);
  });

  it('meets one refusal when windows are longer than a minute, and then waits for the reset', () => {
    const { refusals } = run({ windowMs: 60_700 });
    expect([...refusals.values()]).toEqual([1]);
  });

  it('counts routes of one bucket together', () => {
    const { refusals } = run({
      routes: { list: 'all', enrol: 'all', remove: 'all' },
      wanted: { list: 1000, enrol: 1000, remove: 500 },
    });
    expect([...refusals.values()]).toEqual([]);
  });

  it('counts routes apart that have buckets of the same size', () => {
    const { refusals, tookMs } = run({
      limits: { one: 600, other: 600 },
      routes: { list: 'one', enrol: 'other' },
      wanted: { list: 3000, enrol: 3000 },
    });
    expect([...refusals.values()]).toEqual([]);
    // Taken for one bucket they would need ten windows.
    expect(tookMs).toBeLessThan(5 * 61_000);
  });

  it('halves the requests under way when Okta says they are too many at once', () => {
    const { concurrencyRefusals, tookMs } = run({ concurrency: 4 });
    expect(concurrencyRefusals).toBeLessThan(3000 * 0.05);
    expect(tookMs).toBeLessThan(10 * 60_000);
  });

  it('goes on when answers are lost or carry no headers', () => {
    expect(run({ lossRate: 0.05 }).answered).toBe(3000);
    expect(run({ withoutHeaders: true, wanted: { enrol: 1800 } }).answered).toBe(1800);
  });

  it('never meets more than one refusal per window and bucket, whatever the org', () => {
    const limit = integer({ min: 10, max: 300 });
    const world = record({
      seed: integer(),
      limits: record({ one: limit, other: limit }),
      routes: record({
        list: constantFrom('one', 'other'),
        enrol: constantFrom('one', 'other'),
        remove: constantFrom('one', 'other'),
      }),
      skewMs: integer({ min: -86_400_000, max: 86_400_000 }),
      resetRounding: constantFrom('ceil' as const, 'floor' as const),
      latency: integer({ min: 2, max: 2000 }),
    });
    assert(
      property(world, ({ seed, latency, ...org }) => {
        const { refusals } = runModel({
          ...org,
          random: seeded(seed),
          wanted: { list: 300, enrol: 300, remove: 100 },
          latencyMs: [latency / 2, latency],
        });
        expect(Math.max(0, ...refusals.values())).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a wait for the window', () => {
  const at = Date.UTC(2026, 0, 5, 9);
  const answered = (remaining: number, given: Partial<Report> = {}): Report => ({
    spent: {
      kind: 'answered',
      rate: { limit: 600, remaining, resetAt: at + 40_000 },
      refused: remaining === 0,
    },
    concurrency: false,
    date: at,
    ...given,
  });

  it('lasts until the reset and then lets one request open the next window', () => {
    const pace = createPace(() => 0);
    pace.end(pace.begin('enrol', at), answered(0), at);
    expect(pace.waitMs('enrol', at)).toBe(40_000);
    expect(pace.waitMs('enrol', at + 39_999)).toBe(1);
    expect(pace.waitMs('enrol', at + 40_000)).toBe(0);
    pace.begin('enrol', at + 40_000);
    expect(pace.waitMs('enrol', at + 40_000)).toBe(Infinity);
  });

  it('is not asked of requests that the window still has room for', () => {
    const pace = createPace(() => 0);
    pace.end(pace.begin('enrol', at), answered(2), at);
    pace.begin('enrol', at);
    expect(pace.waitMs('enrol', at)).toBe(0);
    pace.begin('enrol', at);
    expect(pace.waitMs('enrol', at)).toBeGreaterThan(0);
  });

  it('is a minute after a refusal that says nothing, or tells a time that cannot be', () => {
    const nonsense = { limit: 600, remaining: 0, resetAt: at + 86_400_000 };
    for (const rate of [undefined, nonsense]) {
      const pace = createPace(() => 0);
      pace.end(
        pace.begin('enrol', at),
        answered(0, { spent: { kind: 'answered', rate, refused: true } }),
        at,
      );
      expect(pace.waitMs('enrol', at)).toBe(60_000);
    }
  });

  it('is at least a second after a refusal at the edge of a window', () => {
    const pace = createPace(() => 0);
    const rate = { limit: 600, remaining: 0, resetAt: at };
    pace.end(pace.begin('enrol', at), answered(0, { spent: { kind: 'answered', rate, refused: true } }), at);
    expect(pace.waitMs('enrol', at)).toBe(1_000);
  });

  it('is not prolonged by one answer with a wrong date, nor by a local clock that is set back', () => {
    const pace = createPace(() => 0);
    pace.end(pace.begin('enrol', at), answered(5), at);
    pace.end(pace.begin('enrol', at), answered(0, { date: at - 3_600_000 }), at);
    expect(pace.waitMs('enrol', at)).toBe(40_000);
    expect(pace.waitMs('enrol', at - 3_600_000)).toBe(0);
  });

  it('tells what is left, and that an ended window is whole again', () => {
    const pace = createPace(() => 0);
    expect(pace.left('enrol', at)).toBeUndefined();
    pace.end(pace.begin('enrol', at), answered(500), at);
    pace.begin('enrol', at);
    expect(pace.left('enrol', at)).toMatchObject({ limit: 600, remaining: 499, resetsInMs: 40_000 });
    expect(pace.left('enrol', at + 50_000)).toMatchObject({ limit: 600, remaining: 600, resetsInMs: 0 });
  });

  it('covers everything for a moment after too many at once, and doubles while that goes on', () => {
    const pace = createPace(() => 0);
    const crowded = { spent: { kind: 'uncounted' }, concurrency: true, date: at } as const;
    pace.end(pace.begin('enrol', at), answered(500), at);
    const both = [pace.begin('enrol', at), pace.begin('enrol', at)] as const;
    for (const leave of both) pace.end(leave, crowded, at);
    expect(pace.waitMs('list', at)).toBe(1_000);
    pace.end(pace.begin('enrol', at + 1_000), crowded, at + 1_000);
    expect(pace.waitMs('list', at + 1_000)).toBe(2_000);
  });

  it('goes by Okta’s clock again after the local one was set forward', () => {
    const pace = createPace(() => 0);
    const later = at + 3_600_000;
    pace.end(pace.begin('enrol', at), answered(5), at);
    for (const remaining of [4, 0]) pace.end(pace.begin('enrol', later), answered(remaining), later);
    expect(pace.waitMs('enrol', later)).toBe(40_000);
  });

  it('leaves room for a first request of another route, which may draw on the same bucket', () => {
    const pace = createPace(() => 0);
    const first = pace.begin('list', at);
    pace.begin('enrol', at);
    pace.end(first, answered(1), at);
    expect(pace.waitMs('list', at)).toBe(Infinity);
  });

  it('opens its own window with one request though one that ended with it seems open still', () => {
    const pace = createPace(() => 0);
    const send = (route: string, remaining: number, resetInMs: number): void => {
      const rate = { limit: 600, remaining, resetAt: at + resetInMs };
      pace.end(
        pace.begin(route, at),
        { ...answered(1), spent: { kind: 'answered', rate, refused: false } },
        at,
      );
    };
    send('list', 500, 40_000);
    send('remove', 500, 41_000);
    pace.begin('list', at + 40_500);
    expect(pace.waitMs('list', at + 40_500)).toBe(Infinity);
  });

  it.each([
    [false, 0],
    [true, 40_000],
  ])('is shared with a route held to be apart if a refusal was not foreseen (refused: %s)', (refused, ms) => {
    const pace = createPace(() => 0);
    const send = (route: string, remaining: number, given: Partial<Report> = {}): void => {
      pace.end(pace.begin(route, at), answered(remaining, given), at);
    };
    send('list', 500);
    send('enrol', 400);
    // More than was left before: another bucket, or so it seems.
    send('list', 450);
    const rate = { limit: 600, remaining: 0, resetAt: at + 40_000 };
    send('enrol', 0, { spent: { kind: 'answered', rate, refused } });
    expect(pace.waitMs('list', at)).toBe(ms);
  });
});
