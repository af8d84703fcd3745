import { type Batch, isSingle } from '../domain/batch.ts';
import type { Clock } from '../domain/ports.ts';
import { repliesFor, toldAtTheEnd, type ThreadReplies } from '../domain/replies.ts';
import { moveBatch } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { rowsOf } from '../store/rows.ts';
import { announcements } from './announcements.ts';

interface FinishDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly threadReplies: ThreadReplies | undefined;
}

/** Ends a batch whose rows have all ended: what was not told yet, the result file and one report follow in the thread. */
export async function finishBatch(deps: FinishDeps, batch: Batch): Promise<void> {
  const rows = await rowsOf(deps.db, batch.id);
  const say = announcements(batch);
  const { single, groups } = toldAtTheEnd(repliesFor(deps.threadReplies, rows.length), rows);
  await moveBatch(deps.db, {
    batchId: batch.id,
    event: 'drain',
    at: deps.clock.now(),
    actor: 'bot',
    outbox: [
      say.card(),
      ...single.map((row) => say.row(row.id)),
      ...groups.map((group, index) =>
        say.rows(
          group.map((row) => row.id),
          index + 1,
          groups.length,
        ),
      ),
      // The one row of a command is told whole by its own reply.
      ...(isSingle(batch) ? [] : [say.once('result_file'), say.once('report')]),
    ],
  });
}
