import { describe, expect, it } from 'vitest';
import { createWidth, type Width } from '../../src/okta/width.ts';

const route = 'POST /api/v1/users/{userId}/factors';

/** Answers to requests that left at the present width; `full` unless there was no more to send. */
function answers(width: Width, count: number, { tookMs = 100, full = true } = {}): void {
  for (let answer = 0; answer < count; answer += 1)
    width.answered({ route, tookMs, full, generation: width.generation });
}

/** Widths after each of some rounds, in each of which all that may be under way is answered. */
const rounds = (width: Width, count: number, how: { tookMs?: number; full?: boolean } = {}): number[] =>
  Array.from({ length: count }, () => {
    answers(width, width.allowed, how);
    return width.allowed;
  });

const widened = (): Width => {
  const width = createWidth(() => 0);
  rounds(width, 10);
  return width;
};

const pauses = (chance: number): readonly number[] => {
  const width = createWidth(() => chance);
  return Array.from({ length: 6 }, () => {
    width.refused(width.generation, 0);
    return width.quietMs(0);
  });
};

describe('requests under way at once', () => {
  it('double round by round, up to two thirds of what Okta gives most orgs', () => {
    expect(
      rounds(
        createWidth(() => 0),
        5,
      ),
    ).toEqual([20, 40, 50, 50, 50]);
  });

  it('stay as many as they are while no more are wanted', () => {
    expect(
      rounds(
        createWidth(() => 0),
        3,
        { full: false },
      ),
    ).toEqual([10, 10, 10]);
  });

  it('are halved by a refusal, down to one, and once for requests sent together', () => {
    const width = widened();
    const allowed: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const { generation } = width;
      width.refused(generation, 0);
      width.refused(generation, 0);
      allowed.push(width.allowed);
    }
    expect(allowed).toEqual([25, 12, 6, 3, 1, 1, 1]);
  });

  it('grow again one by one, to just below what was refused, and beyond it only after thousands', () => {
    const width = createWidth(() => 0);
    rounds(width, 2);
    width.refused(width.generation, 0);
    expect(rounds(width, 3)).toEqual([21, 22, 23]);
    expect(rounds(width, 30).at(-1)).toBe(39);
    answers(width, 2_000);
    answers(width, 50);
    expect(width.allowed).toBe(40);
  });

  it('become fewer when most answers of a round take far longer, and not for a few that do', () => {
    const width = widened();
    answers(width, 20, { tookMs: 2_000 });
    answers(width, 30);
    expect(width.allowed).toBe(50);
    answers(width, 30, { tookMs: 2_000 });
    answers(width, 20);
    expect(width.allowed).toBe(40);
    expect(rounds(width, 40, { tookMs: 2_000 }).at(-1)).toBeLessThan(10);
  });

  it('are not made fewer again by slow answers to requests from before', () => {
    const width = widened();
    const { generation } = width;
    answers(width, 50, { tookMs: 2_000 });
    for (let late = 0; late < 50; late += 1) width.answered({ route, tookMs: 2_000, full: true, generation });
    expect(width.allowed).toBe(40);
  });

  it('grow again when an Okta slower for good is the usual', () => {
    const width = widened();
    answers(width, 200, { tookMs: 800 });
    const narrowed = width.allowed;
    answers(width, 5_000, { tookMs: 800 });
    expect(width.allowed).toBeGreaterThan(narrowed);
  });

  it('are told slow by what their own route usually takes', () => {
    const width = createWidth(() => 0);
    for (let round = 0; round < 200; round += 1) {
      const { generation } = width;
      width.answered({ route: 'GET', tookMs: 20, full: true, generation });
      width.answered({ route: 'POST', tookMs: 900, full: true, generation });
    }
    expect(width.allowed).toBe(50);
  });

  it('pause longer while refusals go on, spread by chance, and not after a clock was set back', () => {
    expect(pauses(0)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000]);
    expect(pauses(1)).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 24_000]);
    const width = createWidth(() => 0);
    width.refused(width.generation, 0);
    expect(width.quietMs(-3_600_000)).toBe(0);
  });
});
