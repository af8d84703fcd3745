import type { Batch } from '../domain/batch.ts';
import { retryAt } from '../domain/settle.ts';
import type { NotOk } from '../domain/okta.ts';
import { batchesIn, notePlanningTrouble } from '../store/batches.ts';
import { announcements } from './announcements.ts';
import { createJob, type Job } from './job.ts';
import { makePlan, type PlanDeps } from './make-plan.ts';
import { discardPlan } from './save-plan.ts';

/** What is to be done with a batch after one try to plan it. */
export type Planned =
  | { readonly kind: 'done' }
  | { readonly kind: 'later' }
  | { readonly kind: 'okta'; readonly reply: NotOk };

const idleMs = 30_000;
const givenUpAfterMs = 60 * 60_000;
/** A stumble that is over in seconds needs no card. */
const shownFrom = 2;
const firstRetryMs = 2_000;
const longestRetryMs = 60_000;

/**
 * Makes a plan of every batch that waits for one. A batch whose file or whose users cannot be read now is tried again
 * later; it stays on disk as `planning`, so a restart takes it up as well.
 */
export function createPlanner(deps: PlanDeps): Job {
  const retries = new Map<string, { readonly tries: number; readonly at: number }>();

  async function turn(stopping: AbortSignal): Promise<number> {
    for (const batch of await batchesIn(deps.db, ['planning'])) {
      if (stopping.aborted) break;
      if ((retries.get(batch.id)?.at ?? 0) > deps.clock.now()) continue;
      await planOne(batch);
    }
    return Math.min(deps.clock.now() + idleMs, ...[...retries.values()].map(({ at }) => at));
  }

  async function planOne(batch: Batch): Promise<void> {
    const planned = await makePlan(deps, batch).catch(async (error: unknown): Promise<Planned> => {
      deps.log.error('plan failed', { batchId: batch.id }, error);
      await discardPlan(
        deps,
        batch,
        'A fault in the bot itself kept it from making a plan. Nothing was done. Look in its log for this batch, then ask again.',
      );
      return { kind: 'done' };
    });
    if (planned.kind === 'done' || (planned.kind === 'okta' && planned.reply.kind === 'rejected')) {
      retries.delete(batch.id);
      if (planned.kind === 'okta') await discardPlan(deps, batch, refusedByOkta(planned.reply));
      deps.onNews();
      return;
    }
    const tries = (retries.get(batch.id)?.tries ?? 0) + 1;
    const at = await postpone(deps, batch, planned, tries);
    if (at === undefined) retries.delete(batch.id);
    else retries.set(batch.id, { tries, at });
  }

  return createJob({ name: 'planner', clock: deps.clock, log: deps.log, idleMs, turn });
}

type NotYet = Exclude<Planned, { kind: 'done' }>;

/** Tries again for an hour, and says so on the card; gives when (epoch ms), or nothing once it has given up. */
async function postpone(
  deps: PlanDeps,
  batch: Batch,
  planned: NotYet,
  tries: number,
): Promise<number | undefined> {
  const at = deps.clock.now();
  const why = planned.kind === 'later' ? 'Slack did not give the file' : 'Okta could not be asked';
  deps.log.warn('plan postponed', { batchId: batch.id, tries });
  if (at - batch.createdAt > givenUpAfterMs) {
    await discardPlan(
      deps,
      batch,
      `${why} for an hour. Nothing was done. Run \`npm run doctor\`, then ask again.`,
    );
    deps.onNews();
    return undefined;
  }
  if (tries >= shownFrom) {
    const trouble = `${why}. The bot keeps trying for an hour, and nothing is changed meanwhile.`;
    const outbox = [announcements(batch).card()];
    if (await notePlanningTrouble(deps.db, batch.id, { trouble, outbox, at })) deps.onNews();
  }
  return nextTry(planned, tries, at);
}

function nextTry(planned: NotYet, tries: number, now: number): number {
  if (planned.kind === 'okta' && planned.reply.kind === 'retry') return retryAt(planned.reply, tries, now);
  return now + Math.min(firstRetryMs * 2 ** tries, longestRetryMs);
}

const refusedByOkta = (reply: NotOk): string =>
  reply.kind === 'rejected' && reply.reason !== 'credential'
    ? `Okta refused to show the users (${reply.oktaCode}): ${reply.summary} Nothing was done. Run \`npm run doctor\`, then ask again.`
    : 'Okta refuses the credential of the bot, so no plan could be made. Nothing was done. Run `npm run doctor`, then ask again.';
