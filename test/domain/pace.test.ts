import { describe, expect, it } from 'vitest';
import { expectedMs } from '../../src/domain/pace.ts';

describe('how long a run takes', () => {
  it('is bound by the answers while the allowance lasts', () => {
    expect(expectedMs(60, { perMinute: 600, left: 600, resetsInMs: 60_000 })).toBe(4_000);
  });

  it('is bound by the windows that have to pass when it does not', () => {
    expect(expectedMs(1_000, { perMinute: 300, left: 100, resetsInMs: 20_000 })).toBe(140_000);
  });

  it('counts the answers alone before anything is known', () => {
    expect(expectedMs(6, undefined)).toBe(400);
  });

  it('is nothing for nothing', () => {
    expect(expectedMs(0, undefined)).toBe(0);
  });
});
