import { describe, expect, it } from 'vitest';
import type { Factor, OktaUser } from '../../src/domain/okta.ts';
import { compareWithOkta, type DifferenceKind, mendsByReturning } from '../../src/domain/reconcile.ts';
import type { Token } from '../../src/domain/token.ts';

const people = 5_000;

const tokenOf = (index: number): Token => ({
  serial: String(245_252_000_000 + index),
  state: 'assigned',
  settings: { timeStepSeconds: 30 },
  manufacturer: 'Token2',
  model: 'C202',
  seedFingerprint: '',
  seedLength: 20,
  userId: `00u${String(index)}`,
  userLogin: `user${String(index)}@acme.example`,
  factorId: `chf${String(index)}`,
  authenticatorId: index % 2 === 0 ? 'aut1' : 'aut2',
  batchId: 'b1',
});

const userOf = (index: number, status: string): OktaUser => ({
  id: `00u${String(index)}`,
  login: `user${String(index)}@acme.example`,
  email: '',
  name: '',
  status,
});

const factor = (id: string, status = 'ACTIVE'): Factor => ({
  id,
  factorType: 'token:hotp',
  provider: 'CUSTOM',
  status,
  vendorName: 'Token2',
});

/** What is different for somebody, and how it is planted. */
const planted: readonly (readonly [
  DifferenceKind,
  (index: number) => { user?: OktaUser | 'deleted'; factors?: readonly Factor[] },
])[] = [
  ['factor_gone', () => ({ factors: [] })],
  ['other_factor', () => ({ factors: [factor('chfOther')] })],
  ['factor_inactive', (index) => ({ factors: [factor(`chf${String(index)}`, 'INACTIVE')] })],
  ['user_suspended', (index) => ({ user: userOf(index, 'SUSPENDED') })],
  ['user_deactivated', (index) => ({ user: userOf(index, 'DEPROVISIONED'), factors: [] })],
  ['user_deleted', () => ({ user: 'deleted', factors: [] })],
];

describe('what Okta holds against what the bot remembers', () => {
  it('differs exactly where it was made to, among 5,000 users', () => {
    const users = new Map<string, OktaUser | 'deleted'>();
    const factors = new Map<string, readonly Factor[]>();
    const made: string[] = [];
    const tokens = Array.from({ length: people }, (_, index) => tokenOf(index));
    for (const [index, { userId = '' }] of tokens.entries()) {
      const plant = index % 613 === 7 ? planted[made.length % planted.length] : undefined;
      const given = plant?.[1](index) ?? {};
      if (plant !== undefined) made.push(`${String(index)} ${plant[0]}`);
      users.set(userId, given.user ?? userOf(index, 'ACTIVE'));
      factors.set(userId, [
        { ...factor(`push${String(index)}`), factorType: 'push', provider: 'OKTA' },
        ...(given.factors ?? [factor(`chf${String(index)}`)]),
      ]);
    }
    const compared = compareWithOkta(tokens, { users, factors, authenticators: [] });
    const found = compared.differences.map(
      ({ token, kind }) => `${String(Number(token.serial) - 245_252_000_000)} ${kind}`,
    );
    expect(made.length).toBeGreaterThanOrEqual(planted.length);
    expect(found).toEqual(made);
    expect(compared.untold).toBe(0);
  });

  it('blames an authenticator that was switched off, not the factors that Okta hides with it', () => {
    const off = { id: 'aut1', name: 'Token2', active: false, algorithm: 'SHA1', digits: 6 } as const;
    const authenticators = [{ ...off, timeStepSeconds: 30, encoding: 'base32' } as const];
    const compared = compareWithOkta([tokenOf(0)], {
      users: new Map([['00u0', userOf(0, 'ACTIVE')]]),
      factors: new Map([['00u0', []]]),
      authenticators,
    });
    expect(compared.differences).toMatchObject([{ kind: 'authenticator_inactive' }]);
    expect(compared.differences.some(mendsByReturning)).toBe(false);
  });

  it('is not told of users whom Okta did not show', () => {
    const seen = { users: new Map(), factors: new Map(), authenticators: [] };
    expect(compareWithOkta([tokenOf(0)], seen)).toEqual({ differences: [], untold: 1 });
    const unreadable = new Map([['00u0', 'unreadable' as const]]);
    const users = new Map([['00u0', userOf(0, 'ACTIVE')]]);
    expect(compareWithOkta([tokenOf(0)], { ...seen, users, factors: unreadable }).untold).toBe(1);
  });
});
