import type { ProblemCode } from './problems.ts';

// 112 bits is the least that NIST SP 800-131A still accepts for HMAC; RFC 4226 recommends 160.
const fewestBytes = 14;
const usualBytes = 20;
const mostBytes = 128;

/** What is wrong with a seed of this many bytes: why it cannot be used, or a `warning`; undefined where nothing is. */
export function judgeLength(
  bytes: number,
): { readonly code: ProblemCode; readonly found: string; readonly warning: boolean } | undefined {
  const found = `${String(bytes)} bytes`;
  if (bytes < fewestBytes) return { code: 'seed_too_short', found, warning: false };
  if (bytes > mostBytes) return { code: 'seed_too_long', found, warning: false };
  return bytes < usualBytes ? { code: 'seed_short', found, warning: true } : undefined;
}
