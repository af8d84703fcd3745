/** How often something may happen: one every `everyMs` in the long run, up to `burst` at once after a rest. */
export interface Pace {
  readonly everyMs: number;
  readonly burst: number;
}

/**
 * Keeps a pace for each key, in constant memory per key. `freeAt` gives the time (epoch ms) from which the next turn
 * may be taken; `take` takes it; after `close` there is none before that time, whatever the pace.
 */
export function createTurns(): {
  freeAt(key: string, pace: Pace): number;
  take(key: string, pace: Pace, at: number): void;
  close(key: string, until: number): void;
} {
  // When the turns taken so far would be used up if they had been evenly spread.
  const spentUntil = new Map<string, number>();
  const closedUntil = new Map<string, number>();
  return {
    freeAt: (key, pace) =>
      Math.max(
        (spentUntil.get(key) ?? Number.NEGATIVE_INFINITY) - (pace.burst - 1) * pace.everyMs,
        closedUntil.get(key) ?? Number.NEGATIVE_INFINITY,
      ),
    take(key, pace, at) {
      spentUntil.set(key, Math.max(at, spentUntil.get(key) ?? at) + pace.everyMs);
    },
    close(key, until) {
      closedUntil.set(key, until);
    },
  };
}
