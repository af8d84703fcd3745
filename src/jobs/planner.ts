import type { Batch } from '../domain/batch.ts';
import { leftUntil } from '../domain/due.ts';
import type { NotOk, Priority } from '../domain/okta.ts';
import { batchesIn } from '../store/batches.ts';
import { enqueue } from '../store/outbox.ts';
import { announcements } from './announcements.ts';
import { createJob, type Job } from './job.ts';
import { type LockedFile, waitForKey } from './locked-file.ts';
import { makePlan, type PlanDeps } from './make-plan.ts';
import { type NotYet, postponePlan, type Retry } from './postpone-plan.ts';
import { discardPlan } from './save-plan.ts';
import { createUnderWay } from './under-way.ts';

/** What became of one try to plan a batch. */
export type Planned = { readonly kind: 'done' } | NotYet | LockedFile;

const idleMs = 30_000;
/** Okta's longest window; the other waits are shorter. */
const longestRetryMs = 5 * 60_000;
/** Plans under way at once: a command does not wait for a file whose users take minutes to read. */
const atOnce = 4;
/** A plan that takes longer than people like to wait without a sign shows its card before it is made. */
const signAfterMs = 4_000;

/**
 * Makes a plan of every batch that waits for one. A batch whose file or whose users cannot be read now is tried again
 * later; it stays on disk as `planning`, so a restart takes it up as well.
 */
export function createPlanner(deps: Omit<PlanDeps, 'signal'>): Job {
  const retries = new Map<string, Retry>();
  const underWay = createUnderWay(() => {
    job.wake();
  });

  async function turn(stopping: AbortSignal): Promise<number> {
    const batches = await batchesIn(deps.db, ['planning']);
    const now = deps.clock.now();
    for (const batch of batches) {
      if (stopping.aborted || underWay.count() === atOnce) break;
      const waits = isEarly(retries.get(batch.id), now) && !unlockable(batch);
      if (underWay.has(batch.id) || waits) continue;
      underWay.begin({ id: batch.id, batch }, (signal) => planOne(batch, signal));
    }
    const idle = [...retries].filter(([batchId]) => !underWay.has(batchId));
    return Math.min(now + idleMs, ...idle.map(([, retry]) => retry.at));
  }

  /** Somebody entered something since the file was found locked. */
  const unlockable = ({ id, briefing }: Batch): boolean =>
    briefing.lock !== undefined && deps.passphrases.of(id) !== undefined && retries.get(id)?.locked === true;

  async function planOne(batch: Batch, signal: AbortSignal): Promise<void> {
    try {
      const retry = await attempt(
        { ...deps, okta: deps.okta.at(priorityOf(batch)), signal },
        batch,
        retries.get(batch.id),
      );
      if (retry === undefined || retry.locked === true) deps.passphrases.forget(batch.id);
      if (retry === undefined) retries.delete(batch.id);
      else retries.set(batch.id, retry);
    } catch (error) {
      deps.log.error('plan not put aside', { batchId: batch.id }, error);
      const at = deps.clock.now();
      retries.set(batch.id, { tries: 1, since: at, at: at + idleMs });
    }
  }

  const job = createJob({
    name: 'planner',
    clock: deps.clock,
    log: deps.log,
    idleMs,
    turn,
    drain() {
      underWay.letGo(new Map());
      return underWay.drain();
    },
  });
  return job;
}

/** The wait for what opens a file ends by the clock, like an approval's; every other one is short. */
function isEarly(retry: Retry | undefined, now: number): boolean {
  if (retry === undefined) return false;
  return retry.locked === true ? now < retry.at : leftUntil(retry.at, now, longestRetryMs) > 0;
}

/** Somebody sits before a command; a file may take its time. */
const priorityOf = (batch: Batch): Priority => (batch.file === undefined ? 'person' : 'batch');

/** Tries to plan a batch; gives when to try again, or nothing once it is planned or discarded. */
async function attempt(deps: PlanDeps, batch: Batch, before: Retry | undefined): Promise<Retry | undefined> {
  const made = new AbortController();
  void signIfSlow(deps, batch, AbortSignal.any([made.signal, deps.signal]));
  const planned = await makePlan(deps, batch)
    .catch((error: unknown) => discardFaulty(deps, batch, error))
    .finally(() => {
      made.abort();
    });
  if (planned.kind === 'locked') return deps.signal.aborted ? before : waitForKey(deps, batch, planned);
  if (planned.kind !== 'done') {
    // The bot is ending: whatever could not be read now is read after the next start.
    if (deps.signal.aborted) return before;
    const refused = planned.kind === 'okta' && planned.reply.kind === 'rejected' ? planned.reply : undefined;
    if (refused === undefined) return postponePlan(deps, batch, planned, before);
    await discardPlan(deps, batch, refusedByOkta(refused));
  }
  deps.onNews();
  return undefined;
}

async function signIfSlow(deps: PlanDeps, batch: Batch, made: AbortSignal): Promise<void> {
  await deps.clock.sleep(signAfterMs, made);
  if (made.aborted) return;
  try {
    await deps.db.tx((tx) => enqueue(tx, [announcements(batch).card()], deps.clock.now()));
    deps.onNews();
  } catch (error) {
    deps.log.warn('planning not shown', { batchId: batch.id }, error);
  }
}

async function discardFaulty(deps: PlanDeps, batch: Batch, error: unknown): Promise<Planned> {
  deps.log.error('plan failed', { batchId: batch.id }, error);
  await discardPlan(
    deps,
    batch,
    'A fault in the bot itself kept it from making a plan. Nothing was done. Look in its log for this batch, then ask again.',
  );
  return { kind: 'done' };
}

const refusedByOkta = (reply: Extract<NotOk, { kind: 'rejected' }>): string => {
  if (reply.reason === 'credential')
    return 'Okta refuses the credential of the bot, so no plan could be made. Nothing was done. Run `npm run doctor`, then ask again.';
  const said = [reply.summary, reply.oktaCode].filter((part) => part !== '').join(', ');
  return `Okta did not show what the plan needs (${said}). Nothing was done. Run \`npm run doctor\`, then ask again.`;
};
