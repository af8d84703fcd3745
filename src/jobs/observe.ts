import { AppError } from '../domain/errors.ts';
import type { Factor, NotOk, Okta, Outcome, RetryReason, UserMatch } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';
import { retryAt } from '../domain/settle.ts';
import type { OktaTime } from './okta-time.ts';

export interface ObserveDeps {
  readonly okta: Okta;
  readonly clock: Clock;
  readonly oktaTime: OktaTime;
  /** Ends all waiting; the observation then fails as one that could not be made. */
  readonly signal: AbortSignal;
}

/** More than the client ever has under way: it keeps Okta's budget, and should not want for requests. */
const readersAtOnce = 64;

/** What Okta was seen to hold for the people of a plan. */
export interface Observed {
  readonly matches: ReadonlyMap<string, UserMatch>;
  readonly factors: ReadonlyMap<string, readonly Factor[] | 'unreadable'>;
}

export type Observation = { readonly kind: 'ok'; readonly value: Observed } | NotOk;

/**
 * Looks everybody up, many in one request, and reads each user's factors once. A user over whom alone Okta stumbles
 * is marked unreadable; an answer that concerns everybody (no budget, no credential, Okta away) ends the observation.
 * Whoever is known by Okta's id (`knownIds`) is not looked up again.
 */
export async function observe(
  deps: ObserveDeps,
  references: readonly string[],
  knownIds: readonly string[] = [],
): Promise<Observation> {
  const found = await findUsers(deps, references);
  if (found.kind !== 'ok') return found;
  const userIds = [...new Set([...[...found.value.values()].flatMap(readable), ...knownIds])];
  const factors = new Map<string, readonly Factor[] | 'unreadable'>();
  const trouble = createTrouble(userIds.length);
  const queue = userIds.values();
  const reader = async (): Promise<void> => {
    for (const userId of queue) {
      if (trouble.ofAll() !== undefined) return;
      const seen = await factorsOf(deps, userId);
      trouble.note(seen);
      factors.set(userId, seen.kind === 'ok' ? seen.value : 'unreadable');
    }
  };
  await Promise.all(Array.from({ length: readersAtOnce }, reader));
  return trouble.ofAll() ?? { kind: 'ok', value: { matches: found.value, factors } };
}

async function findUsers(
  { okta, oktaTime, signal }: ObserveDeps,
  references: readonly string[],
): ReturnType<Okta['findUsers']> {
  if (references.length === 0) return { kind: 'ok', value: new Map() };
  const found = await okta.findUsers([...new Set(references)], { signal });
  oktaTime.observe(found);
  return found;
}

/** So many users in a row over whom Okta stumbles: then it is not about them. */
const inARow = 3;

/** Tells trouble with single users from trouble that concerns them all; `count` is how many are asked about. */
function createTrouble(count: number): {
  note(seen: { readonly kind: 'ok' } | NotOk): void;
  ofAll(): NotOk | undefined;
} {
  let everybody: NotOk | undefined;
  let stumbles = 0;
  return {
    note(seen) {
      const answered = seen.kind === 'ok' || seen.kind === 'unknown' || isAboutOne(seen);
      stumbles = answered ? 0 : stumbles + 1;
      if (answered) return;
      if (!isStumble(seen) || stumbles >= Math.min(inARow, count)) everybody ??= seen;
    },
    ofAll: () => everybody,
  };
}

const isAboutOne = (reply: NotOk): boolean => reply.kind === 'rejected' && reply.reason !== 'credential';
const isStumble = (reply: NotOk): boolean => reply.kind === 'retry' && reply.why === 'server_error';

/** How often one user's factors are asked for; others may be using up the allowance for a while. */
const readTries: Readonly<Record<RetryReason, number>> = {
  server_error: 3,
  rate_limit: 20,
  concurrency: 20,
  not_sent: 1,
  read_only: 1,
};

const factorsOf = (deps: ObserveDeps, userId: string): ReturnType<Okta['factors']> =>
  patiently(deps, () => deps.okta.factors(userId, { signal: deps.signal }).catch(unreadableAnswer));

/** Asks again, after a while and not for ever, what certainly had no effect. */
export async function patiently<T>(
  { clock, oktaTime, signal }: Omit<ObserveDeps, 'okta'>,
  ask: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  for (let tries = 1; ; tries += 1) {
    const seen = await ask();
    oktaTime.observe(seen);
    if (seen.kind !== 'retry' || tries >= readTries[seen.why] || signal.aborted) return seen;
    const now = clock.now();
    await clock.sleep(retryAt(seen, tries, now) - now, signal);
  }
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
