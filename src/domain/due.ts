/**
 * Whether something done every so often is due again. A last time that lies ahead means that the clock was set back
 * since: waiting for it to come round again could take years.
 */
export const isDue = (lastAt: number, everyMs: number, now: number): boolean =>
  now < lastAt || now - lastAt >= everyMs;

/**
 * What is left (ms) of a wait until a time, where none is ever longer than `longestMs`. More is left only if the clock
 * was set back meanwhile; how long was waited cannot be told then, and nothing is left.
 */
export function leftUntil(until: number, now: number, longestMs: number): number {
  const left = Math.max(0, until - now);
  return left <= longestMs ? left : 0;
}
