import type { Batch } from '../domain/batch.ts';
import type { Priority } from '../domain/okta.ts';
import { repliesFor, type ThreadReplies } from '../domain/replies.ts';
import { isMidway } from '../domain/replacement.ts';
import type { Row } from '../domain/row.ts';
import { settled, type Settling } from '../domain/settle.ts';
import type { Log } from '../log.ts';
import { batchesIn, moveBatch } from '../store/batches.ts';
import { heldRows, openRows, recoverRows, rowsOf, takeRows } from '../store/rows.ts';
import { forgiveBatch } from '../store/tally.ts';
import { cutRowWaits } from '../store/waits.ts';
import { announcements } from './announcements.ts';
import type { Clear } from './clear-batch.ts';
import { finishBatch } from './finish-batch.ts';
import { createJob, type Job, otherWork } from './job.ts';
import type { RowDeps } from './row-step.ts';
import { runRow } from './run-row.ts';
import { whenSetBack } from './set-back.ts';
import { setAsideFaulty, type SettleDeps, settleOnDisk } from './settle-row.ts';
import { createUnderWay, placesFree, type UnderWay } from './under-way.ts';

export interface WorkerDeps extends Omit<RowDeps, 'settle' | 'mayWrite' | 'mayPause' | 'signal'> {
  readonly log: Log;
  readonly threadReplies: ThreadReplies | undefined;
  /** Whether an approved batch may begin. */
  readonly clear: Clear;
  /** Called when something waits in the outbox. */
  readonly onNews: () => void;
}

const idleMs = 5_000;
const never = Number.POSITIVE_INFINITY;

/** Runs the approved batches, several rows at once. Nothing is remembered here: the rows on disk say what is to do. */
export function createWorker(deps: WorkerDeps): Job {
  const underWay = createUnderWay(() => {
    job.wake();
  });
  const minded = whenSetBack(deps.clock, (now) => cutRowWaits(deps.db, now));
  const job = createJob({
    name: 'worker',
    clock: deps.clock,
    log: deps.log,
    idleMs,
    async turn(stopping) {
      await minded();
      if (underWay.count() === 0) await takeUpIntents(deps);
      const batches = await batchesIn(deps.db, ['running', 'stopping']);
      underWay.letGo(new Map(batches.map((batch) => [batch.id, batch.state])));
      let nextAt = never;
      for (const batch of leastServedFirst(batches, underWay)) {
        if (stopping.aborted) break;
        nextAt = Math.min(nextAt, await advance(deps, underWay, batch));
      }
      return nextAt;
    },
    drain() {
      underWay.letGo(new Map());
      return underWay.drain();
    },
  });
  return job;
}

/** While nothing is under way no row can be between its intent and its outcome, unless the outcome could not be written. */
async function takeUpIntents({ db, clock, log }: WorkerDeps): Promise<void> {
  const rows = await recoverRows(db, clock.now());
  if (rows.length > 0) log.warn('rows without an outcome taken up', { rows: rows.length });
}

/** A free place goes to the batch that has fewest: the one row of a command does not wait for the thousands of a file. */
const leastServedFirst = (batches: readonly Batch[], underWay: UnderWay): readonly Batch[] =>
  batches.toSorted((one, other) => underWay.count(one.id) - underWay.count(other.id));

/** Begins what is due of a batch, and ends it when nothing is left; gives when to look again (epoch ms). */
async function advance(deps: WorkerDeps, underWay: UnderWay, batch: Batch): Promise<number> {
  if (batch.state === 'running' && batch.clearedAt === undefined) return beginClearing(deps, underWay, batch);
  if (batch.state === 'stopping') await cancelPlanned(deps, underWay, batch);
  else await forgiveBatch(deps.db, batch.id, deps.clock.now());
  await beginDue(deps, underWay, batch);
  if (underWay.count(batch.id) > 0) return never;
  const open = await openRows(deps.db, batch.id);
  if (open.count > 0) return open.nextAt ?? (await failHeld(deps, batch));
  await finishBatch(deps, batch);
  deps.onNews();
  return never;
}

