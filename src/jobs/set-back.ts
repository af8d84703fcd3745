import type { Clock } from '../domain/ports.ts';

/**
 * Gives a function that acts on its first call, and on each that finds the clock before where the last one saw it: it
 * was set back, perhaps while no process ran. What fails is done by the next call.
 */
export function whenSetBack(clock: Clock, act: (now: number) => Promise<void>): () => Promise<void> {
  let last = Number.POSITIVE_INFINITY;
  return async () => {
    const now = clock.now();
    if (now < last) await act(now);
    last = now;
  };
}
