import { type Factor, isCustomOtp, type OktaUser } from './okta.ts';
import { factsOf, rowFindings, tokenFindings, type Candidate } from './plan-candidate.ts';
import { placeOf, planEnrolment } from './plan-enrolment.ts';
import { resolveForEnrolment, type Resolved } from './plan-people.ts';
import { planText } from './plan-text.ts';
import {
  granted,
  withheld,
  type Finding,
  type PlanInput,
  type PlannedRow,
  type RowFacts,
} from './planned-row.ts';
import { reasons } from './reasons.ts';
import type { Token } from './token.ts';

/**
 * Plans giving a user another token in place of the one Custom OTP that Okta shows. Who has none is simply given the
 * token; who has several is not chosen for.
 */
export function planReplacement(
  input: PlanInput,
  candidate: Candidate,
  repeats: readonly Finding[],
): PlannedRow {
  const who = resolveForEnrolment(input, candidate.user);
  const { user } = who;
  const customOtps = customOtpsOf(input, user);
  const [target, another] = customOtps;
  // Whatever else is to be said of a user without a token is said of any enrolment.
  if (user === undefined || who.findings.length > 0 || target === undefined)
    return planEnrolment(input, candidate, repeats);
  const facts = { ...factsOf(input, candidate, user), seenFactorIds: customOtps.map(({ id }) => id) };
  if (another !== undefined) return withheld('blocked', facts, [reasons.severalFactors(user, customOtps)]);
  const old = input.tokensOfUser?.get(user.id)?.find((token) => token.factorId === target.id);
  if (old !== undefined && old.serial === candidate.known?.serial)
    return withheld('skipped', facts, [reasons.alreadyEnrolled(old)]);
  return replaceOnly(input, { candidate, repeats, who, user, facts, target, old });
}

function customOtpsOf({ factors }: PlanInput, user: OktaUser | undefined): readonly Factor[] {
  const held = factors.get(user?.id ?? '') ?? 'unreadable';
  return held === 'unreadable' ? [] : held.filter(isCustomOtp);
}

interface Replaced {
  readonly candidate: Candidate;
  readonly repeats: readonly Finding[];
  readonly who: Resolved;
  readonly user: OktaUser;
  readonly facts: RowFacts;
  readonly target: Factor;
  /** The token that Okta shows as this factor; undefined where the bot does not know it. */
  readonly old: Token | undefined;
}

function replaceOnly(input: PlanInput, replaced: Replaced): PlannedRow {
  const { candidate, repeats, who, user, facts, target, old } = replaced;
  const { authenticator, findings, warnings } = placeOf(input, candidate);
  const against = [
    ...rowFindings(candidate),
    ...repeats,
    ...tokenFindings(input, candidate, user),
    ...findings,
  ];
  if (against.length > 0 || authenticator === undefined) return withheld('blocked', facts, against);
  const { id: authenticatorId } = authenticator;
  const before = { oldSerial: old?.serial, oldAuthenticatorId: old?.authenticatorId };
  return granted(
    'replace',
    { ...facts, authenticatorId, targetFactorId: target.id, ...before },
    planText.replace({ user, target, old, serial: candidate.serial, authenticator }) + who.note,
    [
      ...candidate.warnings,
      ...warnings,
      ...who.warnings,
      ...(old === undefined ? [planText.noWayBack(user)] : []),
    ],
  );
}
