import { describe, expect, it } from 'vitest';
import { lookAgain, nextLook } from '../../src/domain/look-again.ts';
import { doubtMs } from '../../src/domain/look.ts';
import type { Factor } from '../../src/domain/okta.ts';
import { make } from '../support/make.ts';

const oktaAt = 1_800_000_000_000;
const row = make.row({
  state: 'needs_review',
  action: 'enroll',
  doubtFrom: oktaAt,
  oktaAt,
  seenFactorIds: ['chf-old'],
  attempt: 1,
  lost: 1,
});
const factor = (id: string, createdAt: number | undefined, status = 'ACTIVE'): Factor => ({
  id,
  factorType: 'token:hotp',
  provider: 'CUSTOM',
  status,
  vendorName: 'Token2',
  createdAt,
});

describe('a later look at a row that was left to a person', () => {
  it('finds a factor that Okta made while the request could still be at work', () => {
    const found = lookAgain(row, [factor('chf-new', oktaAt + 1_000)]);
    expect(found).toMatchObject({ event: 'find', factorId: 'chf-new' });
    expect(found?.outcome).toContain(row.serial);
  });

  it.each<[string, readonly Factor[]]>([
    ['nothing is there', []],
    ['the factor was there before', [factor('chf-old', oktaAt + 1_000)]],
    ['somebody enrolled it later', [factor('chf-new', oktaAt + doubtMs + 1_000)]],
    ['it is older than the request', [factor('chf-new', oktaAt - 60_000)]],
    ['Okta does not say when it was made', [factor('chf-new', undefined)]],
    ['it is not active', [factor('chf-new', oktaAt, 'INACTIVE')]],
    ['there are two', [factor('chf-a', oktaAt), factor('chf-b', oktaAt)]],
  ])('settles nothing when %s', (_what, factors) => {
    expect(lookAgain(row, factors)).toBeUndefined();
  });

  it('is taken every few minutes for an hour, and only after a lost answer', () => {
    const looks = [];
    for (let at = nextLook(row, 0, 0); at !== undefined; at = nextLook(row, 0, at)) looks.push(at / 60_000);
    expect(looks).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]);
    expect(nextLook(row, 1, 0), 'the clock was set back').toBeUndefined();
    expect(nextLook({ ...row, lost: 0 }, 0, 0)).toBeUndefined();
    expect(nextLook({ ...row, action: 'unenroll' }, 0, 0)).toBeUndefined();
  });
});
