import { lookAgain, nextLook } from '../domain/look-again.ts';
import type { Okta } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';
import { repliesFor, type ThreadReplies } from '../domain/replies.ts';
import type { Row } from '../domain/row.ts';
import type { Log } from '../log.ts';
import { loadBatch } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { dueLooks, isSuperseded, nextLookAt, setLookAt } from '../store/looks.ts';
import { cutLookWaits } from '../store/waits.ts';
import { createJob, type Job } from './job.ts';
import { whenSetBack } from './set-back.ts';
import { settleOnDisk } from './settle-row.ts';

export interface LookAgainDeps {
  readonly db: Db;
  readonly okta: Okta;
  readonly clock: Clock;
  readonly log: Log;
  readonly threadReplies: ThreadReplies | undefined;
  readonly onNews: () => void;
}

const idleMs = 5 * 60_000;
/** Few at a time: this must not keep the allowance from rows that wait for their first request. */
const atOnce = 5;
const turnMs = 30_000;

/** Looks again at rows that were left to a person, and settles those whose factor has appeared. It asks for nothing. */
export function createLookAgain(deps: LookAgainDeps): Job {
  const { clock, log } = deps;
  const minded = whenSetBack(clock, (now) => cutLookWaits(deps.db, now));
  return createJob({
    name: 'look again',
    clock,
    log,
    idleMs,
    async turn(stopping) {
      await minded();
      for (const row of await dueLooks(deps.db, { at: clock.now(), limit: atOnce })) {
        if (stopping.aborted) break;
        await lookAt(deps, row, stopping);
      }
      const nextAt = (await nextLookAt(deps.db)) ?? Number.POSITIVE_INFINITY;
      return Math.max(nextAt, clock.now() + turnMs);
    },
  });
}

async function lookAt(deps: LookAgainDeps, row: Row, signal: AbortSignal): Promise<void> {
  const { db, okta, clock } = deps;
  if (await isSuperseded(db, row)) return setLookAt(db, row.id, undefined);
  const factors = await okta.factors(row.userId, { signal });
  if (signal.aborted) return;
  const settling = factors.kind === 'ok' ? lookAgain(row, factors.value) : undefined;
  if (settling === undefined) return setLookAt(db, row.id, nextLook(row, row.settledAt ?? 0, clock.now()));
  const batch = await loadBatch(db, row.batchId);
  const replies = repliesFor(deps.threadReplies, batch.rowCount);
  await settleOnDisk({ db, clock, batch, replies }, row, settling);
  deps.onNews();
}
