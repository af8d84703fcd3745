import { describe, expect, it } from 'vitest';
import type { Factor, NotOk, RejectReason } from '../../src/domain/okta.ts';
import { nextRowState } from '../../src/domain/row.ts';
import { afterEnrolling, afterUnenrolling, changedFacts, retryAt } from '../../src/domain/settle.ts';
import { make } from '../support/make.ts';

const at = 1_800_000_000_000;
const row = make.row({
  state: 'intended',
  userLogin: 'ana@acme.example',
  serial: '245252413141',
  attempt: 1,
});
const factor: Factor = {
  id: 'chf1',
  factorType: 'token:hotp',
  provider: 'CUSTOM',
  status: 'ACTIVE',
  vendorName: 'Token2',
  createdAt: at,
};
const rejected = (reason: RejectReason): NotOk => ({
  kind: 'rejected',
  reason,
  status: 400,
  oktaCode: 'E0000001',
  summary: 'Api validation failed',
});

describe('the answer to an enrolment', () => {
  it('enrols with the factor id that Okta gave', () => {
    expect(afterEnrolling(row, { kind: 'ok', value: factor }, at)).toMatchObject({
      event: 'enroll',
      factorId: 'chf1',
    });
  });

  it('is not called enrolled while Okta has not activated the factor', () => {
    const settling = afterEnrolling(
      row,
      { kind: 'ok', value: { ...factor, status: 'PENDING_ACTIVATION' } },
      at,
    );
    expect(settling).toMatchObject({ event: 'review', factorId: 'chf1' });
  });

  it('releases the row until the time that Okta named', () => {
    const reply: NotOk = { kind: 'retry', why: 'rate_limit', afterMs: 12_000 };
    expect(afterEnrolling(row, reply, at)).toEqual({ event: 'release', outcome: '', notBefore: at + 12_000 });
  });

  it('counts as lost when it may have had an effect', () => {
    expect(afterEnrolling(row, { kind: 'unknown', why: 'reset' }, at)).toMatchObject({ event: 'lose' });
  });

  it('pauses the batch, and fails nobody, when the credential is refused', () => {
    const settling = afterEnrolling(row, rejected('credential'), at);
    expect(settling.event).toBe('release');
    expect(settling.pause).toContain('No row has failed');
  });

  it('is a failure when another factor stands in the way', () => {
    expect(afterEnrolling(row, rejected('already_set_up'), at).event).toBe('fail');
  });

  it('is never called a failure when an earlier answer was lost and the factor may be ours', () => {
    expect(afterEnrolling({ ...row, lost: 1 }, rejected('already_set_up'), at).event).toBe('review');
  });

  it('holds the row back, and fails nobody yet, when the permission is refused', () => {
    const settling = afterEnrolling(row, rejected('permission'), at);
    expect(settling).toMatchObject({ event: 'hold', outcome: '' });
    expect(settling.held).toContain('ana@acme.example');
    expect(settling.held).toContain('Okta says: Api validation failed');
  });

  it.each<RejectReason>(['not_allowed_by_policy', 'user_status', 'not_found', 'invalid', 'user_locked'])(
    'fails the row and names the user when refused for %s',
    (reason) => {
      const settling = afterEnrolling(row, rejected(reason), at);
      expect(settling.event).toBe('fail');
      expect(settling.outcome).toContain('ana@acme.example');
      expect(settling.outcome).toContain('Okta says: Api validation failed');
    },
  );

  it.each<RejectReason>(['permission', 'invalid', 'not_found', 'already_set_up'])(
    'is doubt and not failure when refused for %s after a lost answer',
    (reason) => {
      const settling = afterEnrolling({ ...row, lost: 1 }, rejected(reason), at);
      expect(settling.event).toBe('review');
      expect(settling.outcome).not.toContain('Nothing was done');
    },
  );

  it('always leads to a legal next state', () => {
    const replies: NotOk[] = [
      { kind: 'retry', why: 'not_sent', afterMs: undefined },
      { kind: 'unknown', why: 'timeout' },
      rejected('credential'),
      rejected('already_set_up'),
      rejected('invalid'),
    ];
    for (const reply of replies)
      expect(nextRowState('intended', afterEnrolling(row, reply, at).event)).toBeDefined();
  });
});

