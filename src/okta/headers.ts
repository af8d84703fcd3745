import type { Headers } from './http.ts';

/** What Okta says of a bucket: https://developer.okta.com/docs/reference/rl-best-practices/ */
export interface RateHeaders {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch milliseconds by Okta's clock. */
  readonly resetAt: number;
}

/** All values of a header; proxies and HTTP stacks join repeated ones with commas. */
const values = (headers: Headers, name: string): readonly string[] =>
  [headers[name] ?? []].flat().flatMap((value) => value.split(',').map((part) => part.trim()));

const numbers = (headers: Headers, name: string): readonly number[] =>
  values(headers, name)
    .filter((value) => /^\d+$/.test(value))
    .map(Number);

/** The rate-limit headers, or undefined where one is missing. Of doubled ones the more cautious reading counts. */
export function rateHeaders(headers: Headers): RateHeaders | undefined {
  const limit = numbers(headers, 'x-rate-limit-limit');
  const remaining = numbers(headers, 'x-rate-limit-remaining');
  const reset = numbers(headers, 'x-rate-limit-reset');
  if (limit.length === 0 || remaining.length === 0 || reset.length === 0) return undefined;
  // The larger limit, because a limit of 0 would say that this is about requests at the same time.
  return {
    limit: Math.max(...limit),
    remaining: Math.min(...remaining),
    resetAt: Math.max(...reset) * 1000,
  };
}

/** Okta's clock, epoch milliseconds rounded down to a second; undefined where it was not sent. */
export function dateHeader(headers: Headers): number | undefined {
  const date = [headers['date'] ?? []].flat()[0];
  const at = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) ? undefined : at;
}

export const requestId = (headers: Headers): string | undefined =>
  [headers['x-okta-request-id'] ?? []].flat()[0];

/** The target of `Link: <…>; rel="next"`, which Okta sends as a header of its own beside `rel="self"`. */
export function nextLink(headers: Headers): string | undefined {
  const links = [headers['link'] ?? []].flat().join(', ');
  for (const [, target, parameters = ''] of links.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel="?next"?/i.test(parameters)) return target;
  }
  return undefined;
}
