/** Runs something later; the returned function calls it off. */
export interface Timers {
  after(ms: number, run: () => void): () => void;
}

/** Wall-clock timers. They never keep the process alive. */
export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

export interface ManualTime {
  /** Epoch ms; pass it as the `clock` option. */
  clock(): number;
  readonly timers: Timers;
  /** Moves the clock, stopping at each timer on the way and letting its immediate consequences run. */
  advance(ms: number): Promise<void>;
}

const consequences = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** A clock that stands still until it is told to move, with timers that follow it. */
export function manualTime(startMs: number): ManualTime {
  let now = startMs;
  const waiting = new Set<{ readonly at: number; readonly run: () => void }>();
  const nextBefore = (end: number) =>
    [...waiting].filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at)[0];
  return {
    clock: () => now,
    timers: {
      after(ms, run) {
        const timer = { at: now + ms, run };
        waiting.add(timer);
        return () => {
          waiting.delete(timer);
        };
      },
    },
    async advance(ms) {
      const end = now + ms;
      // Work under way may be about to arm a timer that counts from now.
      await consequences();
      for (let timer = nextBefore(end); timer !== undefined; timer = nextBefore(end)) {
        waiting.delete(timer);
        now = Math.max(now, timer.at);
        timer.run();
        // A timer's consequences (a retry that arms the next timer) belong to its own moment.
        await consequences();
      }
      now = end;
    },
  };
}
