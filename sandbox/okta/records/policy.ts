// Authenticator enrolment policies, as far as a factor list, a catalog and an enrolment feel them.
import type { State } from './state.ts';
import type { AuthenticatorRecord, Enrollment, FactorRecord, UserRecord } from '../world.ts';

/** What applies to a user for an authenticator: the rule for the user, else a group's, else everyone's. */
export function enrollmentFor(state: State, user: UserRecord, authenticatorId: string): Enrollment {
  const rules = state.policies.filter((rule) => rule.authenticatorId === authenticatorId);
  const forSubject = (subject: string): Enrollment | undefined =>
    rules.find((rule) => rule.subject === subject)?.enroll;
  const forGroup = user.groups.map(forSubject).find((enroll) => enroll !== undefined);
  return forSubject(user.id) ?? forGroup ?? forSubject('everyone') ?? 'OPTIONAL';
}

/** Whether the user may enrol with the authenticator now. */
export const mayEnrol = (state: State, user: UserRecord, authenticator: AuthenticatorRecord): boolean =>
  authenticator.status === 'ACTIVE' && enrollmentFor(state, user, authenticator.id) !== 'NOT_ALLOWED';

/** Whether a list shows the factor: its authenticator active and allowed, and the caller's zone not in the way. */
export function isListed(state: State, user: UserRecord, factor: FactorRecord): boolean {
  if (user.factorsHidden) return false;
  const authenticator = state.authenticators.get(factor.authenticatorId ?? '');
  return authenticator === undefined || mayEnrol(state, user, authenticator);
}

export const factorsOf = (state: State, userId: string): readonly FactorRecord[] => [
  ...(state.heldBy.get(userId) ?? []),
];
