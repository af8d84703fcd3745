// A model of Okta's rate limits in virtual time, with the client's pace in front of it: nothing waits, so thousands of
// requests over many windows are tried in milliseconds.
import type { RateHeaders } from '../../src/okta/headers.ts';
import { createPace, type Leave, type Pace, type Report } from '../../src/okta/pace.ts';

export interface ModelOptions {
  /** Requests per window, by bucket. */
  readonly limits: Readonly<Record<string, number>>;
  /** The bucket of each route. */
  readonly routes: Readonly<Record<string, string>>;
  /** Requests wanted, by route; all are wanted at once. */
  readonly wanted: Readonly<Record<string, number>>;
  readonly random: () => number;
  readonly latencyMs?: readonly [number, number];
  /** How far Okta's clock is ahead of the local one. */
  readonly skewMs?: number;
  readonly windowMs?: number;
  readonly resetRounding?: 'ceil' | 'floor';
  /** Requests at once before Okta answers with the concurrency form. */
  readonly concurrency?: number;
  /** Chance that an answer is lost after Okta counted the request. */
  readonly lossRate?: number;
  readonly withoutHeaders?: boolean;
}

export interface ModelResult {
  readonly answered: number;
  /** Refusals for an empty bucket, by bucket and window. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly concurrencyRefusals: number;
  readonly tookMs: number;
}

const start = 1_800_000_000_123;
const longestMs = 24 * 3_600_000;

/** Virtual time: runs what was put off in the order of its time. */
function createTimeline(): {
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => void;
  readonly step: () => void;
} {
  const events: { readonly at: number; readonly run: () => void }[] = [];
  let now = start;
  return {
    now: () => now,
    later: (ms, run) => events.push({ at: now + ms, run }),
    step: () => {
      events.sort((one, other) => one.at - other.at);
      const event = events.shift();
      if (event === undefined) throw new Error('nothing is under way and nothing may be sent');
      now = event.at;
      if (now - start > longestMs) throw new Error('a day has passed');
      event.run();
    },
  };
}

type Reply = 'answered' | 'refused' | 'crowded';

/** Okta's side: counts a request at Okta's time and says what the headers would say. */
function createOrg(options: ModelOptions): {
  readonly refusals: Map<string, number>;
  readonly serve: (route: string, atOnce: number, oktaNow: number) => { reply: Reply; rate: RateHeaders };
} {
  const windows = new Map<string, { readonly openedAt: number; used: number }>();
  const refusals = new Map<string, number>();
  const { windowMs = 60_000 } = options;
  const round = options.resetRounding === 'floor' ? Math.floor : Math.ceil;
  const windowAt = (bucket: string, oktaNow: number): { readonly openedAt: number; used: number } => {
    const held = windows.get(bucket);
    if (held !== undefined && oktaNow < held.openedAt + windowMs) return held;
    const window = { openedAt: oktaNow, used: 0 };
    windows.set(bucket, window);
    return window;
  };
  return {
    refusals,
    serve: (route, atOnce, oktaNow) => {
      if (atOnce > (options.concurrency ?? Infinity))
        return { reply: 'crowded', rate: { limit: 0, remaining: 0, resetAt: oktaNow } };
      const bucket = options.routes[route] ?? '';
      const limit = options.limits[bucket] ?? 0;
      const window = windowAt(bucket, oktaNow);
      const refused = window.used >= limit;
      const key = `${bucket} ${String(window.openedAt)}`;
      if (refused) refusals.set(key, (refusals.get(key) ?? 0) + 1);
      else window.used += 1;
      const resetAt = round((window.openedAt + windowMs) / 1000) * 1000;
      return {
        reply: refused ? 'refused' : 'answered',
        rate: { limit, remaining: limit - window.used, resetAt },
      };
    },
  };
}

function reportOf(reply: Reply, rate: RateHeaders | undefined, date: number): Report {
  if (reply === 'crowded') return { spent: { kind: 'uncounted' }, concurrency: true, date };
  return { spent: { kind: 'answered', rate, refused: reply === 'refused' }, concurrency: false, date };
}

const lost: Report = { spent: { kind: 'lost' }, concurrency: false, date: undefined };

interface Run {
  readonly options: ModelOptions;
  readonly pace: Pace;
  readonly timeline: ReturnType<typeof createTimeline>;
  readonly org: ReturnType<typeof createOrg>;
  readonly waiting: Map<string, number>;
  atOnce: number;
  answered: number;
  crowded: number;
}

/** Runs until every wanted request has been answered with something else than a refusal. */
export function runModel(options: ModelOptions): ModelResult {
  const run: Run = {
    options,
    pace: createPace(options.random),
    timeline: createTimeline(),
    org: createOrg(options),
    waiting: new Map(Object.entries(options.wanted)),
    atOnce: 0,
    answered: 0,
    crowded: 0,
  };
  const total = Object.values(options.wanted).reduce((sum, count) => sum + count, 0);
  while (run.answered < total) {
    const wait = Math.min(...[...run.waiting.keys()].map((route) => letGo(run, route)));
    if (wait !== Infinity) run.timeline.later(wait, () => {});
    run.timeline.step();
  }
  return {
    answered: run.answered,
    refusals: run.org.refusals,
    concurrencyRefusals: run.crowded,
    tookMs: run.timeline.now() - start,
  };
}

/** Sends what may be sent of a route; gives how long the rest has to wait. */
function letGo(run: Run, route: string): number {
  const { pace, timeline, waiting } = run;
  for (let left = waiting.get(route) ?? 0; left > 0; left -= 1) {
    const ms = pace.waitMs(route, timeline.now());
    if (ms > 0) return ms;
    waiting.set(route, left - 1);
    send(run, route, pace.begin(route, timeline.now()));
  }
  return Infinity;
}

function send(run: Run, route: string, leave: Leave): void {
  const { options, timeline, waiting } = run;
  const { random, latencyMs: [least, most] = [80, 400], skewMs = 0 } = options;
  const oneWay = (): number => (least + random() * (most - least)) / 2;
  run.atOnce += 1;
  timeline.later(oneWay(), () => {
    const oktaNow = timeline.now() + skewMs;
    const { reply, rate } = run.org.serve(route, run.atOnce, oktaNow);
    const isLost = reply === 'answered' && random() < (options.lossRate ?? 0);
    const date = Math.floor(oktaNow / 1000) * 1000;
    const report = reportOf(reply, options.withoutHeaders === true ? undefined : rate, date);
    timeline.later(oneWay(), () => {
      run.atOnce -= 1;
      if (reply === 'crowded') run.crowded += 1;
      if (reply === 'answered') run.answered += 1;
      else waiting.set(route, (waiting.get(route) ?? 0) + 1);
      run.pace.end(leave, isLost ? lost : report, timeline.now());
    });
  });
}
