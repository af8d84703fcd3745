import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, isApprover, mayUse, type Actor, type DecisionRequest } from '../../src/domain/approval.ts';
import { batchStates, nextBatchState } from '../../src/domain/batch.ts';
import type { Person } from '../../src/domain/people.ts';

const person = (over: Partial<Person> = {}): Person => ({
  id: 'U1',
  teamId: 'T1',
  name: 'Maria',
  emailConfirmed: true,
  deactivated: false,
  bot: false,
  guest: false,
  external: false,
  ...over,
});
const actor = (over: Partial<Actor> = {}): Actor => ({
  person: person(),
  inChannel: true,
  channelId: 'C1',
  teamId: 'T1',
  ...over,
});

const now = 1_700_000_000_000;
const planHash = '0123456789abcdef'.repeat(4);
const batch: DecisionRequest['batch'] = {
  state: 'awaiting_approval',
  revision: 3,
  planHash,
  expiresAt: now + 1,
  requestedBy: 'U9',
  channelId: 'C1',
  cardTs: '1700.1',
  briefing: {},
};
const request = (over: Partial<DecisionRequest> = {}): DecisionRequest => ({
  verb: 'approve',
  actor: actor(),
  batch,
  seen: { revision: 3, hash12: planHash.slice(0, 12) },
  card: { channelId: 'C1', ts: '1700.1' },
  policy: 'confirm',
  approvers: { kind: 'channel' },
  isApprover: true,
  now,
  ...over,
});

const outcome = (over: Partial<DecisionRequest> = {}): string => {
  const decision = decide(request(over));
  return decision.ok ? decision.state : decision.refusal.code;
};
const code = (over: Partial<Actor>) => mayUse(actor(over))?.code;

describe('who may use the bot', () => {
  it('is a full member of this workspace who is in the admin channel', () => {
    expect(mayUse(actor())).toBeUndefined();
  });

  it.each([
    ['another workspace', { person: person({ teamId: 'T2' }) }, { code: 'other_workspace' }],
    [
      'a deactivated account',
      { person: person({ deactivated: true }) },
      { code: 'not_a_full_member', account: 'deactivated' },
    ],
    ['a bot', { person: person({ bot: true }) }, { code: 'not_a_full_member', account: 'bot' }],
    ['a guest', { person: person({ guest: true }) }, { code: 'not_a_full_member', account: 'guest' }],
    [
      'an external person',
      { person: person({ external: true }) },
      { code: 'not_a_full_member', account: 'external' },
    ],
    [
      'somebody whose address is not confirmed',
      { person: person({ emailConfirmed: false }) },
      { code: 'not_a_full_member', account: 'unconfirmed' },
    ],
    [
      'somebody whose click came from elsewhere',
      { elsewhere: true, person: undefined },
      { code: 'other_workspace' },
    ],
    ['somebody outside the channel', { inChannel: false }, { code: 'not_in_channel', channelId: 'C1' }],
    ['somebody Slack could not describe', { person: undefined }, { code: 'not_verified', what: 'person' }],
    [
      'anybody in a channel that is no longer safe',
      { channelUnsafe: 'it is archived' },
      { code: 'unsafe_channel', channelId: 'C1', why: 'it is archived' },
    ],
    [
      'somebody whose membership is unknown',
      { inChannel: undefined },
      { code: 'not_verified', what: 'channel' },
    ],
  ])('is not %s', (_, over, refusal) => {
    expect(mayUse(actor(over))).toEqual(refusal);
  });

  it('is refused by the account before the channel, and by the workspace before the account', () => {
    expect(code({ person: person({ teamId: 'T2', guest: true }), inChannel: false })).toBe('other_workspace');
    expect(code({ person: person({ guest: true }), inChannel: false })).toBe('not_a_full_member');
  });
});

