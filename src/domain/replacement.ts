import { outcomeText } from './outcome-text.ts';
import type { Row } from './row.ts';
import { failureCauses, type Settling } from './settle.ts';

/** What a row asks of Okta next. */
export type Ask = 'enroll' | 'unenroll' | 'restore';

/** What a row asks of Okta next: a replacement takes the old token away, enrols the new one, or brings the old one back. */
export function askOf({ action, step }: Row): Ask {
  if (action !== 'replace') return action === 'unenroll' ? 'unenroll' : 'enroll';
  return step ?? 'unenroll';
}

/** Whether Okta took the old token away already: such a row is brought to an end, whatever happens to its batch. */
export const isMidway = ({ step }: Row): boolean => step !== undefined;

/**
 * What an answer, a look or a fault means for a row, seen over all of its steps. Other rows have one step, and it means
 * what it says; for a replacement it may lead to the next step, and no end leaves unsaid that a user lost his token.
 */
export function consequence(row: Row, settling: Settling): Settling {
  if (row.action !== 'replace' || staysInStep.has(settling.event)) return settling;
  return byStep[askOf(row)](row, settling);
}

const staysInStep: ReadonlySet<Settling['event']> = new Set(['release', 'lose', 'step', 'find']);

const byStep: Readonly<Record<Ask, (row: Row, settling: Settling) => Settling>> = {
  unenroll: (row, settling) =>
    settling.event === 'unenroll'
      ? { event: 'step', step: 'enroll', factorId: row.targetFactorId, outcome: '' }
      : settling,

  enroll(row, settling) {
    const { event, cause } = settling;
    if (event === 'enroll') return { ...settling, outcome: outcomeText.replaced(row) };
    const why = settling.held ?? settling.outcome;
    const certain = row.lost === 0 && settling.factorId === undefined;
    // Only where nothing of the new token can be in Okta may the old one go back.
    return certain && row.oldSerial !== undefined
      ? { event: 'step', step: 'restore', cause, outcome: why }
      : { event: 'review', cause, factorId: settling.factorId, outcome: outcomeText.withoutToken(row, why) };
  },

  restore(row, settling) {
    const { event, cause, factorId } = settling;
    if (event === 'enroll')
      return { event: 'fail', factorId, cause: causeOf(row), outcome: outcomeText.restored(row) };
    const why = [row.outcome, settling.held ?? settling.outcome].join(' ');
    return { event: 'review', cause, factorId, outcome: outcomeText.withoutToken(row, why) };
  },
};

/** Why the new token was not enrolled, as it was noted when the old one was to go back. */
const causeOf = ({ cause }: Row): Settling['cause'] => failureCauses.find((one) => one === cause);

/** Which token a settled step takes from the user, or gives back to him; undefined where the row's own token is meant. */
export function oldToken(row: Row, { event, step, factorId }: Settling): 'taken' | 'given back' | undefined {
  if (row.action !== 'replace' || row.oldSerial === undefined) return undefined;
  if (event === 'step' && step === 'enroll') return 'taken';
  return event === 'fail' && row.step === 'restore' && factorId !== undefined ? 'given back' : undefined;
}
