import { clockSlackMs, doubtMs } from './look.ts';
import { type Factor, isCustomOtp } from './okta.ts';
import { outcomeText } from './outcome-text.ts';
import { askOf } from './replacement.ts';
import type { Row } from './row.ts';
import type { Settling } from './settle.ts';

const everyMs = 5 * 60_000;
const firstHourMs = 60 * 60_000;

/**
 * When a row that was left to a person is looked at again (epoch ms): every few minutes for an hour, since a factor
 * that policy hid, or that Okta was slow to show, may yet appear. Undefined for rows that left no request in doubt.
 */
export function nextLook(row: Row, settledAt: number, at: number): number | undefined {
  if (row.lost === 0 || askOf(row) !== 'enroll') return undefined;
  // A time ahead means that the clock was set back: the hour may be over, and the person has been told in any case.
  if (settledAt > at) return undefined;
  return at + everyMs <= settledAt + firstHourMs ? at + everyMs : undefined;
}

/**
 * What a later look says of a row that was left to a person. Meanwhile people may have enrolled something by hand, so
 * a factor is the row's own only if Okta made it while one of the row's requests could still be at work.
 */
export function lookAgain(row: Row, factors: readonly Factor[]): Settling | undefined {
  const present = factors.filter(isCustomOtp);
  const [found] = present;
  if (found === undefined || present.length > 1 || row.seenFactorIds.includes(found.id)) return undefined;
  if (found.status !== 'ACTIVE' || !isWithinDoubt(row, found)) return undefined;
  return { event: 'find', factorId: found.id, outcome: outcomeText.foundLater(row) };
}

function isWithinDoubt({ doubtFrom, oktaAt }: Row, { createdAt }: Factor): boolean {
  if (createdAt === undefined || doubtFrom === undefined || oktaAt === undefined) return false;
  return createdAt >= doubtFrom - clockSlackMs && createdAt <= oktaAt + doubtMs;
}