describe('the answer to an un-enrolment', () => {
  const revoke = make.row({
    state: 'intended',
    action: 'unenroll',
    targetFactorId: 'chf9',
    serial: '',
    userLogin: 'ana@acme.example',
  });

  it('says whether Okta still had the factor', () => {
    expect(afterUnenrolling(revoke, { kind: 'ok', value: 'removed' }, at).outcome).toContain('is removed');
    expect(afterUnenrolling(revoke, { kind: 'ok', value: 'gone' }, at).outcome).toContain('no longer had');
  });

  it('names the factor that went', () => {
    expect(afterUnenrolling(revoke, { kind: 'ok', value: 'removed' }, at)).toMatchObject({
      event: 'unenroll',
      factorId: 'chf9',
    });
  });
});

describe('waiting before the next try', () => {
  it('doubles up to a minute when Okta names no time', () => {
    const waits = [0, 1, 2, 3, 10].map((tries) => retryAt({ why: 'not_sent' }, tries, 0));
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 60_000]);
  });
});

describe('facts that changed since the approval', () => {
  const user = {
    id: '00u1',
    login: 'ana@acme.example',
    email: 'ana@acme.example',
    name: 'Ana',
    status: 'ACTIVE',
  };
  const planned = make.row({ state: 'planned', seenFactorIds: ['chf1'] });

  it('are none when user and factors are as they were', () => {
    expect(changedFacts(planned, user, ['chf1'])).toBeUndefined();
  });

  it.each([
    ['the user is deactivated', { ...user, status: 'DEPROVISIONED' }, ['chf1'], 'DEPROVISIONED'],
    ['the user is suspended', { ...user, status: 'SUSPENDED' }, ['chf1'], 'SUSPENDED'],
    ['the user is gone', undefined, [], 'no longer shows'],
    ['another factor appeared', user, ['chf1', 'chf2'], 'chf2'],
  ])('hold the row when %s', (_name, now, factors, word) => {
    const held = changedFacts(planned, now, factors);
    expect(held?.event).toBe('review');
    expect(held?.outcome).toContain(word);
  });

  it('do not keep a token from being taken away from somebody suspended', () => {
    const revoke = { ...planned, action: 'unenroll' } as const;
    expect(changedFacts(revoke, { ...user, status: 'SUSPENDED' }, ['chf1'])).toBeUndefined();
    expect(changedFacts(revoke, { ...user, status: 'DEPROVISIONED' }, ['chf1'])?.event).toBe('review');
  });
});

describe('an answer that leaves a row open', () => {
  it('waits a moment before the first look', () => {
    const lost = { kind: 'unknown', why: 'reset' } as const;
    expect(afterEnrolling(row, lost, at)).toEqual({ event: 'lose', outcome: '', notBefore: at + 2_000 });
    expect(afterUnenrolling(row, lost, at)).toEqual({ event: 'lose', outcome: '', notBefore: at + 2_000 });
  });

  it('says what stays in doubt beside what was refused', () => {
    const settling = afterEnrolling({ ...row, lost: 1 }, rejected('invalid'), at);
    expect(settling).toMatchObject({ event: 'review', cause: 'invalid' });
    expect(settling.outcome).toContain('answer was lost');
    expect(settling.outcome).toContain('refused the request');
  });

  it('says nothing of the row when all rows wait', () => {
    expect(afterEnrolling(row, rejected('credential'), at).outcome).toBe('');
  });

  it('names the factors that appeared', () => {
    const user = { id: '00u1', login: 'ana@acme.example', email: '', name: '', status: 'ACTIVE' };
    expect(changedFacts(row, user, ['chf8', 'chf9'])?.outcome).toContain('chf8, chf9');
  });
});
