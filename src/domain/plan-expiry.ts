/** So long before a token ends, people should know when they give it out: replacing it takes an order. */
const soonMs = 180 * 24 * 60 * 60_000;

/** What to say of a token that ends soon or has ended by its vendor's word; both times in epoch ms. */
export function expiryWarnings(serial: string, expiresAt: number | undefined, at: number): readonly string[] {
  if (expiresAt === undefined || expiresAt > at + soonMs) return [];
  const day = new Date(expiresAt).toISOString().slice(0, 10);
  return [
    expiresAt <= at
      ? `The vendor's file says that token ${serial} ended on ${day}. Check its battery before it is given out.`
      : `The vendor's file says that token ${serial} ends on ${day}. Plan its replacement.`,
  ];
}
