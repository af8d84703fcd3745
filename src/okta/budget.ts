// Okta counts requests by bucket, a URL pattern with its methods, in windows that open with their first request, and
// tells only on answers what is left. It does not say which routes share a bucket: routes whose answers agree are
// taken to share one until an answer proves the contrary. https://developer.okta.com/docs/reference/rate-limits/
import type { RateHeaders } from './headers.ts';
import {
  agree,
  endOf,
  freeIn,
  isOpen,
  joined,
  type Rounding,
  refusedWindow,
  slackMs,
  timed,
  type Window,
  windowOf,
} from './window.ts';

/** Given when a request may be sent, and given back with what became of it. */
export interface Permit {
  readonly route: string;
  /** The windows known when it was sent, by route; none for a request that is to open one. */
  readonly seen: ReadonlyMap<string, Window>;
  /** When it was given. */
  readonly at: number;
}

/** What became of a request as far as counting goes. `refused`: for too many requests in a window. */
export type Spent =
  | { readonly kind: 'answered'; readonly rate: RateHeaders | undefined; readonly refused: boolean }
  | { readonly kind: 'lost' }
  | { readonly kind: 'uncounted' };

/** The allowance of one Okta credential. Times are Okta's, epoch milliseconds. */
export interface Budget {
  /**
   * Milliseconds until a request of this route may be sent: 0 now, Infinity not before another one is answered.
   * `kept` is the share of the window that stays unused, 0 unless told.
   */
  waitMs(route: string, now: number, kept?: number): number;
  /** Counts a request as under way. Only after `waitMs` gave 0. */
  take(route: string, now: number): Permit;
  /** `latest` is a time that Okta's clock had not passed when it answered; `now` is one that it had reached. */
  settle(permit: Permit, spent: Spent, now: number, latest?: number): void;
  /** The route's window less what is under way; an ended one is whole again. Undefined while nothing is known. */
  left(route: string, now: number): RateHeaders | undefined;
}

interface State {
  /** The last window of each route, open or not. */
  readonly windows: Map<string, Window>;
  /** Routes whose answers carry no rate-limit headers: there is nothing to count by. */
  readonly unmetered: Set<string>;
  readonly underway: Set<Permit>;
  /** Pairs of routes whose windows agreed, and pairs that were proved not to share one. */
  readonly together: Set<string>;
  readonly apart: Set<string>;
  rounding: Rounding;
}

/** Nothing is known at first: each route sends one request, and the others follow when that has been answered. */
export function createBudget(): Budget {
  const state: State = {
    windows: new Map(),
    unmetered: new Set(),
    underway: new Set(),
    together: new Set(),
    apart: new Set(),
    rounding: 'up',
  };
  return {
    waitMs: (route, now, kept = 0) => waitMs(state, { route, kept }, now),
    take: (route, now) => {
      const permit = { route, seen: openWindows(state, route, now), at: now };
      state.underway.add(permit);
      return permit;
    },
    settle: (permit, spent, now, latest = now) => {
      state.underway.delete(permit);
      if (spent.kind === 'answered') learn(state, permit, spent, { now, latest });
      else if (spent.kind === 'lost') doubt(state, permit.route);
    },
    left: (route, now) => left(state, route, now),
  };
}

const pair = (one: string, other: string): string => [one, other].sort().join('\n');

const mayShare = (state: State, one: string, other: string): boolean =>
  one === other || (state.together.has(pair(one, other)) && !state.apart.has(pair(one, other)));

function openWindows(state: State, route: string, now: number): ReadonlyMap<string, Window> {
  const own = state.windows.get(route);
  // Two windows may agree and yet be two: what ended at the same time as the route's own is not counted on after it.
  const ended = (window: Window): boolean => own !== undefined && !isOpen(own, now) && agree(own, window);
  return new Map(
    [...state.windows].filter(
      ([other, window]) => mayShare(state, route, other) && isOpen(window, now) && !ended(window),
    ),
  );
}

/** Requests under way that may count against this route's window. Of a route never answered that is not known yet. */
const underwayWith = (state: State, route: string): readonly Permit[] =>
  [...state.underway].filter(
    (permit) => isUnknown(state, permit.route) || mayShare(state, route, permit.route),
  );

const isUnknown = (state: State, route: string): boolean =>
  !state.windows.has(route) && !state.unmetered.has(route);

/** Of all windows that may be this route's, the one with the least left. */
function tightest(state: State, route: string, now: number): Window | undefined {
  const open = [...openWindows(state, route, now).values()];
  return open.sort((one, other) => freeIn(one) - freeIn(other) || other.resetAt - one.resetAt)[0];
}

