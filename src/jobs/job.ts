import type { Clock } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { createBell } from './bell.ts';

/** A loop that looks for work on disk, does it, and sleeps until there may be more. */
export interface Job {
  /** Looks for work now instead of at the next turn. */
  wake(): void;
  /** Works until `stop`. */
  run(): Promise<void>;
  /** Begins nothing new and returns when what is under way has ended. */
  stop(): Promise<void>;
}

interface JobOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The longest sleep between two turns, ms; a guard against a missed ring. */
  readonly idleMs: number;
  /** Does what is due and gives when to look again (epoch ms). The signal tells it to begin nothing new. */
  readonly turn: (stopping: AbortSignal) => Promise<number>;
  /** Waits for what outlives a turn. */
  readonly drain?: () => Promise<void>;
}

/** Lets everything else that is due in the process happen first. */
export const otherWork = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A turn that fails is logged and tried again after the idle time: a passing fault must not end the job. */
export function createJob(options: JobOptions): Job {
  const { name, clock, log, idleMs, turn, drain } = options;
  const bell = createBell(clock);
  const stopping = new AbortController();
  let ended = Promise.resolve();

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const nextAt = await turn(stopping.signal).catch((error: unknown) => {
        log.error('job turn failed', { job: name }, error);
        return clock.now() + idleMs;
      });
      // The database answers without a pause: timers and sockets get their turn here, or not at all.
      await otherWork();
      await bell.wait(Math.max(0, Math.min(idleMs, nextAt - clock.now())), stopping.signal);
    }
    await drain?.();
  }

  return {
    wake: () => bell.ring(),
    run: () => (ended = loop()),
    stop() {
      stopping.abort();
      return ended;
    },
  };
}
