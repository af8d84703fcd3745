import { describe, expect, it } from 'vitest';
import {
  ana,
  assigned,
  ben,
  customOtp,
  fileRow,
  planOne,
  push,
  token,
  withPeople,
  withTokens,
} from './plan-world.ts';

describe('a serial the bot knows', () => {
  const asked = [fileRow({ user: ana.login, serial: '1' })];

  it('is skipped where the same factor is still listed for the same user', () => {
    const row = planOne({
      asked,
      ...withPeople([[ana, [customOtp('chf1')]]]),
      ...withTokens([assigned('1', ana)]),
    });
    expect([row.verdict, row.state, row.action]).toEqual(['already_enrolled', 'skipped', 'none']);
  });

  it('is enrolled again, with a warning, where Okta lists the factor no longer', () => {
    const row = planOne({ asked, ...withPeople([[ana, [push]]]), ...withTokens([assigned('1', ana)]) });
    expect(row.verdict).toBe('enroll');
    expect(row.warnings?.join()).toContain('Okta no longer shows');
  });

  it('is not taken for enrolled by a factor of another id', () => {
    const row = planOne({
      asked,
      ...withPeople([[ana, [customOtp('chfOther')]]]),
      ...withTokens([assigned('1', ana)]),
    });
    expect(row.verdict).toBe('has_other_factor');
  });

  it('is refused while it belongs to somebody else, who is named', () => {
    const row = planOne({ asked, ...withPeople([[ana, []]]), ...withTokens([assigned('1', ben)]) });
    expect(row.verdict).toBe('serial_taken');
    expect(row.reason).toContain('assigned to ben@acme.example');
  });

  it.each(['lost', 'faulty', 'retired'] as const)('is refused while %s', (state) => {
    const row = planOne({ asked, ...withPeople([[ana, []]]), ...withTokens([token('1', { state })]) });
    expect(row.verdict).toBe('serial_unusable');
    expect(row.reason).toContain(`marked as ${state}`);
  });

  it('is refused with another seed', () => {
    const tokens = withTokens([token('1', { seedFingerprint: 'other' })]);
    expect(planOne({ asked, ...withPeople([[ana, []]]), ...tokens }).verdict).toBe('seed_mismatch');
    expect(planOne({ asked: [fileRow({ serial: '1' })], ...tokens }).verdict).toBe('seed_mismatch');
  });

  it('is known under any case', () => {
    const row = planOne({ asked: [fileRow({ serial: 'ab1' }, 'new')], ...withTokens([token('AB1')]) });
    expect(row.verdict).toBe('seed_mismatch');
  });

  it('lends its seed to no other serial', () => {
    const row = planOne({ asked: [fileRow({ serial: '2' }, 'fp-1')], ...withTokens([token('1')]) });
    expect(row.verdict).toBe('seed_reused');
    expect(row.reason).toContain('token 1');
  });

  it('is told when the time step was another one before', () => {
    const row = planOne({
      asked,
      ...withPeople([[ana, []]]),
      ...withTokens([token('1', { settings: { timeStepSeconds: 60 } })]),
    });
    expect(row.warnings?.join()).toContain('60 s');
  });
});