function waitMs(
  state: State,
  { route, kept }: { readonly route: string; readonly kept: number },
  now: number,
): number {
  const window = tightest(state, route, now);
  const underway = underwayWith(state, route);
  if (window !== undefined) {
    const free = freeIn(window) - Math.floor(window.limit * kept);
    if (free > underway.length) return 0;
    // What is under way has spoken for the rest, but its answers may yet leave some.
    return free > 0 ? Infinity : endOf(window) - now;
  }
  if (state.unmetered.has(route)) return 0;
  const opening = underway.some((permit) => permit.seen.size === 0 && mayShare(state, route, permit.route));
  return opening ? Infinity : 0;
}

function left(state: State, route: string, now: number): RateHeaders | undefined {
  const window = tightest(state, route, now);
  if (window !== undefined)
    return { ...window, remaining: Math.max(0, freeIn(window) - underwayWith(state, route).length) };
  const last = state.windows.get(route);
  return last && { limit: last.limit, remaining: last.limit, resetAt: now };
}

/** A request whose answer is missing, or does not say what is left, may have been counted. */
function doubt(state: State, route: string): void {
  for (const [other, window] of state.windows)
    if (mayShare(state, route, other)) state.windows.set(other, { ...window, doubtful: window.doubtful + 1 });
}

type Answered = Extract<Spent, { kind: 'answered' }>;

interface Instant {
  readonly now: number;
  readonly latest: number;
}

function learn(state: State, permit: Permit, spent: Answered, { now, latest }: Instant): void {
  const { route } = permit;
  const window = windowOf(spent.rate, now);
  if (window === undefined) {
    learnNothing(state, route, spent.refused, now);
    return;
  }
  state.unmetered.delete(route);
  separate(state, permit, window, { refused: spent.refused, now });
  const resetAt = spent.refused ? Math.max(window.resetAt, now + slackMs) : window.resetAt;
  if (spent.refused) learnRounding(state, permit, window);
  const isFirst = permit.seen.size === 0 && window.remaining === window.limit - 1;
  const read = spent.refused ? window : timed(window, isFirst ? latest : undefined, state.rounding);
  place(state, permit, { ...read, resetAt }, now);
  for (const [other, known] of state.windows)
    if (other !== route && isOpen(known, now) && agree(known, window)) state.together.add(pair(route, other));
}

/** A request that was to open the next window was refused by the last one: it had not ended yet. */
function learnRounding(state: State, { route, seen, at }: Permit, window: Window): void {
  const last = state.windows.get(route);
  if (seen.size > 0 || last === undefined || !agree(last, window)) return;
  state.rounding = at < last.resetAt ? 'exact' : 'down';
}

/** Notes which routes cannot share a bucket with this one, by what was known when its request was sent. */
function separate(
  state: State,
  { route, seen }: Permit,
  window: Window,
  { refused, now }: { readonly refused: boolean; readonly now: number },
): void {
  // A refusal that was not foreseen says that somebody else draws on this bucket: perhaps a route held to be apart.
  if (refused && (seen.get(route)?.remaining ?? 0) > 0) forgetApart(state, route);
  for (const [other, known] of seen)
    if (other !== route && isDisproved(known, window, now)) state.apart.add(pair(route, other));
}

/** After an answer that cannot be counted by. */
function learnNothing(state: State, route: string, refused: boolean, now: number): void {
  const known = state.windows.get(route);
  if (refused) state.windows.set(route, refusedWindow(known?.limit, now));
  else if (known !== undefined && isOpen(known, now)) doubt(state, route);
  else state.unmetered.add(route);
}

/** Takes a reading over, unless it is a late one from a window that has been followed by another. */
function place(state: State, { route, seen }: Permit, window: Window, now: number): void {
  const known = state.windows.get(route);
  const before = seen.get(route);
  if (known === undefined || !isOpen(known, now)) state.windows.set(route, window);
  else if (agree(known, window)) {
    // A request sent after another was given up on finds it counted or never will.
    const doubtful = before?.doubtful === known.doubtful ? 0 : known.doubtful;
    state.windows.set(route, { ...joined(known, window), doubtful });
  } else if (window.resetAt > known.resetAt || (before !== undefined && agree(before, known)))
    state.windows.set(route, window);
}

/** A request sent later finds less in the same window; more, or another window at the same time, is another bucket. */
const isDisproved = (seen: Window, window: Window, now: number): boolean =>
  agree(seen, window) ? window.remaining >= seen.remaining : now < seen.resetAt - slackMs;

function forgetApart(state: State, route: string): void {
  for (const key of state.apart) if (key.split('\n').includes(route)) state.apart.delete(key);
}
