import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../src/domain/planned-row.ts';
import {
  ana,
  assigned,
  customOtp,
  fileRow,
  found,
  planOne,
  push,
  user,
  withPeople,
  withTokens,
} from './plan-world.ts';

describe('the user of a row', () => {
  const asked = [fileRow({ user: 'kim' })];
  const match = (value: PlanInput['matches'] extends ReadonlyMap<string, infer M> ? M : never) => ({
    asked,
    matches: new Map([['kim', value]]),
  });

  it('must be known to Okta; close logins are offered only when given', () => {
    expect(planOne(match({ kind: 'missing' })).reason).not.toContain('Did you mean');
    const row = planOne({
      ...match({ kind: 'missing' }),
      similarLogins: new Map([['kim', ['kim.a@acme.example', 'kim.b@acme.example']]]),
    });
    expect(row.verdict).toBe('user_unknown');
    expect(row.reason).toContain('Did you mean kim.a@acme.example or kim.b@acme.example?');
  });

  it('must be known to Okta; close logins that are not shown are counted', () => {
    const similar = Array.from({ length: 8 }, (_, index) => `kim.${String(index)}@acme.example`);
    const row = planOne({ ...match({ kind: 'missing' }), similarLogins: new Map([['kim', similar]]) });
    expect(row.reason).toContain('kim.4@acme.example, or one of 3 more?');
  });

  it('must be one user; the candidates are named and counted', () => {
    const many = Array.from({ length: 7 }, (_, index) => user(`kim${String(index)}`));
    const row = planOne(match({ kind: 'ambiguous', users: many }));
    expect(row.verdict).toBe('user_ambiguous');
    expect(row.reason).toMatch(/fits 7 Okta users: kim0@.*kim4@acme.example; and 2 more\./);
  });

  it.each(['SUSPENDED', 'DEPROVISIONED', 'SOMETHING_NEW'])(
    'is refused while %s, which the reason names',
    (status) => {
      const kim = user('kim', { status });
      for (const value of [found(kim), { kind: 'inactive', user: kim } as const]) {
        const row = planOne({ ...match(value), factors: new Map([[kim.id, []]]) });
        expect([row.verdict, row.state, row.userId]).toEqual(['user_inactive', 'blocked', kim.id]);
        expect(row.reason).toContain(status);
      }
    },
  );

  it.each(['LOCKED_OUT', 'PASSWORD_EXPIRED', 'RECOVERY', 'PROVISIONED', 'STAGED'])(
    'is enrolled while %s, with a warning',
    (status) => {
      const kim = user('kim', { status });
      const row = planOne({ ...match(found(kim)), factors: new Map([[kim.id, []]]) });
      expect(row.verdict).toBe('enroll');
      expect(row.warnings).toHaveLength(1);
      expect(row.reason).toContain(row.warnings?.[0]);
    },
  );

  it('must be readable', () => {
    const kim = user('kim');
    expect(planOne({ asked }).verdict).toBe('user_unreadable');
    expect(planOne(match(found(kim))).verdict).toBe('user_unreadable');
    expect(planOne({ ...match(found(kim)), factors: new Map([[kim.id, 'unreadable']]) }).verdict).toBe(
      'user_unreadable',
    );
  });

  it('must not hold another Custom OTP', () => {
    const row = planOne({
      asked: [fileRow({ user: ana.login })],
      ...withPeople([[ana, [push, customOtp('chfOld')]]]),
      command: '/otp',
    });
    expect(row.verdict).toBe('has_other_factor');
    expect(row.seenFactorIds).toEqual(['chfOld']);
    expect(row.reason).toContain('factor chfOld');
    expect(row.reason).toContain('`/otp revoke ana@acme.example` first');
  });

  it('is told which token he holds where the bot knows it', () => {
    const row = planOne({
      asked: [fileRow({ user: ana.login })],
      ...withPeople([[ana, [customOtp('chfOld')]]]),
      ...withTokens([assigned('99', ana, 'chfOld')]),
    });
    expect(row.reason).toContain('(token 99)');
  });
});
