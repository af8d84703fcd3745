import { describe, expect, it } from 'vitest';
import type { Refusal, RefusalCode } from '../../src/domain/approval.ts';
import { refusalText, type Speech } from '../../src/domain/refusal-text.ts';

const speech: Speech = {
  person: (id) => `<@${id}>`,
  group: (id) => `<group ${id}>`,
  channel: (id) => `<#${id}>`,
  time: (at) => `at ${String(at)}`,
};
const listed = {
  approvers: { kind: 'listed', userIds: ['U1', 'U2'], groupId: 'S1' },
  channelId: 'C1',
} as const;
const channel = { approvers: { kind: 'channel' }, channelId: 'C1' } as const;

const refusals: { readonly [C in RefusalCode]: readonly Refusal<C>[] } = {
  not_verified: [
    { code: 'not_verified', what: 'person' },
    { code: 'not_verified', what: 'channel' },
    { code: 'not_verified', what: 'approvers' },
    { code: 'not_verified', what: 'okta_user' },
  ],
  other_workspace: [{ code: 'other_workspace' }],
  not_a_full_member: [
    { code: 'not_a_full_member', account: 'deactivated' },
    { code: 'not_a_full_member', account: 'bot' },
    { code: 'not_a_full_member', account: 'guest' },
    { code: 'not_a_full_member', account: 'external' },
    { code: 'not_a_full_member', account: 'unconfirmed' },
  ],
  unsafe_channel: [{ code: 'unsafe_channel', channelId: 'C1', why: 'it is archived' }],
  not_in_channel: [{ code: 'not_in_channel', channelId: 'C1' }],
  not_an_approver: [
    { code: 'not_an_approver', ...listed },
    { code: 'not_an_approver', ...channel },
  ],
  own_request: [{ code: 'own_request', ...channel }],
  same_person: [{ code: 'same_person', requestedBy: 'U9', ...listed }],
  own_token: [{ code: 'own_token', ...channel }],
  file_still_there: [{ code: 'file_still_there' }],
  not_the_requester: [{ code: 'not_the_requester', verb: 'withdraw', requestedBy: 'U9', ...channel }],
  still_planning: [{ code: 'still_planning' }],
  already_decided: [
    { code: 'already_decided', state: 'running', by: 'U2', at: 5 },
    { code: 'already_decided', state: 'discarded' },
  ],
  expired: [{ code: 'expired', at: 7 }, { code: 'expired' }],
  other_card: [{ code: 'other_card' }],
  old_card: [{ code: 'old_card', seen: 2, current: 4 }],
  wrong_count: [{ code: 'wrong_count', users: 45 }],
  plan_changed: [{ code: 'plan_changed' }],
  already_followed: [
    { code: 'already_followed', verb: 'retry', plan: '', by: 'U2' },
    { code: 'already_followed', verb: 'undo', plan: 'K7QX-93FA', by: 'U2' },
  ],
  nothing_left: [
    { code: 'nothing_left', verb: 'retry' },
    { code: 'nothing_left', verb: 'undo' },
  ],
};

describe('the sentence of a refusal', () => {
  it.each(
    Object.values(refusals)
      .flat()
      .map((refusal) => [refusal.code, refusal] as const),
  )('is whole for %s', (_, refusal) => {
    expect(refusalText(refusal, speech)).toMatch(/^[A-Z][^{}[\]]+\.$/);
    expect(refusalText(refusal, speech)).not.toContain('undefined');
  });

  it('says who may do it instead', () => {
    expect(refusalText({ code: 'not_an_approver', ...listed }, speech)).toBe(
      'You are not an approver. <@U1> or <@U2> or a member of <group S1> may decide.',
    );
    expect(refusalText({ code: 'own_request', ...channel }, speech)).toContain(
      'Every full member of <#C1> may',
    );
  });

  it('names ten approvers and counts the others', () => {
    const userIds = Array.from({ length: 500 }, (_, index) => `U${String(index)}`);
    const approvers = { kind: 'listed', userIds, groupId: 'S1' } as const;
    const text = refusalText({ code: 'not_an_approver', approvers, channelId: 'C1' }, speech);
    expect(text).toContain('<@U9> or one of 490 more or a member of <group S1> may decide.');
    expect(text).not.toContain('<@U10>');
  });

  it('says who was first, and when', () => {
    expect(refusalText({ code: 'already_decided', state: 'running', by: 'U2', at: 5 }, speech)).toBe(
      'This batch was already approved and is running; <@U2> decided at 5. Your click changed nothing.',
    );
  });
});
