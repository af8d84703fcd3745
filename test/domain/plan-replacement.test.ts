import { describe, expect, it } from 'vitest';
import type { Factor } from '../../src/domain/okta.ts';
import type { PlannedRow } from '../../src/domain/planned-row.ts';
import type { Token } from '../../src/domain/token.ts';
import { ana, assigned, ben, customOtp, planOne, push, token, withPeople, withTokens } from './plan-world.ts';

const old: Token = { ...assigned('1', ana, 'chf1'), authenticatorId: 'autOld' };
const asked = [{ kind: 'replace', line: 1, user: ana.login, serial: '2' } as const];

const replace = (factors: readonly Factor[] | 'unreadable', tokens: readonly Token[]): PlannedRow =>
  planOne({ asked, ...withPeople([[ana, factors]]), ...withTokens(tokens) });

describe('a replace command', () => {
  it('removes the one factor that Okta shows, and enrols the token from stock instead', () => {
    const row = replace([push, customOtp('chf1')], [old, token('2', { seedLength: 32 })]);
    expect(row).toMatchObject({
      verdict: 'replace',
      action: 'replace',
      state: 'planned',
      serial: '2',
      targetFactorId: 'chf1',
      oldSerial: '1',
      oldAuthenticatorId: 'autOld',
      seenFactorIds: ['chf1'],
    });
    expect(row.authenticatorId).not.toBe('');
    expect(row.reason).toContain('in place of token 1');
    expect(row.warnings).toBeUndefined();
  });

  it('warns that there is no way back where the bot does not know the present token', () => {
    const row = replace([customOtp('chf9')], [token('2', { seedLength: 32 })]);
    expect(row).toMatchObject({ verdict: 'replace', oldSerial: undefined });
    expect(row.reason).toContain(`. ${row.warnings?.[0] ?? ''}`);
    expect(row.warnings?.join()).toContain('cannot bring the old one back');
  });

  it('simply enrols where the user has no token', () => {
    const row = replace([push], [token('2', { seedLength: 32 })]);
    expect(row).toMatchObject({ verdict: 'enroll', targetFactorId: '' });
  });

  it.each<[string, readonly Factor[] | 'unreadable', readonly Token[], string]>([
    ['several factors', [customOtp('chf1'), customOtp('chf2')], [token('2')], 'has_other_factor'],
    ['factors that cannot be read', 'unreadable', [token('2')], 'user_unreadable'],
    ['a token the bot does not know', [customOtp('chf1')], [old], 'serial_unknown'],
    ['a token of somebody else', [customOtp('chf1')], [old, assigned('2', ben)], 'serial_taken'],
    [
      'a token for which there is no authenticator',
      [customOtp('chf1')],
      [old, token('2', { settings: { timeStepSeconds: 15 } })],
      'no_authenticator',
    ],
    ['a lost token', [customOtp('chf1')], [old, token('2', { state: 'lost' })], 'serial_unusable'],
  ])('is withheld for %s', (_why, factors, tokens, verdict) => {
    expect(replace(factors, tokens)).toMatchObject({ verdict, action: 'none', state: 'blocked' });
  });

  it('has nothing to do where the user holds that token already', () => {
    const row = replace([customOtp('chf2')], [assigned('2', ana, 'chf2')]);
    expect(row).toMatchObject({ verdict: 'already_enrolled', state: 'skipped' });
  });
});

describe('a replace command for somebody who cannot be given a token', () => {
  it.each([
    ['whom Okta does not know', new Map(), 'user_unreadable'],
    [
      'who is suspended',
      new Map([[ana.login, { kind: 'inactive', user: { ...ana, status: 'SUSPENDED' } } as const]]),
      'user_inactive',
    ],
  ])('%s is withheld', (_, matches, verdict) => {
    const factors = new Map([[ana.id, [customOtp('chf1')]]]);
    const row = planOne({ asked, matches, factors, ...withTokens([old, token('2')]) });
    expect(row).toMatchObject({ verdict, action: 'none', targetFactorId: '' });
  });

  it('does not take a token of his for the one that Okta shows', () => {
    const row = replace([customOtp('chf9')], [old, token('2')]);
    expect(row).toMatchObject({ verdict: 'replace', targetFactorId: 'chf9', oldSerial: undefined });
  });
});
