/** How far a token's clock was ahead (ms), as the rest of a sentence; codes stand for half a minute, so less is not told. */
export function clockText(aheadMs: number | undefined): string {
  const seconds = Math.round((aheadMs ?? 0) / 1000);
  if (Math.abs(seconds) <= 30) return 'its clock is right';
  return `its clock is about ${String(Math.abs(seconds))} s ${seconds > 0 ? 'fast' : 'slow'}`;
}

/** The month of a time (epoch ms), such as `March 2027`. */
export const monthOf = (at: number): string =>
  new Date(at).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
