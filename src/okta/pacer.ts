import type { Priority } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';
import { createAlarm } from './alarm.ts';
import { createPace, type Leave, type Pace, type Report } from './pace.ts';

/** The queue in front of Okta. */
export interface Pacer {
  /** Waits until such a request fits the allowance; undefined when the signal or `close` ended the wait. */
  enter(wish: Wish, signal?: AbortSignal): Promise<Leave | undefined>;
  /** Must follow every leave, whatever became of the request. */
  leave(leave: Leave, report: Report): void;
  /** Milliseconds until a request of this route could be sent, as far as is known now. */
  waitMs(route: string): number;
  left(route: string): ReturnType<Pace['left']>;
  width(): number;
  close(): void;
}

export interface Wish {
  readonly route: string;
  readonly priority: Priority;
}

interface Waiter extends Wish {
  readonly grant: (leave: Leave | undefined) => void;
}

const order: readonly Priority[] = ['person', 'batch', 'background'];

/** The clock and the queue around a pace: requests are let go by priority, and then in the order they came. */
export function createPacer(clock: Clock, random: () => number): Pacer {
  const pace = createPace(random);
  const lines = new Map(order.map((priority) => [priority, new Set<Waiter>()]));
  let closed = false;

  const pump = (now: number): void => {
    const waits = [...lines.values()].map((line) => letGo(pace, line, now));
    alarm.set(now, Math.min(Infinity, ...waits));
  };
  const alarm = createAlarm(clock, pump);

  return {
    enter: (wish, signal) =>
      closed || signal?.aborted === true
        ? Promise.resolve(undefined)
        : enqueue({ lines, wish, signal }, () => pump(clock.now())),
    leave: (leave, report) => {
      pace.end(leave, report, clock.now());
      pump(clock.now());
    },
    waitMs: (route) => pace.waitMs(route, clock.now()),
    left: (route) => pace.left(route, clock.now()),
    width: () => pace.width(),
    close: () => {
      closed = true;
      alarm.stop();
      for (const line of lines.values()) {
        for (const waiter of line) waiter.grant(undefined);
        line.clear();
      }
    },
  };
}

/** Lets go of a line what may be sent now; gives when more may be, in ms. */
function letGo(pace: Pace, line: Set<Waiter>, now: number): number {
  // Nothing that is let go makes room for others, so a route that has to wait is asked about once.
  const shut = new Map<string, number>();
  for (const waiter of line) {
    const ms = shut.get(waiter.route) ?? pace.waitMs(waiter.route, now, waiter.priority);
    if (ms > 0) {
      shut.set(waiter.route, ms);
      continue;
    }
    line.delete(waiter);
    waiter.grant(pace.begin(waiter.route, now));
  }
  return Math.min(Infinity, ...shut.values());
}

interface Arrival {
  readonly lines: ReadonlyMap<Priority, Set<Waiter>>;
  readonly wish: Wish;
  readonly signal: AbortSignal | undefined;
}

/** Joins the queue until the waiter is let go, or its signal takes it out. */
function enqueue({ lines, wish, signal }: Arrival, arrived: () => void): Promise<Leave | undefined> {
  return new Promise((resolve) => {
    const cancel = (): void => {
      lines.get(wish.priority)?.delete(waiter);
      resolve(undefined);
    };
    const waiter: Waiter = {
      ...wish,
      grant: (leave) => {
        signal?.removeEventListener('abort', cancel);
        resolve(leave);
      },
    };
    signal?.addEventListener('abort', cancel, { once: true });
    lines.get(wish.priority)?.add(waiter);
    arrived();
  });
}
