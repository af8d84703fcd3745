import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { decodeValue, encodeValue } from '../../src/slack/ids.ts';
import { make } from '../support/make.ts';

describe('the value of a button', () => {
  it('says which batch, which revision and which plan the person saw', () => {
    const batch = make.batch({ id: 'b_01K', revision: 3, planHash: '0123456789abcdef'.repeat(4) });
    expect(encodeValue(batch)).toBe('b_01K.3.0123456789ab');
    expect(decodeValue(encodeValue(batch))).toEqual({
      batchId: 'b_01K',
      revision: 3,
      hash12: '0123456789ab',
    });
  });

  it('comes back as it went out', () => {
    const batches = fc.record({
      id: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      revision: fc.integer({ min: 0, max: 999_999_999 }),
      planHash: fc.stringMatching(/^[0-9a-f]{64}$/),
    });
    fc.assert(
      fc.property(batches, (batch) => {
        expect(decodeValue(encodeValue(batch))).toEqual({
          batchId: batch.id,
          revision: batch.revision,
          hash12: batch.planHash.slice(0, 12),
        });
      }),
    );
  });

  it.each([
    [undefined],
    [null],
    [7],
    [''],
    ['b1'],
    ['b1.1'],
    ['b1.1.0123456789a'],
    ['b1.1.0123456789abc'],
    ['b1.1.0123456789AB'],
    ['b1.01.0123456789ab'],
    ['b1.-1.0123456789ab'],
    ['b1.1e3.0123456789ab'],
    ['b1.9999999999.0123456789ab'],
    ['b 1.1.0123456789ab'],
    ['b1.1.0123456789ab\n'],
    ['b1.1.0123456789ab.more'],
    [`${'b'.repeat(65)}.1.0123456789ab`],
    [['b1.1.0123456789ab']],
  ])('is refused when it is %j', (value) => {
    expect(decodeValue(value)).toBeUndefined();
  });

  it('is not made for a batch without a plan', () => {
    expect(() => encodeValue(make.batch({ planHash: '' }))).toThrow(AppError);
  });
});
