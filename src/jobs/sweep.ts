import type { Clock } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { expireDue } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { forgetSeen } from '../store/seen.ts';
import { createJob, type Job } from './job.ts';

export interface SweepDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** Finds missed files and looks which dropped ones are gone. */
  readonly lookAtFiles: () => Promise<void>;
  readonly onNews: () => void;
}

const everyMs = 20_000;
const filesEveryMs = 5 * 60_000;
/** Slack repeats an event for six minutes, or for a day where the app asks for delayed events. */
const rememberedMs = 25 * 60 * 60_000;

/** Tidies on a clock: cards nobody decided in time, old event ids, files that were missed or are gone. */
export function createSweeper(deps: SweepDeps): Job {
  let filesAt = Number.NEGATIVE_INFINITY;

  async function turn(): Promise<number> {
    const now = deps.clock.now();
    const expired = await expireDue(deps.db, now);
    if (expired.length > 0) deps.onNews();
    await forgetSeen(deps.db, now - rememberedMs);
    if (now - filesAt >= filesEveryMs) {
      filesAt = now;
      await deps.lookAtFiles();
    }
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
