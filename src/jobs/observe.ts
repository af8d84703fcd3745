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
      const seen = await deps.okta.factors(userId);
      deps.oktaTime.observe(seen);
      if (seen.kind === 'ok') factors.set(userId, seen.value);
      else if (concernsEverybody(seen)) failure = seen;
      else factors.set(userId, 'unreadable');
    }
  };
  await Promise.all(Array.from({ length: deps.concurrency }, reader));
  return failure ?? { kind: 'ok', value: { matches: found.value, factors } };
}

/** Of a deactivated user Okta shows no factors at all; asking would only cost a request. */
const readable = (match: UserMatch): readonly string[] => {
  if (match.kind === 'found') return [match.user.id];
  return match.kind === 'inactive' && match.user.status !== 'DEPROVISIONED' ? [match.user.id] : [];
};

const concernsEverybody = (reply: NotOk): boolean =>
  reply.kind !== 'rejected' || reply.reason === 'credential';
