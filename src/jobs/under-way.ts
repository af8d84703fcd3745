/** The rows this process is working on; everything else about a row is on disk. */
export interface UnderWay {
  has(rowId: string): boolean;
  count(): number;
  /** Whether any row of this batch is being worked on. */
  of(batchId: string): boolean;
  begin(row: { readonly id: string; readonly batchId: string }, work: () => Promise<void>): void;
  /** Resolves when all that has begun has ended. */
  drain(): Promise<void>;
}

/** `onEnd` is called whenever a row is done with. Work must not reject. */
export function createUnderWay(onEnd: () => void): UnderWay {
  const steps = new Map<string, { readonly batchId: string; readonly step: Promise<void> }>();
  return {
    has: (rowId) => steps.has(rowId),
    count: () => steps.size,
    of: (batchId) => [...steps.values()].some((one) => one.batchId === batchId),
    begin({ id, batchId }, work) {
      const step = work().finally(() => {
        steps.delete(id);
        onEnd();
      });
      steps.set(id, { batchId, step });
    },
    async drain() {
      await Promise.all([...steps.values()].map(({ step }) => step));
    },
  };
}
