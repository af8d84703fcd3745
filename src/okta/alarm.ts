import type { Clock } from '../domain/ports.ts';

/** Rings once, at the earliest of the times it was set to since it last rang. */
export interface Alarm {
  /** `now` is the local time (epoch ms) that `inMs` counts from; Infinity asks for nothing. */
  set(now: number, inMs: number): void;
  stop(): void;
}

/** `ring` gets the local time, which is never before the time the alarm was set to. */
export function createAlarm(clock: Clock, ring: (now: number) => void): Alarm {
  let running: { readonly at: number; readonly off: AbortController } | undefined;
  const stop = (): void => {
    running?.off.abort();
    running = undefined;
  };
  const wait = async (inMs: number, own: NonNullable<typeof running>): Promise<void> => {
    await clock.sleep(inMs, own.off.signal);
    if (own.off.signal.aborted) return;
    running = undefined;
    // If the clock was set back meanwhile, the time that was slept still counts.
    ring(Math.max(clock.now(), own.at));
  };
  return {
    set: (now, inMs) => {
      const at = now + inMs;
      if (running !== undefined && running.at <= at) return;
      stop();
      if (inMs === Infinity) return;
      running = { at, off: new AbortController() };
      void wait(inMs, running);
    },
    stop,
  };
}
