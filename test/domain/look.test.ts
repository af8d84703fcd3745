import { describe, expect, it } from 'vitest';
import {
  activationsSince,
  doubtMs,
  lookForEnrolment,
  lookForRemoval,
  lookInLog,
} from '../../src/domain/look.ts';
import type { Factor } from '../../src/domain/okta.ts';
import { make } from '../support/make.ts';

const intentAt = 1_800_000_000_000;
/** Okta's clock runs three hours behind ours: only times on Okta's side may be compared. */
const oktaAt = intentAt - 3 * 60 * 60_000;
const row = make.row({
  state: 'unknown',
  action: 'enroll',
  intentAt,
  oktaAt,
  seenFactorIds: ['chf-old'],
  lost: 1,
});
const factor = (id: string, createdAt: number | undefined = oktaAt + 1_000): Factor => ({
  id,
  factorType: 'token:hotp',
  provider: 'CUSTOM',
  status: 'ACTIVE',
  vendorName: 'Token2',
  createdAt,
});
const late = intentAt + doubtMs;

describe('looking after a lost enrolment', () => {
  it('takes a new factor created after the intent for its own', () => {
    const look = lookForEnrolment(row, [factor('chf-new')], intentAt + 2_000);
    expect(look).toMatchObject({ kind: 'settle', settling: { event: 'enroll', factorId: 'chf-new' } });
  });

  it('allows for clocks of Okta that disagree by seconds', () => {
    expect(lookForEnrolment(row, [factor('chf-new', oktaAt - 4_000)], late).kind).toBe('settle');
  });

  it('never takes a factor that was there before', () => {
    const look = lookForEnrolment(row, [factor('chf-old')], late);
    expect(look).toMatchObject({ kind: 'settle', settling: { event: 'review' } });
  });

  it('never takes a factor that is older than the intent', () => {
    const look = lookForEnrolment(row, [factor('chf-new', oktaAt - 60_000)], late);
    expect(look).toMatchObject({ kind: 'settle', settling: { event: 'review' } });
  });

  it('chooses none when two are new', () => {
    const look = lookForEnrolment(row, [factor('chf-a'), factor('chf-b')], late);
    expect(look).toMatchObject({ kind: 'settle', settling: { event: 'review' } });
  });

  it('counts what the first lost request made, although a second one was asked for since', () => {
    const second = { ...row, lost: 2, oktaAt: oktaAt + doubtMs, doubtFrom: oktaAt };
    const look = lookForEnrolment(second, [factor('chf-new')], late + doubtMs);
    expect(look).toMatchObject({ kind: 'settle', settling: { event: 'enroll', factorId: 'chf-new' } });
  });

  it('does not count other kinds of factor', () => {
    const push: Factor = { ...factor('opf1'), factorType: 'push', provider: 'OKTA' };
    expect(lookForEnrolment(row, [push], late)).toEqual({ kind: 'repeat' });
  });

  it('waits while the lost request may still be running', () => {
    expect(lookForEnrolment(row, [], late - 1)).toEqual({ kind: 'wait', notBefore: late });
  });

  it('repeats once at most', () => {
    expect(lookForEnrolment(row, [], late)).toEqual({ kind: 'repeat' });
    expect(lookForEnrolment({ ...row, lost: 2 }, [], late)).toMatchObject({
      kind: 'settle',
      settling: { event: 'review' },
    });
  });
});

describe('the System Log', () => {
  it('is asked for what happened since the intent, by the clock of Okta', () => {
    expect(activationsSince(row)).toBe(oktaAt - 5_000);
    expect(activationsSince({ ...row, oktaAt: undefined })).toBeUndefined();
  });

  it('keeps an enrolment from being repeated that it shows, and says when it was', () => {
    const look = lookInLog(row, [{ at: Date.UTC(2026, 0, 5, 9, 30), factorType: 'token:hotp' }]);
    expect(look).toMatchObject({ kind: 'settle', settling: { event: 'review' } });
    expect(look.kind === 'settle' && look.settling.outcome).toContain('2026-01-05 09:30 UTC');
    expect(lookInLog(row, [{ at: oktaAt }]).kind).toBe('settle');
  });

  it('keeps nothing back by its silence, by factors of other kinds, or by those seen before', () => {
    expect(lookInLog(row, [])).toEqual({ kind: 'repeat' });
    expect(lookInLog(row, [{ at: oktaAt, factorType: 'push' }])).toEqual({ kind: 'repeat' });
    expect(lookInLog(row, [{ at: oktaAt, factorId: 'chf-old' }])).toEqual({ kind: 'repeat' });
  });
});

describe('looking after a lost un-enrolment', () => {
  it('asks again, since the request names one factor, and gives up after three lost answers', () => {
    expect(lookForRemoval({ ...row, lost: 3 })).toEqual({ kind: 'repeat' });
    expect(lookForRemoval({ ...row, lost: 4 })).toMatchObject({
      kind: 'settle',
      settling: { event: 'review' },
    });
  });
});

describe('what a look tells', () => {
  it('names the factors that it leaves alone, and why', () => {
    const look = lookForEnrolment(
      { ...row, seenFactorIds: [] },
      [factor('chf-a'), factor('chf-b')],
      intentAt,
    );
    expect(look).toMatchObject({ kind: 'settle', settling: { event: 'review', cause: 'answer_lost' } });
    expect(JSON.stringify(look)).toContain('chf-a, chf-b');
  });

  it('counts a factor whose making Okta does not date', () => {
    const undated = { ...factor('chf-a'), createdAt: undefined };
    expect(lookForEnrolment(row, [undated], intentAt)).toMatchObject({ settling: { event: 'enroll' } });
  });

  it('counts a factor to the second by which clocks of Okta may disagree', () => {
    const just = lookForEnrolment(row, [factor('chf-a', oktaAt - 5_000)], intentAt);
    expect(just).toMatchObject({ settling: { event: 'enroll' } });
    const older = lookForEnrolment(row, [factor('chf-a', oktaAt - 5_001)], intentAt);
    expect(older).toMatchObject({ settling: { event: 'review' } });
  });
});
