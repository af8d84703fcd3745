import { describe, expect, it } from 'vitest';
import { expiryWarnings } from '../../src/domain/plan-expiry.ts';

const at = Date.UTC(2030, 0, 1);
const day = 24 * 60 * 60_000;

describe('the end of a token by its vendor', () => {
  it('is told where it is past or near, with the day', () => {
    expect(expiryWarnings('1001', at - day, at)).toEqual([
      "The vendor's file says that token 1001 ended on 2029-12-31. Check its battery before it is given out.",
    ]);
    expect(expiryWarnings('1001', at + 90 * day, at)).toEqual([
      "The vendor's file says that token 1001 ends on 2030-04-01. Plan its replacement.",
    ]);
  });

  it('is not told years before, or where the file has none', () => {
    expect(expiryWarnings('1001', at + 2000 * day, at)).toEqual([]);
    expect(expiryWarnings('1001', undefined, at)).toEqual([]);
  });
});