describe('who is an approver', () => {
  it('is everybody in the channel where nobody is listed', () => {
    expect(isApprover({ kind: 'channel' }, 'U1')).toBe(true);
  });

  it('is whom the list or the group names', () => {
    const rule = { kind: 'listed', userIds: ['U1'], groupId: 'S1' } as const;
    expect(isApprover(rule, 'U1')).toBe(true);
    expect(isApprover(rule, 'U2', ['U2'])).toBe(true);
    expect(isApprover(rule, 'U3', ['U2'])).toBe(false);
    expect(isApprover({ kind: 'listed', userIds: ['U1'] }, 'U3')).toBe(false);
  });

  it('is unknown while the group cannot be read, except for those listed by name', () => {
    const rule = { kind: 'listed', userIds: ['U1'], groupId: 'S1' } as const;
    expect(isApprover(rule, 'U1')).toBe(true);
    expect(isApprover(rule, 'U2')).toBeUndefined();
  });
});

const anyClick = fc.record({
  verb: fc.constantFrom('approve', 'reject', 'withdraw', 'pause', 'resume', 'stop'),
  state: fc.constantFrom(...batchStates),
  inChannel: fc.constantFrom(true, false, undefined),
  approver: fc.constantFrom(true, false, undefined),
  own: fc.boolean(),
  guest: fc.boolean(),
  fresh: fc.boolean(),
  policy: fc.constantFrom('confirm', 'second-person'),
});

type Click = typeof anyClick extends fc.Arbitrary<infer C> ? C : never;

/** All that has to hold, said once more in other words. */
const entitled = ({ guest, inChannel, approver, verb, own, policy }: Click): boolean => {
  if (guest || inChannel !== true) return false;
  if (['pause', 'stop'].includes(verb) || (own && ['withdraw', 'resume'].includes(verb))) return true;
  const secondPersonMissing = verb === 'approve' && policy === 'second-person' && own;
  return approver === true && !secondPersonMissing;
};

