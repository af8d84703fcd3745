import { setTimeout as timer } from 'node:timers/promises';
import type { Clock } from './domain/ports.ts';

/** Longer waits overflow the timer of the runtime, which then fires at once. */
const longestMs = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    await timer(
      Math.min(Math.max(0, ms), longestMs),
      undefined,
      signal === undefined ? {} : { signal },
    ).catch((error: unknown) => {
      // Being woken is how most sleeps end.
      if (signal?.aborted !== true) throw error;
    });
  },
};
