/** How often something may happen: one every `everyMs` in the long run, up to `burst` at once after a rest. */
export interface Pace {
  readonly everyMs: number;
  readonly burst: number;
}

/**
 * Keeps a pace for each key, in constant memory per key that has been used lately. `freeAt` gives the time (epoch ms)
 * from which the next turn may be taken; `take` takes it; after `close` there is none before that time, whatever the
 * pace. `now` is the wall clock: when it is set back, all times go back with it, so that nobody waits for it to return.
 */
export function createTurns(now: () => number): {
  freeAt(key: string, pace: Pace): number;
  take(key: string, pace: Pace): void;
  close(key: string, until: number): void;
} {
  // When the turns taken so far would be used up if they had been evenly spread.
  const spentUntil = new Map<string, number>();
  const closedUntil = new Map<string, number>();
  let last = Number.NEGATIVE_INFINITY;

  const followClock = (): number => {
    const at = now();
    if (at < last) for (const times of [spentUntil, closedUntil]) shift(times, at - last);
    last = at;
    return at;
  };
  return {
    freeAt(key, pace) {
      followClock();
      return Math.max(
        (spentUntil.get(key) ?? Number.NEGATIVE_INFINITY) - (pace.burst - 1) * pace.everyMs,
        closedUntil.get(key) ?? Number.NEGATIVE_INFINITY,
      );
    },
    take(key, pace) {
      const at = followClock();
      for (const times of [spentUntil, closedUntil]) prune(times, at);
      spentUntil.set(key, Math.max(at, spentUntil.get(key) ?? at) + pace.everyMs);
    },
    close(key, until) {
      followClock();
      closedUntil.set(key, until);
    },
  };
}

function shift(times: Map<string, number>, by: number): void {
  for (const [key, time] of times) times.set(key, time + by);
}

/** A time that has passed says as much as none. */
function prune(times: Map<string, number>, at: number): void {
  for (const [key, time] of times) if (time <= at) times.delete(key);
}
