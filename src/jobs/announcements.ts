import type { Batch } from '../domain/batch.ts';
import type { NewOutbox } from '../store/outbox.ts';

/** The card first: everything else of a batch is said in its thread, in the order in which it happened. */
const priority = { card: 0, thread: 10 } as const;

/** What can be said about a batch, as entries for the outbox: ids only, the text is made when it is posted. */
export function announcements(batch: Batch): {
  card(): NewOutbox;
  /** The card of the batch that this one follows from, to be drawn again. */
  source(): readonly NewOutbox[];
  /** `again` names the occasion where a row is told a second time. */
  row(rowId: string, again?: string): NewOutbox;
  rows(rowIds: readonly string[], part: number, parts: number): NewOutbox;
  once(kind: 'plan_file' | 'result_file' | 'report' | 'delete_file' | 'file_deleted'): NewOutbox;
} {
  const entry = { batchId: batch.id, channelId: batch.channelId };
  const inThread = { ...entry, thread: true, priority: priority.thread };
  return {
    card: () => ({ ...entry, kind: 'card', thread: false, priority: priority.card }),
    source: () =>
      batch.sourceId === undefined
        ? []
        : [{ ...entry, batchId: batch.sourceId, kind: 'card', thread: false, priority: priority.card }],
    row: (rowId, again) => ({
      ...inThread,
      kind: 'row',
      rowId,
      key: again === undefined ? `row:${rowId}` : `row:${rowId}:${again}`,
    }),
    rows: (rowIds, part, parts) => ({
      ...inThread,
      kind: 'rows',
      payload: { rowIds, part, parts },
      key: `rows:${batch.id}:${String(part)}`,
    }),
    once: (kind) => ({ ...inThread, kind, key: `${kind}:${batch.id}` }),
  };
}
