import { describe, expect, it } from 'vitest';
import { createTurns, type Pace } from '../../src/domain/turns.ts';

/** Takes every turn as early as it is allowed and gives the times. */
function runs(pace: Pace, count: number, from = 0): number[] {
  const turns = createTurns();
  let now = from;
  return Array.from({ length: count }, () => {
    now = Math.max(now, turns.freeAt('channel', pace));
    turns.take('channel', pace, now);
    return now;
  });
}

describe('turns', () => {
  it('allow a burst, and then one at a time', () => {
    expect(runs({ everyMs: 1_000, burst: 3 }, 6)).toEqual([0, 0, 0, 1_000, 2_000, 3_000]);
  });

  it('are evenly spread without a burst', () => {
    expect(runs({ everyMs: 3_000, burst: 1 }, 3, 500)).toEqual([500, 3_500, 6_500]);
  });

  it('are kept for each key alone', () => {
    const turns = createTurns();
    turns.take('a', { everyMs: 1_000, burst: 1 }, 0);
    expect(turns.freeAt('a', { everyMs: 1_000, burst: 1 })).toBe(1_000);
    expect(turns.freeAt('b', { everyMs: 1_000, burst: 1 })).toBe(Number.NEGATIVE_INFINITY);
  });

  it('are not given before the time until which a key is closed', () => {
    const turns = createTurns();
    const pace = { everyMs: 1_000, burst: 3 };
    turns.take('a', pace, 0);
    turns.close('a', 5_000);
    expect(turns.freeAt('a', pace)).toBe(5_000);
    turns.take('a', pace, 5_000);
    expect(turns.freeAt('a', pace)).toBe(5_000);
    expect(turns.freeAt('b', pace)).toBe(Number.NEGATIVE_INFINITY);
  });
});
