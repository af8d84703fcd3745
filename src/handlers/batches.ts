import { latestBatches } from '../store/batches.ts';
import { countStates } from '../store/rows.ts';
import type { HandlerDeps, Reply } from './deps.ts';

const shown = 20;

/** What is waiting, running and lately done, newest first. */
export async function answerBatches(deps: HandlerDeps): Promise<Reply> {
  const batches = await latestBatches(deps.db, shown);
  const lines = await Promise.all(
    batches.map(async (batch) => ({ batch, states: await countStates(deps.db, batch.id) })),
  );
  return { kind: 'batches', batches: lines };
}
