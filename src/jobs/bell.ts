import type { Clock } from '../domain/ports.ts';

/** Lets one loop sleep until somebody has work for it. A ring while it works is kept, so that none is missed. */
export interface Bell {
  ring(): void;
  /** Ends at the next ring, after `ms`, or when the signal is cancelled; at once if it has rung since the last wait. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createBell(clock: Clock): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(ms, signal) {
      if (!rung && !signal.aborted) {
        const nap = new AbortController();
        const called = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([called, clock.sleep(ms, AbortSignal.any([signal, nap.signal]))]);
        nap.abort();
      }
      rung = false;
    },
  };
}
