import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../src/domain/planned-row.ts';
import { ana, assigned, customOtp, planOne, push, withPeople, withTokens } from './plan-world.ts';

describe('a revoke command', () => {
  const asked = [{ kind: 'revoke', line: 1, user: ana.login } as const];
  const revoke = (factors: Parameters<typeof withPeople>[0][number][1], over: Partial<PlanInput> = {}) =>
    planOne({ asked, ...withPeople([[ana, factors]]), ...over });

  it('removes the one Custom OTP that Okta shows, and names its token', () => {
    const row = revoke([push, customOtp('chf1')], withTokens([assigned('1', ana, 'chf1')]));
    expect(row).toMatchObject({
      verdict: 'unenroll',
      action: 'unenroll',
      targetFactorId: 'chf1',
      serial: '1',
      seenFactorIds: ['chf1'],
      onlyFactor: false,
    });
    expect(row.warnings).toBeUndefined();
  });

  it('removes a factor whose serial nobody knows', () => {
    const row = revoke([push, customOtp('chf1')]);
    expect([row.verdict, row.serial]).toEqual(['unenroll', '']);
    expect(row.reason).toContain('whose serial the bot does not know');
  });

  it('warns when nothing active would be left', () => {
    const row = revoke([{ ...push, status: 'PENDING_ACTIVATION' }, customOtp('chf1')]);
    expect(row.onlyFactor).toBe(true);
    expect(row.warnings?.join()).toContain('no other active factor');
  });

  it('warns when the factor is not the one the bot enrolled', () => {
    const row = revoke([push, customOtp('chf2')], withTokens([assigned('1', ana, 'chf1')]));
    expect(row.serial).toBe('');
    expect(row.warnings?.join()).toContain('token 1');
  });

  it('never touches factors of another kind', () => {
    const row = revoke([
      push,
      { ...customOtp('x'), provider: 'OKTA' },
      { ...customOtp('y'), factorType: 'token:software:totp' },
    ]);
    expect([row.verdict, row.state, row.targetFactorId]).toEqual(['nothing_to_revoke', 'skipped', '']);
    expect(row.reason).toContain('may hide factors by policy');
  });

  it('does not choose among several', () => {
    const row = revoke([customOtp('chf1'), customOtp('chf2')]);
    expect([row.verdict, row.state, row.targetFactorId]).toEqual(['has_other_factor', 'blocked', '']);
    expect(row.reason).toContain('chf1');
  });

  it.each([
    ['SUSPENDED', 'unenroll'],
    ['DEPROVISIONED', 'user_inactive'],
  ])('for a user who is %s gives %s', (status, verdict) => {
    const row = planOne({
      asked,
      matches: new Map([[ana.login, { kind: 'inactive', user: { ...ana, status } }]]),
      factors: new Map([[ana.id, [push, customOtp('chf1')]]]),
    });
    expect(row.verdict).toBe(verdict);
  });

  it('is blocked where the user or the factors cannot be read', () => {
    expect(revoke('unreadable').verdict).toBe('user_unreadable');
    expect(planOne({ asked, matches: new Map([[ana.login, { kind: 'missing' }]]) }).verdict).toBe(
      'user_unknown',
    );
  });
});

describe('a revoke command that cannot run', () => {
  const asked = [{ kind: 'revoke', line: 1, user: ana.login } as const];

  it('names nobody and nothing where Okta does not know the user', () => {
    const row = planOne({ asked, matches: new Map([[ana.login, { kind: 'missing' }]]) });
    const nothing = { userId: '', userLogin: '', serial: '', targetFactorId: '', seenFactorIds: [] };
    expect(row).toMatchObject({ ...nothing, state: 'blocked', action: 'none', userRef: ana.login });
  });

  it('names the user where his factors cannot be read', () => {
    const row = planOne({ asked, ...withPeople([[ana, 'unreadable']]) });
    expect(row).toMatchObject({ state: 'blocked', userId: ana.id, userLogin: ana.login, seenFactorIds: [] });
  });

  it('is about somebody inactive only where his factors were read', () => {
    const user = { ...ana, status: 'SUSPENDED' };
    const matches = new Map([[ana.login, { kind: 'inactive', user } as const]]);
    expect(planOne({ asked, matches }).verdict).toBe('user_inactive');
    expect(planOne({ asked, ...withPeople([[ana, []]]), matches }).verdict).toBe('nothing_to_revoke');
    expect(
      planOne({ asked, matches: new Map([[ana.login, { kind: 'found', user: ana, by: 'login' }]]) }).verdict,
    ).toBe('user_unreadable');
  });
});
