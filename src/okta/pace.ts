import { createBudget, type Permit, type Spent } from './budget.ts';
import type { RateHeaders } from './headers.ts';
import { narrowed, oktaNow, type OktaTime } from './okta-time.ts';
import { createWidth } from './width.ts';

/** Leave to send one request. `sentAt` is local time, epoch ms. */
export interface Leave {
  readonly permit: Permit;
  readonly generation: number;
  readonly sentAt: number;
}

/** What an answer, or the lack of one, tells about the pace. `concurrency`: refused for too many at once. */
export interface Report {
  readonly spent: Spent;
  readonly concurrency: boolean;
  /** Okta's clock on the answer, epoch ms. */
  readonly date: number | undefined;
}

/** Everything that bounds the pace, without waiting: allowance, requests at once, and Okta's clock. Times are local. */
export interface Pace {
  /** Milliseconds until a request of this route may be sent: 0 now, Infinity not before another one is answered. */
  waitMs(route: string, now: number): number;
  begin(route: string, now: number): Leave;
  end(leave: Leave, report: Report, now: number): void;
  left(route: string, now: number): (RateHeaders & { readonly resetsInMs: number }) | undefined;
}

/** A pace that knows nothing yet. `random` spreads the pauses after a refusal. */
export function createPace(random: () => number): Pace {
  const budget = createBudget();
  const width = createWidth(random);
  let time: OktaTime = {};
  let underway = 0;
  return {
    waitMs: (route, now) =>
      underway < width.allowed
        ? Math.max(width.quietMs(now), budget.waitMs(route, oktaNow(time, now)))
        : Infinity,
    begin: (route, now) => {
      underway += 1;
      return { permit: budget.take(route, oktaNow(time, now)), generation: width.generation, sentAt: now };
    },
    end: ({ permit, generation, sentAt }, { spent, concurrency, date }, now) => {
      underway -= 1;
      if (date !== undefined) time = narrowed(time, { sentAt, receivedAt: now, date });
      budget.settle(permit, spent, oktaNow(time, now));
      if (concurrency) width.refused(generation, now);
      else if (spent.kind === 'answered' && !spent.refused) width.answered();
    },
    left: (route, now) => {
      const left = budget.left(route, oktaNow(time, now));
      return left && { ...left, resetsInMs: Math.max(0, left.resetAt - oktaNow(time, now)) };
    },
  };
}
