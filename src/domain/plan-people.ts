import type { OktaUser, UserMatch } from './okta.ts';
import { planText, statusWarning } from './plan-text.ts';
import type { Finding, PlanInput } from './planned-row.ts';
import { reasons } from './reasons.ts';

/** Whom a reference stands for, what keeps the row from running, what an approver should know, and how he was found. */
export interface Resolved {
  readonly user: OktaUser | undefined;
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  readonly note: string;
}

const nothing: Resolved = { user: undefined, findings: [], warnings: [], note: '' };

const enrollable: ReadonlySet<string> = new Set([
  'ACTIVE',
  'PASSWORD_EXPIRED',
  'RECOVERY',
  'LOCKED_OUT',
  'PROVISIONED',
  'STAGED',
]);

/** Resolves a reference for an enrolment. A status that Okta may add one day is refused until it is known. */
export function resolveForEnrolment(input: PlanInput, reference: string): Resolved {
  const match = input.matches.get(reference);
  const user = userOf(match);
  if (user === undefined) return unresolved(input, reference, match);
  if (match?.kind === 'inactive' || !enrollable.has(user.status)) {
    return { ...nothing, user, findings: [reasons.userInactive(user)] };
  }
  const warning = statusWarning(user);
  const byEmail = match?.kind === 'found' && match.by === 'email';
  return {
    user,
    findings: [],
    warnings: warning === '' ? [] : [warning],
    note: byEmail ? ` ${planText.matchedByEmail(reference, user)}` : '',
  };
}

/**
 * Resolves a reference for an un-enrolment. Somebody suspended may well lose his token; of a deactivated user Okta
 * neither shows nor removes factors (https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/).
 */
export function resolveForRevocation(input: PlanInput, reference: string): Resolved {
  const match = input.matches.get(reference);
  const user = userOf(match);
  if (user === undefined) return unresolved(input, reference, match);
  const outOfReach =
    user.status === 'DEPROVISIONED' || (match?.kind === 'inactive' && !input.factors.has(user.id));
  const findings = outOfReach ? [reasons.userInactive(user)] : [];
  return { ...nothing, user, findings };
}

const userOf = (match: UserMatch | undefined): OktaUser | undefined =>
  match?.kind === 'found' || match?.kind === 'inactive' ? match.user : undefined;

function unresolved(input: PlanInput, reference: string, match: UserMatch | undefined): Resolved {
  return { ...nothing, findings: [whyUnresolved(input, reference, match)] };
}

function whyUnresolved(input: PlanInput, reference: string, match: UserMatch | undefined): Finding {
  if (match === undefined) return reasons.userUnreadable(reference);
  if (match.kind === 'ambiguous') return reasons.userAmbiguous(reference, match.users);
  return reasons.userUnknown(reference, input.similarLogins?.get(reference) ?? []);
}
