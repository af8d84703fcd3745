import { AppError } from '../domain/errors.ts';
import type { Factor, NotOk, Okta, UserMatch } from '../domain/okta.ts';
import type { OktaTime } from './okta-time.ts';

export interface ObserveDeps {
  readonly okta: Okta;
  readonly oktaTime: OktaTime;
  /** Users whose factors are read at once; the client keeps Okta's budget. */
  readonly concurrency: number;
}

/** What Okta was seen to hold for the people of a plan. */
export interface Observed {
  readonly matches: ReadonlyMap<string, UserMatch>;
  readonly factors: ReadonlyMap<string, readonly Factor[] | 'unreadable'>;
}

export type Observation = { readonly kind: 'ok'; readonly value: Observed } | NotOk;

/**
 * Looks everybody up, many in one request, and reads each user's factors once. A user who alone cannot be read is
 * marked so; an answer that concerns everybody (no budget, no credential) ends the observation.
 */
export async function observe(deps: ObserveDeps, references: readonly string[]): Promise<Observation> {
  const found = await deps.okta.findUsers([...new Set(references)]);
  deps.oktaTime.observe(found);
  if (found.kind !== 'ok') return found;
  const userIds = [...new Set([...found.value.values()].flatMap(readable))];
  const factors = new Map<string, readonly Factor[] | 'unreadable'>();
  let failure: NotOk | undefined;
  const queue = userIds.values();
  const reader = async (): Promise<void> => {
    for (const userId of queue) {
      if (failure !== undefined) return;
      const seen = await factorsOf(deps, userId);
      if (seen.kind === 'failure') failure = seen.reply;
      else factors.set(userId, seen.factors);
    }
  };
  await Promise.all(Array.from({ length: deps.concurrency }, reader));
  return failure ?? { kind: 'ok', value: { matches: found.value, factors } };
}

type FactorsSeen =
  | { readonly kind: 'seen'; readonly factors: readonly Factor[] | 'unreadable' }
  | { readonly kind: 'failure'; readonly reply: NotOk };

const readTries = 3;

/** One user's factors. Where Okta stumbles over this user alone, the others' plan goes on without him. */
async function factorsOf({ okta, oktaTime }: ObserveDeps, userId: string): Promise<FactorsSeen> {
  for (let tries = 0; tries < readTries; tries += 1) {
    const seen = await okta.factors(userId).catch(unreadableAnswer);
    oktaTime.observe(seen);
    if (seen.kind === 'ok') return { kind: 'seen', factors: seen.value };
    if (concernsEverybody(seen)) return { kind: 'failure', reply: seen };
    if (seen.kind === 'rejected') break;
  }
  return { kind: 'seen', factors: 'unreadable' };
}

/** An answer of a shape nobody knows is about one user, not a fault of the plan. */
function unreadableAnswer(error: unknown): NotOk {
  if (error instanceof AppError && error.code === 'OKTA_ANSWER_INVALID')
    return { kind: 'unknown', why: error.code };
  throw error;
}

/** Of a deactivated user Okta shows no factors at all; asking would only cost a request. */
const readable = (match: UserMatch): readonly string[] => {
  if (match.kind === 'found') return [match.user.id];
  return match.kind === 'inactive' && match.user.status !== 'DEPROVISIONED' ? [match.user.id] : [];
};

const concernsEverybody = (reply: NotOk): boolean =>
  reply.kind === 'retry'
    ? reply.why !== 'server_error'
    : reply.kind === 'rejected' && reply.reason === 'credential';
