import type { Row, RowState } from './row.ts';

/** How much of a batch is told in the thread row by row. */
export type ThreadReplies = 'each' | 'grouped' | 'problems';

/** Above this many rows, a message for each would take minutes to post and bury the few that matter. */
const eachUpTo = 100;

/** Rows told in one grouped message: as many lines as people read, and well inside Slack's size of a message. */
const groupSize = 30;

const problemStates: ReadonlySet<RowState> = new Set(['failed', 'needs_review', 'unknown']);

/** The setting, or what suits a batch of this size where nothing is set. */
export const repliesFor = (setting: ThreadReplies | undefined, rowCount: number): ThreadReplies =>
  setting ?? (rowCount <= eachUpTo ? 'each' : 'grouped');

/** Whether a row that just ended is told at once in a message of its own. */
export const toldAtOnce = (replies: ThreadReplies, state: RowState): boolean =>
  replies === 'each' || problemStates.has(state);

/** The rows to tell when the batch ends: one by one under `each`, in groups under `grouped`, none under `problems`. */
export function toldAtTheEnd(
  replies: ThreadReplies,
  rows: readonly Row[],
): { single: readonly Row[]; groups: readonly (readonly Row[])[] } {
  const untold = rows.filter((row) => !problemStates.has(row.state));
  if (replies === 'problems') return { single: [], groups: [] };
  // Rows that were never run ended with the plan; under `each` everybody named in the file still gets an answer.
  if (replies === 'each')
    return { single: untold.filter((row) => row.state === 'blocked' || row.state === 'skipped'), groups: [] };
  const groups: Row[][] = [];
  for (let start = 0; start < untold.length; start += groupSize)
    groups.push(untold.slice(start, start + groupSize));
  return { single: [], groups };
}
