/** The candidate that is fewest letters away from `word`; undefined when even that one is more guess than typo. */
export function closest<T extends string>(word: string, candidates: readonly T[]): T | undefined {
  const typed = word.toLowerCase().slice(0, 20);
  const [best] = candidates
    .map((candidate) => ({ candidate, apart: candidate.startsWith(typed) ? 0 : distance(typed, candidate) }))
    .sort((a, b) => a.apart - b.apart);
  return typed !== '' && best !== undefined && best.apart <= Math.max(1, Math.floor(typed.length / 2))
    ? best.candidate
    : undefined;
}

/** Letters to add, drop, change or swap with a neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const steps = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1)];
      rows[i]?.push(Math.min(...steps, swapped ? at(i - 2, j - 2) + 1 : Infinity));
    }
  }
  return at(a.length, b.length);
}