/** The questions it asks take their time, and other batches do not wait for it. */
function beginClearing(deps: WorkerDeps, underWay: UnderWay, batch: Batch): number {
  const nextAt = deps.clear.waitsUntil(batch.id);
  if (underWay.count(batch.id) > 0) return never;
  if (nextAt > deps.clock.now()) return nextAt;
  underWay.begin({ id: batch.id, batch }, async () => {
    await deps.clear.look(batch);
    deps.onNews();
  });
  return never;
}

/** When only rows are left that were held back, nobody is left who could show that it is not about them. */
async function failHeld(deps: WorkerDeps, batch: Batch): Promise<number> {
  const now = deps.clock.now();
  const [row] = await heldRows(deps.db, batch.id);
  if (row === undefined) return now + idleMs;
  await settleOnDisk(targetOf(deps, batch), row, settled.heldBack(row));
  return now;
}

async function beginDue(deps: WorkerDeps, underWay: UnderWay, batch: Batch): Promise<void> {
  const own = underWay.count(batch.id);
  const places = placesFree(deps.okta.atOnce(), { all: underWay.count(), own });
  // Until the first row is enrolled the next one is not begun.
  const free = batch.canary === true ? Math.min(places, 1 - own) : places;
  if (free <= 0) return;
  const due = await takeRows(deps.db, batch.id, {
    at: deps.clock.now(),
    // Rows under way may still stand as planned: enough are read to find free ones behind them.
    limit: free + own,
    states: ['planned', 'unknown'],
  });
  for (const row of due.filter((one) => !underWay.has(one.id)).slice(0, free)) {
    underWay.begin({ id: row.id, batch }, (signal) => runOne(deps, batch, row, signal));
  }
}

async function runOne(deps: WorkerDeps, batch: Batch, row: Row, signal: AbortSignal): Promise<void> {
  const target = targetOf(deps, batch);
  const rowDeps: RowDeps = {
    ...deps,
    okta: deps.okta.at(priorityOf(batch)),
    signal,
    mayWrite: batch.state === 'running' || isMidway(row),
    mayPause: batch.state === 'running',
    settle: (one, settling, requestId) => settleOnDisk(target, one, settling, requestId),
  };
  const facts = { batchId: batch.id, rowId: row.id };
  try {
    const pause = await runRow(rowDeps, row);
    if (pause !== undefined) await pauseBatch(deps, batch, pause);
  } catch (error) {
    deps.log.error('row fault', facts, error);
    await setAsideFaulty(target, row.id).catch(async (second: unknown) => {
      deps.log.error('row fault not recorded', facts, second);
      // The row is as it was, and would be taken again at once for as long as the database refuses.
      await deps.clock.sleep(idleMs, signal);
    });
  }
  deps.onNews();
}

/** Somebody sits before the one row of a command. */
const priorityOf = (batch: Batch): Priority => (batch.rowCount === 1 ? 'person' : 'batch');

const targetOf = (deps: WorkerDeps, batch: Batch): SettleDeps => ({
  db: deps.db,
  clock: deps.clock,
  batch,
  replies: repliesFor(deps.threadReplies, batch.rowCount),
});

async function cancelPlanned(deps: WorkerDeps, underWay: UnderWay, batch: Batch): Promise<void> {
  for (const row of await rowsOf(deps.db, batch.id, { states: ['planned'] })) {
    if (underWay.has(row.id) || isMidway(row)) continue;
    await settleOnDisk(targetOf(deps, batch), row, endOfPlanned(row));
    await otherWork();
  }
}

/** A request whose answer was lost may have had an effect, even if another one was refused after it. */
function endOfPlanned(row: Row): Settling {
  if (row.lost > 0) return settled.leftInDoubt(row);
  return row.held === undefined ? settled.cancelled(row) : settled.heldBack(row);
}

async function pauseBatch(deps: WorkerDeps, batch: Batch, trouble: string): Promise<void> {
  await moveBatch(deps.db, {
    batchId: batch.id,
    event: 'pause',
    at: deps.clock.now(),
    actor: 'bot',
    trouble,
    outbox: [announcements(batch).card()],
  });
}
