import { describe, expect, it } from 'vitest';
import type { AskedAgain, AskedRow } from '../../src/domain/planned-row.ts';
import {
  ana,
  assigned,
  ben,
  customOtp,
  fileRow,
  planOne,
  sha1,
  token,
  withPeople,
  withTokens,
} from './plan-world.ts';

const source = { id: 'r1', tries: 2, outcome: 'The status did not allow it.' };
const again: AskedAgain = {
  kind: 'again',
  line: 9,
  user: ana.login,
  serial: 'AB1',
  settings: { timeStepSeconds: 30 },
  manufacturer: 'Token2',
  model: 'C202',
  seedFingerprint: 'fp-AB1',
  seedLength: 20,
  source,
};
const people = withPeople([[ana, []]]);

describe('a row that failed and is asked for again', () => {
  it('is enrolled with the token as the earlier row described it, and says which try it is', () => {
    const row = planOne({ asked: [again], ...people });
    expect(row).toMatchObject({
      line: 9,
      verdict: 'enroll',
      userRef: ana.login,
      userId: ana.id,
      serial: 'AB1',
      authenticatorId: sha1.id,
      seenFactorIds: [],
    });
    expect(row.reason).toContain('This is try 3: the one before failed. The status did not allow it.');
    expect(row.warnings).toBeUndefined();
  });

  it('is judged against what the bot knows by now', () => {
    const reseeded = withTokens([token('AB1', { seedFingerprint: 'other' })]);
    expect(planOne({ asked: [again], ...people, ...reseeded }).verdict).toBe('seed_mismatch');
    const twin = withTokens([token('XY9', { seedFingerprint: 'fp-AB1' })]);
    expect(planOne({ asked: [again], ...people, ...twin }).verdict).toBe('seed_reused');
  });

  it('goes to stock where it is for nobody', () => {
    expect(planOne({ asked: [{ ...again, user: '' }] })).toMatchObject({
      verdict: 'stock',
      userId: '',
      userLogin: '',
      seenFactorIds: [],
    });
  });

  it('is a replacement again where it was one', () => {
    const asked: AskedRow = { kind: 'replace', line: 1, user: ana.login, serial: 'AB1', source };
    const row = planOne({
      asked: [asked],
      ...withPeople([[ana, [customOtp('chf1')]]]),
      ...withTokens([token('AB1'), assigned('OLD', ana, 'chf1')]),
    });
    expect(row).toMatchObject({ verdict: 'replace', oldSerial: 'OLD', targetFactorId: 'chf1' });
    expect(row.reason).toContain('This is try 3');
  });
});

describe('a lost token that was found', () => {
  const asked = [{ kind: 'find', line: 1, user: ana.login, serial: 'AB1' } as const];
  const lost = token('AB1', { state: 'lost', formerUserId: ana.id });

  it('goes back to whom it belonged', () => {
    expect(planOne({ asked, ...people, ...withTokens([lost]) })).toMatchObject({
      verdict: 'enroll',
      report: 'find',
    });
  });

  it.each([
    ['somebody else had it', { ...lost, formerUserId: ben.id }],
    ['it is faulty', { ...lost, state: 'faulty' as const }],
  ])('stays where it is when %s', (_, known) => {
    expect(planOne({ asked, ...people, ...withTokens([known]) }).verdict).toBe('serial_unusable');
  });

  it('is not what an assignment means', () => {
    const assign = { kind: 'assign', line: 1, user: ana.login, serial: 'AB1' } as const;
    const row = planOne({ asked: [assign], ...people, ...withTokens([lost]) });
    expect(row.verdict).toBe('serial_unusable');
    expect(row.report).toBeUndefined();
  });
});

describe('a plan of a token that the bot remembers', () => {
  it('names the slash command of this bot where a token is taken', () => {
    const taken = { ...people, ...withTokens([assigned('AB1', ben)]) };
    expect(planOne({ asked: [again], ...taken }).reason).toContain('/token');
    expect(planOne({ asked: [again], ...taken, command: '/otp' }).reason).toContain('/otp');
  });

  it('takes no seed for another where the row has none', () => {
    const asked = [fileRow({ serial: 'AB1', user: ana.login }, '')];
    const none = withTokens([token('XY9', { seedFingerprint: '' }), token('AB1')]);
    expect(planOne({ asked, ...people, ...none }).verdict).toBe('enroll');
  });

  it('tells the weightiest finding first, whatever was found first', () => {
    const unknown = new Map([[ana.login, { kind: 'missing' } as const]]);
    const twin = withTokens([token('XY9', { seedFingerprint: 'fp-AB1' })]);
    const row = planOne({ asked: [again], matches: unknown, ...twin });
    expect(row.verdict).toBe('seed_reused');
    expect(row.reason).toMatch(/XY9.*does not know|XY9.*no user/su);
  });

  it('tells everything that is against it', () => {
    const row = planOne({
      asked: [again],
      ...withTokens([token('AB1', { state: 'faulty', seedFingerprint: 'x' })]),
    });
    expect(row.verdict).toBe('serial_unusable');
    expect(row.reason).toContain('faulty');
  });

  it('warns where it was enrolled before, and where its settings differ, and only there', () => {
    const before = withTokens([assigned('AB1', ana, 'chf-old')]);
    expect(planOne({ asked: [again], ...people, ...before }).warnings).toHaveLength(1);
    const slower = withTokens([token('AB1', { settings: { timeStepSeconds: 60 } })]);
    expect(planOne({ asked: [again], ...people, ...slower }).warnings).toHaveLength(1);
    expect(planOne({ asked: [again], ...people, ...withTokens([token('AB1')]) }).warnings).toBeUndefined();
  });
});
