import type { Clock } from '../domain/ports.ts';
import { createAlarm } from './alarm.ts';
import { createPace, type Leave, type Pace, type Report } from './pace.ts';

/** The queue in front of Okta. */
export interface Pacer {
  /** Waits until a request of this route fits the allowance; undefined when the signal or `close` ended the wait. */
  enter(route: string, signal?: AbortSignal): Promise<Leave | undefined>;
  /** Must follow every leave, whatever became of the request. */
  leave(leave: Leave, report: Report): void;
  /** Milliseconds until a request of this route could be sent, as far as is known now. */
  waitMs(route: string): number;
  left(route: string): ReturnType<Pace['left']>;
  close(): void;
}

interface Waiter {
  readonly route: string;
  readonly grant: (leave: Leave | undefined) => void;
}

/** The clock and the queue around a pace: requests are let go in the order they came, route by route. */
export function createPacer(clock: Clock, random: () => number): Pacer {
  const pace = createPace(random);
  const waiters = new Set<Waiter>();
  let closed = false;

  const pump = (now: number): void => {
    // Nothing that is let go makes room for others, so a route that has to wait is asked about once.
    const shut = new Map<string, number>();
    for (const waiter of waiters) {
      const ms = shut.get(waiter.route) ?? pace.waitMs(waiter.route, now);
      if (ms > 0) {
        shut.set(waiter.route, ms);
        continue;
      }
      waiters.delete(waiter);
      waiter.grant(pace.begin(waiter.route, now));
    }
    alarm.set(now, Math.min(Infinity, ...shut.values()));
  };
  const alarm = createAlarm(clock, pump);

  return {
    enter: (route, signal) =>
      closed || signal?.aborted === true
        ? Promise.resolve(undefined)
        : enqueue({ waiters, route, signal }, () => pump(clock.now())),
    leave: (leave, report) => {
      pace.end(leave, report, clock.now());
      pump(clock.now());
    },
    waitMs: (route) => pace.waitMs(route, clock.now()),
    left: (route) => pace.left(route, clock.now()),
    close: () => {
      closed = true;
      alarm.stop();
      for (const waiter of waiters) waiter.grant(undefined);
      waiters.clear();
    },
  };
}

interface Arrival {
  readonly waiters: Set<Waiter>;
  readonly route: string;
  readonly signal: AbortSignal | undefined;
}

/** Joins the queue until the waiter is let go, or its signal takes it out. */
function enqueue({ waiters, route, signal }: Arrival, arrived: () => void): Promise<Leave | undefined> {
  return new Promise((resolve) => {
    const cancel = (): void => {
      waiters.delete(waiter);
      resolve(undefined);
    };
    const waiter: Waiter = {
      route,
      grant: (leave) => {
        signal?.removeEventListener('abort', cancel);
        resolve(leave);
      },
    };
    signal?.addEventListener('abort', cancel, { once: true });
    waiters.add(waiter);
    arrived();
  });
}
