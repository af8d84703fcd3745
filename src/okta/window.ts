import type { RateHeaders } from './headers.ts';

/** One window of a bucket as an answer described it. Times are Okta's, epoch milliseconds. */
export interface Window extends RateHeaders {
  readonly learnedAt: number;
  /** Requests that may have been counted although no answer says so. */
  readonly doubtful: number;
  /** When it ends, where that is known better than `resetAt` tells, which is in whole seconds. */
  readonly endsAt?: number | undefined;
}

/** What may still be sent in a window, if nothing else is under way. */
export const freeIn = (window: Window): number => Math.max(0, window.remaining - window.doubtful);

/** The usual length of a window: https://developer.okta.com/docs/reference/rate-limits/ */
const usualWindowMs = 60_000;
const longestWindowMs = 5 * 60_000;

/** `X-Rate-Limit-Reset` and `Date` are in whole seconds, and hosts round differently. */
export const slackMs = 1_000;

/** Whether a window is still open. Time that runs backwards means that a clock was set: then nothing is known. */
export const isOpen = (window: Window, now: number): boolean =>
  now < endOf(window) && now >= window.learnedAt - 2 * slackMs;

/** When the next window may be opened. */
export const endOf = ({ resetAt, endsAt = resetAt }: Window): number => endsAt;

/** How a reset stands to the end of its window, as refusals have shown: rounded up unless told, exact, or rounded down. */
export type Rounding = 'up' | 'exact' | 'down';

/**
 * A window's end to the millisecond where the request that opened it was seen, by a time (`openedBy`) that Okta's clock
 * had not passed then.
 */
export function timed(window: Window, openedBy: number | undefined, rounding: Rounding): Window {
  const endsAt = openedBy === undefined ? Infinity : openedBy + usualWindowMs;
  const isMinute = Math.abs(window.resetAt - endsAt) <= 2 * slackMs;
  if (rounding === 'up') return isMinute ? { ...window, endsAt: Math.min(window.resetAt, endsAt) } : window;
  if (rounding === 'down') return { ...window, endsAt: isMinute ? endsAt : window.resetAt + slackMs };
  return window;
}

/** Whether two readings can be of one window. */
export const agree = (one: RateHeaders, other: RateHeaders): boolean =>
  one.limit === other.limit && Math.abs(one.resetAt - other.resetAt) <= slackMs;

/** Two readings of one window: answers overtake each other, so the smaller remainder is the later one. */
export const joined = (known: Window, later: Window): Window => ({
  limit: known.limit,
  remaining: Math.min(known.remaining, later.remaining),
  resetAt: Math.max(known.resetAt, later.resetAt),
  learnedAt: later.learnedAt,
  doubtful: known.doubtful,
  endsAt: known.endsAt,
});

/** The window after a refusal that does not tell when it ends, or tells a time that cannot be. */
export const refusedWindow = (limit: number | undefined, now: number): Window => ({
  limit: limit ?? 0,
  remaining: 0,
  resetAt: now + usualWindowMs,
  learnedAt: now,
  doubtful: 0,
});

/** An answer's reading as a window; undefined where the reset is so far off that it cannot be counted by. */
export function windowOf(rate: RateHeaders | undefined, now: number): Window | undefined {
  if (rate === undefined || rate.limit === 0) return undefined;
  const ahead = rate.resetAt - now;
  return ahead > -2 * slackMs && ahead <= longestWindowMs
    ? { ...rate, learnedAt: now, doubtful: 0 }
    : undefined;
}
