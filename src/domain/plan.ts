import { candidateOf } from './plan-candidate.ts';
import { planEnrolment } from './plan-enrolment.ts';
import { findRepeats } from './plan-repeats.ts';
import { planRemoval } from './plan-removal.ts';
import { planReplacement } from './plan-replacement.ts';
import { planRevocation } from './plan-revocation.ts';
import { planStock } from './plan-stock.ts';
import { planText } from './plan-text.ts';
import { type AskedRow, type PlanInput, type PlannedRow, withheld } from './planned-row.ts';
import { reasons } from './reasons.ts';
import { foldSerial } from './token.ts';

/**
 * Judges every asked row against what Okta and the bot hold: one planned row for each, in the order asked, and nothing
 * is left out. Okta is not asked and nothing changes; a row that cannot run says why and how to mend it.
 */
export function planRows(given: PlanInput): PlannedRow[] {
  const bySerial = [...given.tokensBySerial].map(([serial, token]) => [foldSerial(serial), token] as const);
  const input: PlanInput = { ...given, tokensBySerial: new Map(bySerial) };
  const repeats = findRepeats(input);
  const plans = (asked: AskedRow, index: number): PlannedRow => {
    if (asked.kind === 'revoke') return planRevocation(input, asked);
    if (asked.kind === 'remove') return afterEarlier(planRemoval(input, asked), asked);
    const candidate = candidateOf(input, asked);
    const place = candidate.user === '' ? planStock : planEnrolment;
    const plan = asked.kind === 'replace' ? planReplacement : place;
    return afterEarlier(plan(input, candidate, repeats.get(index) ?? []), asked);
  };
  return input.asked.map((asked, index) => unlessProtected(input, plans(asked, index)));
}

/** Whoever binds a second factor to an administrator's account may become one: no plan of ours does. */
function unlessProtected({ admins }: PlanInput, row: PlannedRow): PlannedRow {
  if (row.state !== 'planned' || row.userId === '' || admins?.has(row.userId) !== true) return row;
  const { warnings: _told, ...facts } = row;
  return withheld('blocked', facts, [reasons.userProtected(row.userLogin)]);
}

/** Whoever approves a second try sees that it is one, and what became of the first. */
function afterEarlier(row: PlannedRow, asked: AskedRow): PlannedRow {
  if (!('source' in asked) || asked.source === undefined || asked.source.tries === 0) return row;
  return { ...row, reason: `${row.reason} ${planText.tryAgain(asked.source)}` };
}
