import { chooseAuthenticator } from './authenticator.ts';
import { factsOf, rowFindings, tokenFindings, type Candidate } from './plan-candidate.ts';
import { granted, withheld, type Finding, type PlanInput, type PlannedRow } from './planned-row.ts';
import { planText } from './plan-text.ts';
import { reasons } from './reasons.ts';

/** Plans a row without a user: the token is kept for later, unless the bot has it already. */
export function planStock(input: PlanInput, candidate: Candidate, repeats: readonly Finding[]): PlannedRow {
  const { known, settings } = candidate;
  const facts = factsOf(input, candidate);
  const against = [...rowFindings(candidate), ...repeats, ...tokenFindings(input, candidate)];
  if (against.length > 0) return withheld('blocked', facts, against);
  if (known !== undefined) {
    const why = known.state === 'assigned' ? reasons.alreadyEnrolled(known) : reasons.alreadyInStock(known);
    return withheld('skipped', facts, [why]);
  }
  const fits =
    settings !== undefined &&
    chooseAuthenticator(settings, candidate.seedLength, input.authenticators).kind === 'fits';
  const warnings = [...candidate.warnings, ...(fits ? [] : [planText.noAuthenticatorYet])];
  return granted('stock', facts, planText.stock(candidate.serial), warnings);
}
