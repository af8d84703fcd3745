import type { Authenticator, Okta, OktaUser, UserMatch } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';
import { compareWithOkta, type Compared } from '../domain/reconcile.ts';
import type { Token } from '../domain/token.ts';
import type { Db } from '../store/db.ts';
import { assignedTokens } from '../store/stock.ts';
import { observe } from './observe.ts';
import type { OktaTime } from './okta-time.ts';

export interface ReconcileDeps {
  readonly db: Db;
  readonly okta: Okta;
  readonly clock: Clock;
  readonly oktaTime: OktaTime;
  readonly authenticators: () => Promise<readonly Authenticator[]>;
  readonly signal: AbortSignal;
}

/** What a look at Okta found; undefined where Okta could not be asked. */
export type Reconciled = (Compared & { readonly looked: number }) | undefined;

/**
 * Looks up every user who has a token, and what Okta holds for him, with what others leave of the allowance. Nothing is
 * changed.
 */
export async function reconcile(deps: ReconcileDeps): Promise<Reconciled> {
  const okta = deps.okta.at('background');
  const tokens = await assignedTokens(deps.db);
  const logins = tokens.map(({ userLogin = '' }) => userLogin);
  const userIds = tokens.map(({ userId = '' }) => userId);
  const seen = await observe({ ...deps, okta }, logins, userIds);
  if (seen.kind !== 'ok') return undefined;
  const users = await usersOf(okta, tokens, seen.value.matches, deps.signal);
  const authenticators = await deps.authenticators();
  const compared = compareWithOkta(tokens, { users, factors: seen.value.factors, authenticators });
  return { ...compared, looked: tokens.length };
}

/** A login may have changed, or belong to somebody else by now: then only the id tells who has the token. */
async function usersOf(
  okta: Okta,
  tokens: readonly Token[],
  matches: ReadonlyMap<string, UserMatch>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, OktaUser | 'deleted'>> {
  const users = new Map<string, OktaUser | 'deleted'>();
  for (const { userId = '', userLogin = '' } of tokens) {
    const match = matches.get(userLogin);
    const named = match?.kind === 'found' || match?.kind === 'inactive' ? match.user : undefined;
    const user = named?.id === userId ? named : await userById(okta, userId, signal);
    if (user !== undefined) users.set(userId, user);
  }
  return users;
}

async function userById(
  okta: Okta,
  userId: string,
  signal: AbortSignal,
): Promise<OktaUser | 'deleted' | undefined> {
  const seen = await okta.user(userId, { signal });
  if (seen.kind === 'ok') return seen.value;
  return seen.kind === 'rejected' && seen.reason === 'not_found' ? 'deleted' : undefined;
}
