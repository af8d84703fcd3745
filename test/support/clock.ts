import type { Clock } from '../../src/domain/ports.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on, waking sleepers in order; what they do meanwhile, further naps included, happens at its own time. */
  advance(ms: number): Promise<void>;
  /** Sets the time, as a correction of the machine's clock does: whoever sleeps sleeps on for as long as was asked. */
  set(at: number): void;
  /** Ends as soon as `count` sleepers wait. */
  asleep(count?: number): Promise<void>;
  /** When the next sleeper wakes, epoch ms; undefined while nobody sleeps. */
  wakesAt(): number | undefined;
}

interface Sleeper {
  wakeAt: number;
  readonly wake: () => void;
}

/** Monday, 5 January 2026, 09:00 UTC. */
export const startOfTests = Date.UTC(2026, 0, 5, 9);

export function manualClock(start = startOfTests): ManualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const watchers = new Set<() => void>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const sleeper = {
          wakeAt: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
        for (const watcher of watchers) watcher();
      }),
    async advance(ms) {
      const end = now + ms;
      await settled();
      for (let next = first(sleepers); next !== undefined && next.wakeAt <= end; next = first(sleepers)) {
        now = Math.max(now, next.wakeAt);
        next.wake();
        await settled();
      }
      now = end;
    },
    set(at) {
      for (const sleeper of sleepers) sleeper.wakeAt += at - now;
      now = at;
    },
    wakesAt: () => first(sleepers)?.wakeAt,
    asleep: (count = 1) =>
      new Promise((resolve) => {
        const watcher = (): void => {
          if (sleepers.size < count) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
      }),
  };
}

const first = (sleepers: ReadonlySet<Sleeper>): Sleeper | undefined =>
  [...sleepers].sort((a, b) => a.wakeAt - b.wakeAt).at(0);

/** Lets everything that is ready to run do so. Work that waits for a socket is waited for with `asleep`, not here. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
