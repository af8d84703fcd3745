import type { Batch } from '../domain/batch.ts';
import type { NotOk } from '../domain/okta.ts';
import { retryAt } from '../domain/settle.ts';
import { notePlanningTrouble } from '../store/batches.ts';
import { announcements } from './announcements.ts';
import type { PlanDeps } from './make-plan.ts';
import { discardPlan } from './save-plan.ts';

/** Why there is no plan yet: Slack did not give the file, or Okta could not be asked. */
export type NotYet = { readonly kind: 'later' } | { readonly kind: 'okta'; readonly reply: NotOk };

/** A plan that is to be tried again. Times are epoch ms. */
export interface Retry {
  readonly tries: number;
  /** When the first of these tries failed. */
  readonly since: number;
  readonly at: number;
  /** Nothing but what a person enters makes a further try worth while. */
  readonly locked?: boolean | undefined;
}

const givenUpAfterMs = 60 * 60_000;
/** A stumble that is over in seconds needs no card. */
const shownFrom = 2;
const firstRetryMs = 2_000;
const longestRetryMs = 60_000;

/** Says when a plan is tried again, and why it waits on its card; after an hour it is discarded, and nothing is given. */
export async function postponePlan(
  deps: PlanDeps,
  batch: Batch,
  notYet: NotYet,
  before: Retry | undefined,
): Promise<Retry | undefined> {
  const now = deps.clock.now();
  const tries = (before?.tries ?? 0) + 1;
  const since = before?.since ?? now;
  const why = notYet.kind === 'later' ? 'Slack did not give the file' : 'Okta could not be asked';
  deps.log.warn('plan postponed', { batchId: batch.id, tries });
  if (now - since > givenUpAfterMs) {
    const trouble = `${why} for an hour. Nothing was done. Run \`npm run doctor\`, then ask again.`;
    await discardPlan(deps, batch, trouble);
    deps.onNews();
    return undefined;
  }
  if (tries >= shownFrom) {
    const trouble = `${why}. The bot keeps trying for an hour, and nothing is changed meanwhile.`;
    const outbox = [announcements(batch).card()];
    if (await notePlanningTrouble(deps.db, batch.id, { trouble, outbox, at: now })) deps.onNews();
  }
  return { tries, since, at: nextTry(notYet, tries, now) };
}

function nextTry(notYet: NotYet, tries: number, now: number): number {
  if (notYet.kind === 'okta' && notYet.reply.kind === 'retry') return retryAt(notYet.reply, tries, now);
  return now + Math.min(firstRetryMs * 2 ** tries, longestRetryMs);
}
