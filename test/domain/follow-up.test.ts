import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/domain/approval.ts';
import { batchStates } from '../../src/domain/batch.ts';
import { type FollowUpRequest, refuseFollowUp, sortFailures } from '../../src/domain/follow-up.ts';
import { make } from '../support/make.ts';

const batch = make.batch({ state: 'finished', requestedBy: 'U9' });
const actor = (id: string): Actor => ({
  person: make.person({ id }),
  inChannel: true,
  channelId: 'C1',
  teamId: 'T1',
});
const left: FollowUpRequest['left'] = { failures: { again: 2, not: [] }, enrolled: 3, followUps: [] };

const asked = (given: Partial<FollowUpRequest> = {}): string | undefined =>
  refuseFollowUp({
    verb: 'retry',
    actor: actor('U1'),
    batch,
    left,
    seen: { revision: 1, hash12: batch.planHash.slice(0, 12) },
    card: { channelId: 'C1', ts: batch.cardTs ?? '' },
    approvers: { kind: 'channel' },
    isApprover: true,
    ...given,
  })?.code;

describe('who may ask for a retry or an undo', () => {
  it('is an approver, or who asked for the batch', () => {
    expect(asked()).toBeUndefined();
    expect(asked({ verb: 'undo' })).toBeUndefined();
    expect(asked({ actor: actor('U9'), isApprover: false })).toBeUndefined();
    expect(asked({ isApprover: false })).toBe('not_the_requester');
    expect(asked({ isApprover: undefined })).toBe('not_verified');
    expect(asked({ actor: { ...actor('U1'), inChannel: false } })).toBe('not_in_channel');
    expect(asked({ actor: { ...actor('U1'), person: undefined } })).toBe('not_verified');
  });

  it('is told that a card is not the present one', () => {
    expect(asked({ card: { channelId: 'C1', ts: '1.1' } })).toBe('other_card');
    expect(asked({ seen: { revision: 0, hash12: 'cdcdcdcdcdcd' } })).toBe('old_card');
    expect(asked({ seen: { revision: 1, hash12: '000000000000' } })).toBe('plan_changed');
  });
});

describe('what can follow', () => {
  it.each(batchStates)('is nothing unless the batch has run (%s)', (state) => {
    const ran = state === 'finished' || state === 'stopped';
    expect(asked({ batch: { ...batch, state } })).toBe(ran ? undefined : 'nothing_left');
  });

  it('is nothing where no row is left for it', () => {
    expect(asked({ left: { ...left, failures: { again: 0, not: [] } } })).toBe('nothing_left');
    expect(asked({ verb: 'undo', left: { ...left, enrolled: 0 } })).toBe('nothing_left');
  });

  it.each(batchStates)('is one batch of a kind, unless that came to nothing (%s)', (state) => {
    const followUps = [make.batch({ kind: 'retry', state, sourceId: batch.id })];
    const free = ['rejected', 'withdrawn', 'expired', 'discarded'].includes(state);
    expect(asked({ left: { ...left, followUps } })).toBe(free ? undefined : 'already_followed');
    expect(asked({ verb: 'undo', left: { ...left, followUps } })).toBeUndefined();
  });
});

describe('failed rows', () => {
  it('are tried again where that can help, and the others are counted by the reason', () => {
    const row = { action: 'enroll', seedKept: true } as const;
    const sorted = sortFailures([
      row,
      { ...row, cause: 'permission' },
      { ...row, cause: 'invalid' },
      { ...row, cause: 'invalid' },
      { ...row, seedKept: false },
      { ...row, action: 'unenroll', seedKept: false },
    ]);
    expect(sorted.again).toBe(3);
    expect(sorted.not.map(({ rows }) => rows)).toEqual([2, 1]);
    expect(sorted.not.map(({ why }) => why).join(' ')).toContain('drop the file again');
  });
});
