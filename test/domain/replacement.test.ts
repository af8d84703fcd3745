import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askOf, consequence, isMidway } from '../../src/domain/replacement.ts';
import { nextRowState, rowSteps, type Row, type RowEvent } from '../../src/domain/row.ts';
import type { Settling } from '../../src/domain/settle.ts';
import { make } from '../support/make.ts';

const row = make.row({
  action: 'replace',
  state: 'intended',
  serial: '222222',
  oldSerial: '111111',
  oldAuthenticatorId: 'fpr-old',
  targetFactorId: 'chf-old',
  attempt: 1,
});
const enrolling: Row = { ...row, step: 'enroll', attempt: 2 };
const restoring: Row = { ...row, step: 'restore', attempt: 3, outcome: 'Okta refused.' };
const refused: Settling = { event: 'fail', cause: 'invalid', outcome: 'Okta refused.' };

describe('a replacement', () => {
  it('takes the old token away first, then enrols the new one', () => {
    expect(askOf(row)).toBe('unenroll');
    expect(isMidway(row)).toBe(false);
    expect(consequence(row, { event: 'unenroll', outcome: 'Removed.' })).toMatchObject({
      event: 'step',
      step: 'enroll',
      factorId: 'chf-old',
    });
    expect(askOf(enrolling)).toBe('enroll');
    expect(isMidway(enrolling)).toBe(true);
    const end = consequence(enrolling, { event: 'enroll', factorId: 'chf-new', outcome: 'Enrolled.' });
    expect(end).toMatchObject({ event: 'enroll', factorId: 'chf-new' });
    expect(end.outcome).toContain('in place of token 111111');
  });

  it('fails as any row does while nothing was taken away', () => {
    expect(consequence(row, refused)).toEqual(refused);
  });

  it.each<[string, Settling]>([
    ['Okta refuses', refused],
    ['the permission is refused', { event: 'hold', outcome: '', held: 'Not permitted.' }],
    ['the new token was taken meanwhile', { event: 'review', outcome: 'Taken.' }],
  ])('brings the old token back when %s after that', (_what, settling) => {
    const next = consequence(enrolling, settling);
    expect(next).toMatchObject({ event: 'step', step: 'restore' });
    expect(next.outcome).not.toBe('');
    expect(askOf({ ...enrolling, step: 'restore' })).toBe('restore');
  });

  it('does not bring it back while the new one may be in Okta, or where its seed is unknown', () => {
    const inDoubt = consequence({ ...enrolling, lost: 1 }, { event: 'review', outcome: 'Lost.' });
    expect(inDoubt.event).toBe('review');
    expect(inDoubt.outcome).toContain('may have no token now');
    expect(consequence({ ...enrolling, oldSerial: undefined }, refused).event).toBe('review');
  });

  it('ends as a failure that says so once the old token is back', () => {
    const end = consequence(restoring, { event: 'enroll', factorId: 'chf-again', outcome: 'Enrolled.' });
    expect(end).toMatchObject({ event: 'fail', factorId: 'chf-again' });
    expect(end.outcome).toContain('Okta refused. The old token, 111111, is enrolled');
  });

  it('leaves a loud end when it cannot be brought back', () => {
    const end = consequence(restoring, refused);
    expect(end.event).toBe('review');
    expect(end.outcome).toContain('may have no token now');
    expect(end.outcome).toContain('assign a token');
  });

  it('never ends without a word about a token that was taken away, and never illegally', () => {
    const events: readonly RowEvent[] = ['enroll', 'fail', 'release', 'hold', 'lose', 'review'];
    fc.assert(
      fc.property(
        fc.constantFrom(...rowSteps),
        fc.constantFrom(...events),
        fc.nat(2),
        fc.boolean(),
        (step, event, lost, known) => {
          const at: Row = { ...row, step, lost, attempt: 3, ...(known ? {} : { oldSerial: undefined }) };
          const { event: now, outcome } = consequence(at, { event, outcome: 'Said.', held: undefined });
          expect(nextRowState('intended', now)).toBeDefined();
          const words = now === 'review' ? 'may have no token now' : now === 'fail' ? 'is enrolled' : '';
          expect(outcome).toContain(words);
        },
      ),
    );
  });
});

describe('any other row', () => {
  it('means what its answer says', () => {
    const plain = make.row({ action: 'enroll', state: 'intended' });
    expect(consequence(plain, refused)).toBe(refused);
    expect([askOf(plain), askOf({ ...plain, action: 'unenroll' })]).toEqual(['enroll', 'unenroll']);
  });
});
