import { describe, expect, it } from 'vitest';
import { createWidth } from '../../src/okta/width.ts';

const pauses = (chance: number): readonly number[] => {
  const width = createWidth(() => chance);
  return Array.from({ length: 6 }, () => {
    width.refused(width.generation, 0);
    return width.quietMs(0);
  });
};

describe('requests under way at once', () => {
  it('are halved by a refusal, down to one, and once for requests sent together', () => {
    const width = createWidth(() => 0);
    const allowed: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const { generation } = width;
      width.refused(generation, 0);
      width.refused(generation, 0);
      allowed.push(width.allowed);
    }
    expect(allowed).toEqual([5, 2, 1, 1, 1]);
  });

  it('grow again one by one, and not beyond where they began', () => {
    const width = createWidth(() => 0);
    const { allowed: most } = width;
    width.refused(width.generation, 0);
    const half = width.allowed;
    for (let answer = 0; answer < 50; answer += 1) width.answered();
    expect(width.allowed).toBe(half + 1);
    for (let answer = 0; answer < 5_000; answer += 1) width.answered();
    expect(width.allowed).toBe(most);
  });

  it('pause longer while refusals go on, spread by chance, and not after a clock was set back', () => {
    expect(pauses(0)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000]);
    expect(pauses(1)).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 24_000]);
    const width = createWidth(() => 0);
    width.refused(width.generation, 0);
    expect(width.quietMs(-3_600_000)).toBe(0);
  });
});
