import type { BatchState } from '../domain/batch.ts';
import { isDue } from '../domain/due.ts';
import type { Clock } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { batchesIn, expireDue } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { shredEnrolledSeeds, shredLeftoverSeeds } from '../store/leftover-seeds.ts';
import { enqueue } from '../store/outbox.ts';
import { forgetSeen } from '../store/seen.ts';
import { lastShredding, truncateLog } from '../store/traces.ts';
import { announcements } from './announcements.ts';
import { createJob, type Job } from './job.ts';

export interface SweepDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** Finds missed files and looks which dropped ones are gone. */
  readonly lookAtFiles: () => Promise<void>;
  /** Notes beside the database how far it has come; absent where nobody would look. */
  readonly saveMark?: (() => Promise<void>) | undefined;
  /** `none`: a seed is deleted once its token is enrolled. */
  readonly seedRetention: 'stock' | 'none';
  readonly onNews: () => void;
}

const everyMs = 20_000;
const filesEveryMs = 5 * 60_000;
/** Nobody tells the bot that a card was deleted; one that waits for a person is drawn again so that it comes back. */
const cardsEveryMs = 30 * 60_000;
const waiting: readonly BatchState[] = ['awaiting_approval', 'paused'];
const seedsEveryMs = 60 * 60_000;
/** For so long a failed row can be tried again, and one in doubt be found enrolled, with the seed it was planned with. */
const seedsKeptMs = 30 * 24 * 60 * 60_000;
/** Slack repeats an event for six minutes, or for a day where the app asks for delayed events. */
const rememberedMs = 25 * 60 * 60_000;

/** Tidies on a clock: cards nobody decided in time, old event ids, seeds nobody needs any more, files that were missed or are gone. */
export function createSweeper(deps: SweepDeps): Job {
  let filesAt = Number.NEGATIVE_INFINITY;
  let cardsAt = deps.clock.now();
  let seedsAt = Number.NEGATIVE_INFINITY;
  let clearedSeq = 0;

  async function turn(): Promise<number> {
    const now = deps.clock.now();
    const expired = await expireDue(deps.db, now);
    if (expired.length > 0) deps.onNews();
    await forgetSeen(deps.db, now - rememberedMs);
    if (isDue(seedsAt, seedsEveryMs, now)) {
      seedsAt = now;
      await shredLeftoverSeeds(deps.db, now - seedsKeptMs, now);
    }
    if (deps.seedRetention === 'none') await shredEnrolledSeeds(deps.db, now);
    clearedSeq = await clearTraces(deps.db, clearedSeq);
    if (isDue(cardsAt, cardsEveryMs, now)) {
      cardsAt = now;
      await drawCards(deps, now);
    }
    if (isDue(filesAt, filesEveryMs, now)) {
      filesAt = now;
      await deps.lookAtFiles();
    }
    await deps.saveMark?.();
    return now + everyMs;
  }

  const job = createJob({ name: 'sweeper', clock: deps.clock, log: deps.log, idleMs: everyMs, turn });
  return {
    ...job,
    wake() {
      filesAt = Number.NEGATIVE_INFINITY;
      job.wake();
    },
  };
}

/** After seeds were deleted the log still has them; gives up to which entry of the audit nothing is left of them. */
async function clearTraces(db: Db, clearedSeq: number): Promise<number> {
  const shredded = await lastShredding(db, clearedSeq);
  if (shredded === undefined) return clearedSeq;
  return (await truncateLog(db)) ? shredded : clearedSeq;
}

async function drawCards({ db, onNews }: SweepDeps, now: number): Promise<void> {
  const cards = (await batchesIn(db, waiting)).map((batch) => announcements(batch).card());
  if (cards.length === 0) return;
  await db.tx((tx) => enqueue(tx, cards, now));
  onNews();
}
