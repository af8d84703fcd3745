import { candidateOf } from './plan-candidate.ts';
import { planEnrolment } from './plan-enrolment.ts';
import { findRepeats } from './plan-repeats.ts';
import { planRevocation } from './plan-revocation.ts';
import { planStock } from './plan-stock.ts';
import type { PlanInput, PlannedRow } from './planned-row.ts';
import { foldSerial } from './token.ts';

/**
 * Judges every asked row against what Okta and the bot hold: one planned row for each, in the order asked, and nothing
 * is left out. Okta is not asked and nothing changes; a row that cannot run says why and how to mend it.
 */
export function planRows(given: PlanInput): PlannedRow[] {
  const bySerial = [...given.tokensBySerial].map(([serial, token]) => [foldSerial(serial), token] as const);
  const input: PlanInput = { ...given, tokensBySerial: new Map(bySerial) };
  const repeats = findRepeats(input);
  return input.asked.map((asked, index) => {
    if (asked.kind === 'revoke') return planRevocation(input, asked);
    const candidate = candidateOf(input, asked);
    const plan = candidate.user === '' ? planStock : planEnrolment;
    return plan(input, candidate, repeats.get(index) ?? []);
  });
}
