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