describe('a decision', () => {
  it('is taken by an approver on the plan he saw', () => {
    expect(outcome()).toBe('running');
    expect(outcome({ verb: 'reject' })).toBe('rejected');
    expect(outcome({ verb: 'withdraw' })).toBe('withdrawn');
  });

  it('needs an approver, or for a withdrawal the requester', () => {
    const own = { ...batch, requestedBy: 'U1' };
    expect(outcome({ isApprover: false })).toBe('not_an_approver');
    expect(outcome({ isApprover: false, batch: own })).toBe('not_an_approver');
    expect(outcome({ verb: 'reject', isApprover: false, batch: own })).toBe('not_an_approver');
    expect(outcome({ verb: 'withdraw', isApprover: false })).toBe('not_the_requester');
    expect(outcome({ verb: 'withdraw', isApprover: false, batch: own })).toBe('withdrawn');
    expect(outcome({ verb: 'withdraw', isApprover: undefined, batch: own })).toBe('withdrawn');
  });

  it('to pause or stop a run is anybody in the channel; to resume it, the requester or an approver', () => {
    const running = { ...batch, state: 'running' as const };
    const paused = { ...batch, state: 'paused' as const };
    expect(outcome({ verb: 'pause', batch: running, isApprover: false })).toBe('paused');
    expect(outcome({ verb: 'stop', batch: paused, isApprover: undefined })).toBe('stopping');
    expect(outcome({ verb: 'pause', batch: running, actor: actor({ inChannel: false }) })).toBe(
      'not_in_channel',
    );
    expect(outcome({ verb: 'resume', batch: paused, isApprover: false })).toBe('not_the_requester');
    expect(outcome({ verb: 'resume', batch: { ...paused, requestedBy: 'U1' }, isApprover: false })).toBe(
      'running',
    );
    expect(outcome({ verb: 'resume', batch: paused })).toBe('running');
  });

  it('is refused where approvers could not be checked', () => {
    expect(decide(request({ isApprover: undefined }))).toEqual({
      ok: false,
      refusal: { code: 'not_verified', what: 'approvers' },
    });
  });

  it('is left to a second person where the policy says so, and to the requester otherwise', () => {
    const own = { ...batch, requestedBy: 'U1' };
    expect(outcome({ batch: own })).toBe('running');
    expect(outcome({ batch: own, policy: 'second-person' })).toBe('own_request');
    expect(outcome({ policy: 'second-person' })).toBe('running');
    expect(outcome({ batch: own, policy: 'second-person', verb: 'reject' })).toBe('rejected');
  });

  it('is never an approval of a change to the actor own factor', () => {
    expect(outcome({ changesOwnFactor: true })).toBe('own_token');
    expect(outcome({ changesOwnFactor: true, verb: 'reject' })).toBe('rejected');
    expect(outcome({ changesOwnFactor: false })).toBe('running');
    expect(outcome({ changesOwnFactor: 'unknown' })).toBe('not_verified');
  });

  it('needs a second person under that policy, not a second account of the first', () => {
    const policy = 'second-person';
    expect(outcome({ policy, isRequester: true })).toBe('same_person');
    expect(outcome({ policy, isRequester: 'unknown' })).toBe('not_verified');
    expect(outcome({ policy, isRequester: false })).toBe('running');
    expect(outcome({ policy: 'confirm', isRequester: true })).toBe('running');
  });

  it('ends with the expiry, to the millisecond and also where the sweeper was late', () => {
    expect(outcome({ now: now + 1 })).toBe('expired');
    expect(outcome({ now: now + 1, verb: 'withdraw' })).toBe('expired');
    expect(outcome({ batch: { ...batch, expiresAt: undefined } })).toBe('expired');
    expect(outcome({ batch: { ...batch, state: 'expired' } })).toBe('expired');
  });

  it.each([
    ['another message', { card: { channelId: 'C1', ts: '1600.1' } }, 'other_card'],
    ['another channel', { card: { channelId: 'C2', ts: '1700.1' } }, 'other_card'],
    ['a card that was never recorded', { batch: { ...batch, cardTs: undefined } }, 'other_card'],
    ['an older revision', { seen: { revision: 2, hash12: planHash.slice(0, 12) } }, 'old_card'],
    ['a plan that changed', { seen: { revision: 3, hash12: '0123456789ac' } }, 'plan_changed'],
    ['half a hash', { seen: { revision: 3, hash12: planHash.slice(0, 11) } }, 'plan_changed'],
  ])('is not taken on %s', (_, over, refusal) => {
    for (const verb of ['approve', 'reject', 'withdraw'] as const)
      expect(outcome({ ...over, verb })).toBe(refusal);
  });

  it('is not taken twice, and says what it came to', () => {
    const done = { ...batch, state: 'running', decidedBy: 'U2', decidedAt: now - 5 } as const;
    expect(decide(request({ batch: done }))).toEqual({
      ok: false,
      refusal: { code: 'already_decided', state: 'running', by: 'U2', at: now - 5 },
    });
  });

  it('waits for the plan, except that the requester may withdraw it', () => {
    const planning: DecisionRequest['batch'] = {
      ...batch,
      state: 'planning',
      planHash: '',
      expiresAt: undefined,
    };
    expect(outcome({ batch: planning })).toBe('still_planning');
    expect(outcome({ batch: planning, verb: 'withdraw', seen: { revision: 3, hash12: '' } })).toBe(
      'withdrawn',
    );
  });

  it('tells a stranger nothing about the batch', () => {
    const stale = { batch: { ...batch, state: 'finished' as const }, now: now + 5, isApprover: false };
    expect(outcome({ ...stale, actor: actor({ inChannel: false }) })).toBe('not_in_channel');
    expect(outcome(stale)).toBe('not_an_approver');
  });

  it('never goes where the table of states does not lead, and is never taken unchecked', () => {
    fc.assert(
      fc.property(anyClick, (click) => {
        const { verb, state, policy, own, fresh, guest, inChannel } = click;
        const decision = decide(
          request({
            verb,
            policy,
            isApprover: click.approver,
            actor: actor({ inChannel, person: person({ guest }) }),
            batch: { ...batch, state, requestedBy: own ? 'U1' : 'U9', revision: fresh ? 3 : 4 },
          }),
        );
        const next = entitled(click) && fresh ? nextBatchState(state, verb) : undefined;
        expect(decision.ok ? decision.state : undefined).toBe(next);
      }),
      { numRuns: 500 },
    );
  });
});
