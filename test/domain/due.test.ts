import { assert, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDue, leftUntil } from '../../src/domain/due.ts';

describe('what is done every so often', () => {
  it.each([
    ['too early', 1_000, 1_499, false],
    ['in time', 1_000, 1_500, true],
    ['at the same moment', 1_000, 1_000, false],
    ['after the clock was set back', 1_000, 999, true],
    ['never done before', Number.NEGATIVE_INFINITY, 0, true],
  ])('%s', (_, lastAt, now, due) => {
    expect(isDue(lastAt, 500, now)).toBe(due);
  });
});

describe('what is left of a wait', () => {
  it.each([
    ['its rest', 1_500, 1_100, 400],
    ['all of it', 1_500, 1_000, 500],
    ['nothing once it is over', 1_500, 1_501, 0],
    ['nothing when more is left than was ever meant', 1_500, 999, 0],
  ])('%s', (_, until, now, left) => {
    expect(leftUntil(until, now, 500)).toBe(left);
  });

  it('is never longer than the longest, wherever the clock was set', () => {
    assert(
      property(integer(), integer(), nat(), (until, now, longest) => {
        const left = leftUntil(until, now, longest);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(longest);
      }),
    );
  });
});
