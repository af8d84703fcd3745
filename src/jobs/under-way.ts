import type { BatchState } from '../domain/batch.ts';

/** The rows this process is working on; everything else about a row is on disk. */
export interface UnderWay {
  has(rowId: string): boolean;
  /** How many rows are worked on, of all batches or of one. */
  count(batchId?: string): number;
  /** The work gets a signal that tells it not to wait any longer. It must not reject. */
  begin(row: RowOf, work: (signal: AbortSignal) => Promise<void>): void;
  /** Gives that signal to rows whose batch is no longer in the state in which they were begun. */
  letGo(states: ReadonlyMap<string, BatchState>): void;
  /** Resolves when all that has begun has ended. */
  drain(): Promise<void>;
}

interface RowOf {
  readonly id: string;
  readonly batch: { readonly id: string; readonly state: BatchState };
}

interface Step {
  readonly batch: RowOf['batch'];
  readonly waiting: AbortController;
  readonly ended: Promise<void>;
}

/** The disk has its part in a row as well: some rows wait there while as many requests as may be are under way. */
const placesPerRequest = 1.5;
/** Looking for rows costs as much for one as for many. */
const shareToRefill = 0.25;

/**
 * How many rows of a batch may begin now, when `atOnce` requests may be under way and rows of `all` batches and of its
 * `own` are. A batch with none is given a place in any case, so that a command does not wait for a file.
 */
export function placesFree(atOnce: number, rows: { readonly all: number; readonly own: number }): number {
  const places = Math.ceil(atOnce * placesPerRequest);
  const free = places - rows.all;
  if (rows.own === 0) return Math.max(1, free);
  return free >= places * shareToRefill ? free : 0;
}

/** `onEnd` is called whenever a row is done with. */
export function createUnderWay(onEnd: () => void): UnderWay {
  const steps = new Map<string, Step>();
  return {
    has: (rowId) => steps.has(rowId),
    count: (batchId) =>
      batchId === undefined
        ? steps.size
        : [...steps.values()].filter(({ batch }) => batch.id === batchId).length,
    begin({ id, batch }, work) {
      const waiting = new AbortController();
      const ended = work(waiting.signal).finally(() => {
        steps.delete(id);
        onEnd();
      });
      steps.set(id, { batch, waiting, ended });
    },
    letGo(states) {
      for (const { batch, waiting } of steps.values())
        if (states.get(batch.id) !== batch.state) waiting.abort();
    },
    async drain() {
      await Promise.all([...steps.values()].map(({ ended }) => ended));
    },
  };
}
