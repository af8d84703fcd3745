import type { Clock } from '../domain/ports.ts';

/** Handlers that have begun and not ended. */
export interface InFlight {
  /** Runs the work and counts it meanwhile, whichever way it ends. */
  track<T>(work: () => Promise<T>): Promise<T>;
  count(): number;
  /** True as soon as nothing runs any more, false when `deadlineMs` has passed first. */
  drained(deadlineMs: number): Promise<boolean>;
}

export function openInFlight(clock: Clock): InFlight {
  let running = 0;
  const waiting = new Set<() => void>();
  return {
    async track(work) {
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        if (running === 0) for (const tell of waiting) tell();
      }
    },
    count: () => running,
    async drained(deadlineMs) {
      if (running === 0) return true;
      const empty = new AbortController();
      const tell = () => {
        empty.abort();
      };
      waiting.add(tell);
      await clock.sleep(deadlineMs, empty.signal);
      waiting.delete(tell);
      return running === 0;
    },
  };
}
