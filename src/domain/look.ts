import { type Activation, customOtpType, type Factor, isCustomOtp } from './okta.ts';
import { outcomeText } from './outcome-text.ts';
import type { Row } from './row.ts';
import { settled, type Settling } from './settle.ts';

/** What looking at Okta says about a row whose answer was lost. */
export type Look =
  | { readonly kind: 'settle'; readonly settling: Settling }
  | { readonly kind: 'wait'; readonly notBefore: number }
  | { readonly kind: 'repeat' };

/**
 * How long after an intent an empty list proves nothing: the request may still be running at Okta. The client gives up
 * after 20 s; a minute and more covers Okta's own processing.
 */
export const doubtMs = 90_000;

/** Okta stamps `created` by whole seconds, on hosts whose clocks agree only roughly. */
export const clockSlackMs = 5_000;

const removalTries = 3;

/** Settles, delays or repeats an enrolment by the factors that Okta shows now. A factor seen before is never ours. */
export function lookForEnrolment(row: Row, factors: readonly Factor[], at: number): Look {
  const present = factors.filter(isCustomOtp);
  const fresh = present.filter((factor) => !row.seenFactorIds.includes(factor.id));
  const [found] = fresh;
  if (found !== undefined && fresh.length === 1 && isYoungerThanIntent(row, found))
    return settle(settled.enrolled(row, found));
  if (present.length > 0)
    return review(
      outcomeText.foreign(
        row,
        present.map((factor) => factor.id),
      ),
    );
  if (at < doubtEnd(row, at)) return { kind: 'wait', notBefore: doubtEnd(row, at) };
  return row.lost <= 1 ? { kind: 'repeat' } : review(outcomeText.lostForGood(row));
}

/** Since when (epoch ms, by Okta's clock) an activation in Okta's System Log may be the row's own. */
export const activationsSince = (row: Row): number | undefined => {
  const since = doubtSince(row);
  return since === undefined ? undefined : since - clockSlackMs;
};

/**
 * Okta's System Log before an enrolment is repeated: where it shows that one was activated, though the list of factors
 * hides it, asking again is not repeating but guessing. Its silence proves nothing: it may lag behind.
 */
export function lookInLog(row: Row, activations: readonly Activation[]): Look {
  const own = activations.find(
    ({ factorType = customOtpType, factorId = '' }) =>
      factorType === customOtpType && !row.seenFactorIds.includes(factorId),
  );
  return own === undefined ? { kind: 'repeat' } : review(outcomeText.onlyInLog(row, own.at));
}

/**
 * The same for an un-enrolment. It names one factor id, so asking again removes nothing else; and since the list is
 * filtered by policy, only Okta's own "not found" proves that the factor is gone.
 */
export const lookForRemoval = (row: Row): Look =>
  row.lost <= removalTries ? { kind: 'repeat' } : review(outcomeText.removalLost(row));

const doubtEnd = (row: Row, at: number): number => (row.intentAt ?? at) + doubtMs;

const isYoungerThanIntent = (row: Row, factor: Factor): boolean =>
  factor.createdAt === undefined || (doubtSince(row) ?? 0) <= factor.createdAt + clockSlackMs;

/** Okta's clock when the first request left whose answer was lost; undefined where Okta never told the time. */
const doubtSince = (row: Row): number | undefined => row.doubtFrom ?? row.oktaAt;

const settle = (settling: Settling): Look => ({ kind: 'settle', settling });
const review = (outcome: string): Look => settle({ event: 'review', cause: 'answer_lost', outcome });
