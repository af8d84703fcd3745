// Rate limits: a bucket is a URL pattern and its methods; each principal has a share of it, in a window that
// starts with its first request. https://developer.okta.com/docs/reference/rate-limits/
import type { BucketRecord } from '../world.ts';

/** Requests per minute by bucket for the whole org; each principal gets `principalShare` of it. */
export interface Limits {
  readonly perMinute: Record<string, number>;
  readonly windowMs: number;
  readonly principalShare: number;
  /** Requests in flight at once, org-wide. */
  readonly concurrency: number;
}

export interface Window {
  readonly principal: string;
  readonly bucket: string;
  readonly limit: number;
  readonly resetAt: number;
  used: number;
}

export interface RateState {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds. */
  readonly reset: number;
}

/** What a workforce org is given, by bucket. `/api/v1` takes every path that has no bucket of its own. */
export const defaultLimits: Limits = {
  perMinute: {
    '/api/v1/users': 600,
    'GET /api/v1/users/{id}': 2000,
    '/api/v1/users/{userId}/factors/{factorId}/verify': 1200,
    '/api/v1/users/{userId}/factors/{factorId}/lifecycle/activate': 1200,
    '/api/v1/logs': 120,
    '/oauth2/v1/token': 2000,
    '/api/v1': 1200,
  },
  windowMs: 60_000,
  principalShare: 0.5,
  concurrency: 75,
};

/** The bucket a route's requests are counted in: its own with the method, its own, or the rest of the API. */
export function bucketOf(limits: Limits, method: string, pattern: string): string | undefined {
  const own = [`${method} ${pattern}`, pattern].find((key) => key in limits.perMinute);
  return own ?? (pattern.startsWith('/api/v1') ? '/api/v1' : undefined);
}

/** Counts one request; beyond the limit it is not allowed and costs nothing. */
export function takeOne(
  windows: Map<string, Window>,
  limits: Limits,
  at: number,
  who: { readonly principal: string; readonly bucket: string },
): RateState {
  const key = `${who.principal} ${who.bucket}`;
  const window = currentWindow(windows.get(key), limits, at, who);
  windows.set(key, window);
  const allowed = window.used < window.limit;
  if (allowed) window.used += 1;
  return {
    allowed,
    limit: window.limit,
    remaining: window.limit - window.used,
    reset: Math.ceil(window.resetAt / 1000),
  };
}

function currentWindow(
  held: Window | undefined,
  limits: Limits,
  at: number,
  who: { readonly principal: string; readonly bucket: string },
): Window {
  if (held !== undefined && at < held.resetAt) return held;
  const perMinute = limits.perMinute[who.bucket] ?? 0;
  const limit = Math.max(1, Math.floor(perMinute * limits.principalShare));
  return { ...who, limit, used: 0, resetAt: at + limits.windowMs };
}

/** The windows that are still open at a moment. */
export const bucketRecords = (windows: ReadonlyMap<string, Window>, at: number): readonly BucketRecord[] =>
  [...windows.values()].filter((window) => at < window.resetAt).map((window) => ({ ...window }));
