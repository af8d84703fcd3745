/** Local times (epoch ms) around one answer, and the `Date` it carried. */
export interface Sighting {
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly date: number;
}

/** How far Okta's clock is ahead of the local one, as bounds in milliseconds. */
interface Skew {
  readonly least: number;
  readonly most: number;
}

/** What is known of Okta's clock. `suspect` is an answer that contradicted the others and waits for a second one. */
export interface OktaTime {
  readonly skew?: Skew | undefined;
  readonly suspect?: Skew | undefined;
}

const within = (one: Skew, other: Skew): Skew | undefined => {
  const both = { least: Math.max(one.least, other.least), most: Math.min(one.most, other.most) };
  return both.least <= both.most ? both : undefined;
};

/**
 * Takes one answer into account. `Date` is cut to whole seconds, so every answer narrows the bounds a little. A single
 * answer that contradicts the earlier ones is not believed; two say that a clock was set.
 */
export function narrowed(time: OktaTime, seen: Sighting): OktaTime {
  const fresh = { least: seen.date - seen.receivedAt, most: seen.date + 1000 - seen.sentAt };
  if (time.skew === undefined) return { skew: fresh };
  const both = within(time.skew, fresh);
  if (both !== undefined) return { skew: both };
  const again = time.suspect && within(time.suspect, fresh);
  return again === undefined ? { skew: time.skew, suspect: fresh } : { skew: again };
}

/** The latest that Okta's time can be at a local time. */
export const oktaLatest = (time: OktaTime, localNow: number): number => localNow + (time.skew?.most ?? 0);

/** Okta's time at a local time, never ahead of the truth: a wait that ends by it does not end too early. */
export const oktaNow = (time: OktaTime, localNow: number): number => localNow + (time.skew?.least ?? 0);
