/** A bucket that holds `capacity` calls and gains `perMinute` of them every minute. */
export interface Allowance {
  readonly capacity: number;
  readonly perMinute: number;
}

export interface Rates {
  /** Takes one call from every named bucket, or from none: then how many whole seconds to wait. */
  take(buckets: Readonly<Record<string, Allowance>>): { readonly retryAfterSeconds: number } | undefined;
}

export function makeRates(now: () => number): Rates {
  const levels = new Map<string, { left: number; at: number }>();
  const level = (name: string, allowance: Allowance) => {
    const known = levels.get(name) ?? { left: allowance.capacity, at: now() };
    const gained = ((now() - known.at) / 60_000) * allowance.perMinute;
    const current = { left: Math.min(allowance.capacity, known.left + gained), at: now() };
    levels.set(name, current);
    return current;
  };
  return {
    take(buckets) {
      const current = Object.entries(buckets).map(([name, allowance]) => ({
        bucket: level(name, allowance),
        allowance,
      }));
      const waits = current.map(({ bucket, allowance }) =>
        bucket.left >= 1 ? 0 : ((1 - bucket.left) * 60) / allowance.perMinute,
      );
      const longest = Math.max(0, ...waits);
      if (longest > 0) return { retryAfterSeconds: Math.ceil(longest) };
      for (const { bucket } of current) bucket.left -= 1;
      return undefined;
    },
  };
}
