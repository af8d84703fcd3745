import { createBudget, type Permit, type Spent } from './budget.ts';
import type { Priority } from '../domain/okta.ts';
import type { RateHeaders } from './headers.ts';
import { narrowed, oktaLatest, oktaNow, type OktaTime } from './okta-time.ts';
import { createWidth } from './width.ts';

/** Leave to send one request. `sentAt` is local time, epoch ms; `full`: it was the last one allowed at once. */
export interface Leave {
  readonly permit: Permit;
  readonly generation: number;
  readonly sentAt: number;
  readonly full: boolean;
}

/** What an answer, or the lack of one, tells about the pace. `concurrency`: refused for too many at once. */
export interface Report {
  readonly spent: Spent;
  readonly concurrency: boolean;
  /** Okta's clock on the answer, epoch ms. */
  readonly date: number | undefined;
  /** When the request left, local time; a write first puts its intent on disk. When leave was given unless told. */
  readonly sentAt?: number | undefined;
}

/** Everything that bounds the pace, without waiting: allowance, requests at once, and Okta's clock. Times are local. */
export interface Pace {
  /** Milliseconds until a request of this route may be sent: 0 now, Infinity not before another one is answered. */
  waitMs(route: string, now: number, priority?: Priority): number;
  begin(route: string, now: number): Leave;
  end(leave: Leave, report: Report, now: number): void;
  left(route: string, now: number): (RateHeaders & { readonly resetsInMs: number }) | undefined;
  /** How many requests may be under way at once now. */
  width(): number;
}

/** Which share of what may be under way at once each may fill. */
const shareAtOnce: Readonly<Record<Priority, number>> = { person: 1, batch: 1, background: 0.5 };

/** Which share of a window each leaves to those before it: a person's few calls find room while thousands wait. */
const shareKept: Readonly<Record<Priority, number>> = { person: 0, batch: 0.005, background: 0.5 };

/** A pace that knows nothing yet. `random` spreads the pauses after a refusal. */
export function createPace(random: () => number): Pace {
  const budget = createBudget();
  const width = createWidth(random);
  let time: OktaTime = {};
  let underway = 0;
  return {
    waitMs: (route, now, priority = 'person') =>
      underway < width.allowed * shareAtOnce[priority]
        ? Math.max(width.quietMs(now), budget.waitMs(route, oktaNow(time, now), shareKept[priority]))
        : Infinity,
    begin: (route, now) => {
      underway += 1;
      const full = underway >= width.allowed;
      const { generation } = width;
      return { permit: budget.take(route, oktaNow(time, now)), generation, sentAt: now, full };
    },
    end: ({ permit, generation, full, ...leave }, { spent, concurrency, date, ...report }, now) => {
      underway -= 1;
      const sentAt = report.sentAt ?? leave.sentAt;
      if (date !== undefined) time = narrowed(time, { sentAt, receivedAt: now, date });
      budget.settle(permit, spent, oktaNow(time, now), oktaLatest(time, now));
      if (concurrency) width.refused(generation, now);
      else if (spent.kind === 'answered' && !spent.refused)
        width.answered({ route: permit.route, tookMs: now - sentAt, full, generation });
    },
    left: (route, now) => {
      const left = budget.left(route, oktaNow(time, now));
      return left && { ...left, resetsInMs: Math.max(0, left.resetAt - oktaNow(time, now)) };
    },
    width: () => width.allowed,
  };
}
