import type { Allowance } from './okta.ts';

/** What Okta usually takes for one request, and how many the worker has under way; before anything was measured. */
const usualMs = 400;
const atOnce = 6;

/**
 * How long `count` writes will take (ms): bounded by Okta's answer time and by the allowance, of which the present
 * window still has `left`. Without a known allowance only the answer time counts. `rowMs` is how long one row takes.
 */
export function expectedMs(count: number, allowance: Allowance | undefined, rowMs = usualMs): number {
  const byAnswers = (count / atOnce) * rowMs;
  if (allowance === undefined || allowance.perMinute <= 0 || count <= allowance.left)
    return Math.ceil(byAnswers);
  const later = count - allowance.left;
  const byAllowance = allowance.resetsInMs + Math.floor((later - 1) / allowance.perMinute) * 60_000;
  return Math.ceil(Math.max(byAnswers, byAllowance));
}
