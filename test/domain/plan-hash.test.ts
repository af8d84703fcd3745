import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCode, planHash, type HashedPlan, type HashedRow } from '../../src/domain/plan-hash.ts';
import { sha1, sha256 } from './plan-world.ts';

const row: HashedRow = {
  line: 2,
  action: 'enroll',
  userId: '00u1',
  userLogin: 'ana@acme.example',
  serial: '245252413141',
  seedFingerprint: 'fp',
  settings: { algorithm: 'SHA1', digits: 6, timeStepSeconds: 30 },
  authenticatorId: sha1.id,
  targetFactorId: '',
  seenFactorIds: ['chf1', 'chf2'],
};
const plan: HashedPlan = {
  orgId: '00o1',
  policy: '1 confirm',
  kind: 'csv',
  rows: [row],
  authenticators: [sha1],
};

const withRow = (over: Partial<HashedRow>): HashedPlan => ({ ...plan, rows: [{ ...row, ...over }] });
const withAuthenticator = (over: Partial<typeof sha1>): HashedPlan => ({
  ...plan,
  authenticators: [{ ...sha1, ...over }],
});

const hashed = ([userLogin, serial, seedFingerprint, seenFactorIds]: [string, string, string, string[]]) => ({
  fields: JSON.stringify([userLogin, serial, seedFingerprint, seenFactorIds.toSorted()]),
  hash: planHash(withRow({ userLogin, serial, seedFingerprint, seenFactorIds })),
});

describe('the hash of a plan', () => {
  it('is the same for equal content, whatever the order of keys, seen factors and other authenticators', () => {
    const reversed = Object.fromEntries(Object.entries(row).toReversed());
    const shuffled = { ...row, ...reversed, seenFactorIds: ['chf2', 'chf1'] };
    expect(planHash({ ...plan, rows: [shuffled], authenticators: [sha256, sha1] })).toBe(planHash(plan));
    expect(planHash(plan)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, HashedPlan]>([
    ['org', { ...plan, orgId: '00o2' }],
    ['kind', { ...plan, kind: 'assign' }],
    ['policy', { ...plan, policy: '1 second-person' }],
    ['number of rows', { ...plan, rows: [row, row] }],
    ['line', withRow({ line: 3 })],
    ['action', withRow({ action: 'stock' })],
    ['user id', withRow({ userId: '00u2' })],
    ['login', withRow({ userLogin: 'ben@acme.example' })],
    ['serial', withRow({ serial: '245252413142' })],
    ['seed', withRow({ seedFingerprint: 'fq' })],
    ['algorithm', withRow({ settings: { algorithm: 'SHA256', digits: 6, timeStepSeconds: 30 } })],
    ['absence of an algorithm', withRow({ settings: { digits: 6, timeStepSeconds: 30 } })],
    ['digits', withRow({ settings: { algorithm: 'SHA1', digits: 8, timeStepSeconds: 30 } })],
    ['time step', withRow({ settings: { algorithm: 'SHA1', digits: 6, timeStepSeconds: 60 } })],
    [
      'authenticator',
      { ...withRow({ authenticatorId: sha256.id }), authenticators: [{ ...sha1, id: sha256.id }] },
    ],
    ['target factor', withRow({ targetFactorId: 'chf1' })],
    ['report', withRow({ report: 'lose' })],
    ['kind of report', withRow({ report: 'break' })],
    ['absence of settings', withRow({ settings: undefined })],
    ['seen factors', withRow({ seenFactorIds: ['chf1'] })],
    ["the authenticator's algorithm", withAuthenticator({ algorithm: 'SHA256' })],
    ["the authenticator's digits", withAuthenticator({ digits: 8 })],
    ["the authenticator's time step", withAuthenticator({ timeStepSeconds: 60 })],
    ["the authenticator's encoding", withAuthenticator({ encoding: 'hexadecimal' })],
    ["the authenticator's window", withAuthenticator({ acceptedSteps: 3 })],
  ])('changes with the %s', (_, changed) => {
    expect(planHash(changed)).not.toBe(planHash(plan));
  });

  it('cannot be kept while text moves from one field to the next', () => {
    const texts = fc.tuple(fc.string(), fc.string(), fc.string(), fc.array(fc.string(), { maxLength: 3 }));
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const [a, b] = [hashed(one), hashed(other)];
        expect(a.hash === b.hash).toBe(a.fields === b.fields);
      }),
    );
    expect(hashed(['ab', 'c', '', []]).hash).not.toBe(hashed(['a', 'bc', '', []]).hash);
    expect(hashed(['', '', '', ['a', 'b']]).hash).not.toBe(hashed(['', '', '', ['ab']]).hash);
  });
});

describe('the code of a plan', () => {
  it('is eight characters nobody mishears, the same for the same plan', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (hash, salt) => {
        expect(planCode(hash, salt)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(planCode(hash, salt)).toBe(planCode(hash, salt));
      }),
    );
  });

  it('differs by salt, so that the same file dropped twice has two codes', () => {
    expect(planCode(planHash(plan), 'bat1')).not.toBe(planCode(planHash(plan), 'bat2'));
  });
});
