import { describe, expect, it } from 'vitest';
import { placesFree } from '../../src/jobs/under-way.ts';

describe('places for rows', () => {
  it('are half as many again as requests may be under way, since rows also wait for the disk', () => {
    expect(placesFree(10, { all: 0, own: 0 })).toBe(15);
    expect(placesFree(50, { all: 20, own: 20 })).toBe(55);
  });

  it('are filled when several are free, since looking for rows costs as much for one', () => {
    expect(placesFree(10, { all: 12, own: 12 })).toBe(0);
    expect(placesFree(10, { all: 11, own: 11 })).toBe(4);
    expect(placesFree(1, { all: 1, own: 1 })).toBe(1);
  });

  it('hold one for a batch that has none, however many others have', () => {
    expect(placesFree(10, { all: 15, own: 0 })).toBe(1);
    expect(placesFree(10, { all: 16, own: 1 })).toBe(0);
  });

  it('are none while more are taken than there are since Okta refused', () => {
    expect(placesFree(5, { all: 15, own: 15 })).toBe(0);
  });
});
