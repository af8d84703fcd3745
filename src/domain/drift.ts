/** What one code told about a token's clock. */
export interface Reading {
  /** Epoch ms. */
  readonly at: number;
  /** How far the token's clock was ahead; negative where it was behind. */
  readonly aheadMs: number;
}

/** How a token's clock drifts, and when Okta will begin to refuse its codes. */
export interface Drift {
  /** Negative where the clock loses time. */
  readonly msPerMonth: number;
  /** Epoch ms; undefined where it would take longer than any token lives. */
  readonly leavesAt?: number | undefined;
}

export const monthMs = (365.25 / 12) * 24 * 3_600_000;

/** Fewer codes, or codes closer together, tell more about the seconds of a step than about the clock. */
const readingsAtLeast = 3;
const spanAtLeastMs = monthMs;
/** A battery does not last longer. */
const lifeMs = 120 * monthMs;

/**
 * The straight line through what the codes told, by least squares. `windowMs` is how far off Okta still accepts a code.
 * Undefined until there are three readings over a month.
 */
export function driftOf(readings: readonly Reading[], windowMs: number): Drift | undefined {
  const sorted = readings.toSorted((a, b) => a.at - b.at);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (sorted.length < readingsAtLeast || last.at - first.at < spanAtLeastMs) return undefined;
  const at = mean(sorted.map((one) => one.at));
  const ahead = mean(sorted.map((one) => one.aheadMs));
  const slope =
    sum(sorted.map((one) => (one.at - at) * (one.aheadMs - ahead))) /
    sum(sorted.map((one) => (one.at - at) ** 2));
  const leavesAt = at + ((slope < 0 ? -windowMs : windowMs) - ahead) / slope;
  return {
    msPerMonth: Math.round(slope * monthMs),
    leavesAt: leavesAt - last.at < lifeMs ? Math.round(leavesAt) : undefined,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
