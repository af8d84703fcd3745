import { describe, expect, it } from 'vitest';
import type { Channel } from '../../src/domain/people.ts';
import { lineOf } from '../../src/doctor/check.ts';
import { checkChannel } from '../../src/doctor/slack.ts';

const channel: Channel = {
  id: 'C0ADMIN',
  name: 'otp-admins',
  private: true,
  shared: false,
  archived: false,
  member: true,
};

describe('the check of the admin channel', () => {
  it.each([
    ['private, with the bot in it', {}, false, 'ok'],
    ['archived', { archived: true }, true, 'fail'],
    ['shared with others', { shared: true }, true, 'fail'],
    ['without the bot', { member: false }, false, 'fail'],
    ['public', { private: false }, false, 'fail'],
    ['public, and allowed to be', { private: false }, true, 'warn'],
    ['public and shared, though public is allowed', { private: false, shared: true }, true, 'fail'],
  ] as const)('judges one that is %s', (_what, changes, allowPublic, state) => {
    const check = checkChannel('C0ADMIN', { kind: 'ok', value: { ...channel, ...changes } }, allowPublic);
    expect(check.state).toBe(state);
    expect(check.mend === '').toBe(state === 'ok');
  });

  it('tells one that is not there from one that could not be looked at', () => {
    const missing = checkChannel('C0ADMIN', { kind: 'missing', code: 'channel_not_found' }, false);
    const unavailable = checkChannel('C0ADMIN', { kind: 'unavailable', why: 'rate_limited' }, false);
    expect(lineOf(missing)).toMatch(/^FAIL {2}Slack channel C0ADMIN: is not there.*SLACK_ADMIN_CHANNEL/);
    expect(lineOf(unavailable)).toContain('(rate_limited)');
  });
});
