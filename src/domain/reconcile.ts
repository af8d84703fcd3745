import { type Authenticator, type Factor, isCustomOtp, type OktaUser } from './okta.ts';
import type { Token } from './token.ts';

/** How what Okta holds differs from what the bot remembers of an assigned token. */
export const differenceKinds = [
  'factor_gone',
  'other_factor',
  'factor_inactive',
  'authenticator_inactive',
  'user_suspended',
  'user_deactivated',
  'user_deleted',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export interface Difference {
  readonly kind: DifferenceKind;
  readonly token: Token;
}

/** What Okta was seen to hold for the users of the tokens, by Okta user id. */
export interface SeenInOkta {
  /** `deleted` where Okta no longer knows the id; absent where it could not be asked. */
  readonly users: ReadonlyMap<string, OktaUser | 'deleted'>;
  readonly factors: ReadonlyMap<string, readonly Factor[] | 'unreadable'>;
  readonly authenticators: readonly Authenticator[];
}

/** The differences, one for each token at most, and how many tokens nothing could be told of. */
export interface Compared {
  readonly differences: readonly Difference[];
  readonly untold: number;
}

/** Compares assigned tokens with what Okta holds. What could not be read is no difference: it is counted. */
export function compareWithOkta(tokens: readonly Token[], seen: SeenInOkta): Compared {
  const told = tokens.map((token) => ({ token, kind: kindOf(token, seen) }));
  return {
    differences: told.flatMap(({ token, kind }) =>
      kind === 'same' || kind === 'untold' ? [] : [{ token, kind }],
    ),
    untold: told.filter(({ kind }) => kind === 'untold').length,
  };
}

type Told = DifferenceKind | 'same' | 'untold';

function kindOf(token: Token, { users, factors, authenticators }: SeenInOkta): Told {
  const userId = token.userId ?? '';
  const user = users.get(userId);
  if (user === 'deleted') return 'user_deleted';
  if (user?.status === 'DEPROVISIONED') return 'user_deactivated';
  const held = factors.get(userId) ?? 'unreadable';
  if (user === undefined || held === 'unreadable') return 'untold';
  // Okta hides the factors of an authenticator that was switched off, and keeps them.
  if (authenticators.some(({ id, active }) => id === token.authenticatorId && !active))
    return 'authenticator_inactive';
  const factor = factorKind(token, held.filter(isCustomOtp));
  return factor === 'same' && user.status === 'SUSPENDED' ? 'user_suspended' : factor;
}

function factorKind({ factorId }: Token, held: readonly Factor[]): Told {
  const own = held.find(({ id }) => id === factorId);
  if (own !== undefined) return own.status === 'ACTIVE' ? 'same' : 'factor_inactive';
  return held.length > 0 ? 'other_factor' : 'factor_gone';
}

/** Whether putting the token back in stock mends the difference. */
export const mendsByReturning = ({ kind }: Difference): boolean =>
  kind === 'factor_gone' || kind === 'other_factor';
