import { describe, expect, it } from 'vitest';
import { createTurns, type Pace } from '../../src/domain/turns.ts';

const hourMs = 3_600_000;

function atClock(from = 0): {
  readonly clock: { now: number };
  readonly turns: ReturnType<typeof createTurns>;
} {
  const clock = { now: from };
  return { clock, turns: createTurns(() => clock.now) };
}

/** Takes every turn as early as it is allowed and gives the times. */
function runs(pace: Pace, count: number, from = 0): number[] {
  const { clock, turns } = atClock(from);
  return Array.from({ length: count }, () => {
    clock.now = Math.max(clock.now, turns.freeAt('channel', pace));
    turns.take('channel', pace);
    return clock.now;
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
    const { turns } = atClock();
    const pace = { everyMs: 1_000, burst: 1 };
    turns.take('a', pace);
    expect(turns.freeAt('a', pace)).toBe(1_000);
    expect(turns.freeAt('b', pace)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('are not given before the time until which a key is closed', () => {
    const { clock, turns } = atClock();
    const pace = { everyMs: 1_000, burst: 3 };
    turns.take('a', pace);
    turns.close('a', 5_000);
    expect(turns.freeAt('a', pace)).toBe(5_000);
    turns.take('b', pace);
    clock.now = 4_999;
    turns.take('a', pace);
    expect(turns.freeAt('a', pace)).toBe(5_000);
  });

  it('come as soon as ever when the clock is set back', () => {
    const { clock, turns } = atClock(2 * hourMs);
    const pace = { everyMs: 1_000, burst: 1 };
    turns.take('a', pace);
    turns.close('b', clock.now + 5_000);
    clock.now -= hourMs;
    expect(turns.freeAt('a', pace) - clock.now).toBe(1_000);
    expect(turns.freeAt('b', pace) - clock.now).toBe(5_000);
  });

  it('are forgotten when they have passed', () => {
    const { clock, turns } = atClock();
    const pace = { everyMs: 1_000, burst: 1 };
    turns.take('a', pace);
    turns.close('b', 1_000);
    clock.now = 1_000;
    turns.take('c', pace);
    expect([turns.freeAt('a', pace), turns.freeAt('b', pace)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
  });
});
