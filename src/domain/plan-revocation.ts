import { isCustomOtp, type Factor, type OktaUser } from './okta.ts';
import { resolveForRevocation } from './plan-people.ts';
import { planText } from './plan-text.ts';
import {
  granted,
  withheld,
  type AskedRow,
  type PlanInput,
  type PlannedRow,
  type RowFacts,
} from './planned-row.ts';
import { reasons } from './reasons.ts';
import type { Token } from './token.ts';

/** Plans taking a user's token away: exactly the one Custom OTP that Okta shows, and never a choice among several. */
export function planRevocation(input: PlanInput, asked: Extract<AskedRow, { kind: 'revoke' }>): PlannedRow {
  const { user, findings } = resolveForRevocation(input, asked.user);
  const facts: RowFacts = {
    line: asked.line,
    userRef: asked.user,
    userId: user?.id ?? '',
    userLogin: user?.login ?? '',
    serial: '',
    authenticatorId: '',
    targetFactorId: '',
    seenFactorIds: [],
    observedAt: input.at,
  };
  if (user === undefined || findings.length > 0) return withheld('blocked', facts, findings);
  const held = input.factors.get(user.id) ?? 'unreadable';
  if (held === 'unreadable') return withheld('blocked', facts, [reasons.userUnreadable(user.login)]);
  return removeOnly(input, facts, user, held);
}

function removeOnly(input: PlanInput, facts: RowFacts, user: OktaUser, held: readonly Factor[]): PlannedRow {
  const tokens = input.tokensOfUser?.get(user.id) ?? [];
  const customOtps = held.filter(isCustomOtp);
  const seen = { ...facts, seenFactorIds: customOtps.map((factor) => factor.id) };
  const [target, another] = customOtps;
  if (target === undefined) return withheld('skipped', seen, [reasons.nothingToRevoke(user, tokens[0])]);
  if (another !== undefined) return withheld('blocked', seen, [reasons.severalFactors(user, customOtps)]);
  const token = tokens.find((one) => one.factorId === target.id);
  const onlyFactor = !held.some((factor) => factor.id !== target.id && factor.status === 'ACTIVE');
  return granted(
    'unenroll',
    { ...seen, serial: token?.serial ?? '', targetFactorId: target.id, onlyFactor },
    planText.unenroll(user, target, token),
    warningsOf(user, tokens, token, onlyFactor),
  );
}

function warningsOf(
  user: OktaUser,
  tokens: readonly Token[],
  token: Token | undefined,
  onlyFactor: boolean,
): string[] {
  const [remembered] = tokens;
  return [
    ...(token === undefined && remembered !== undefined ? [planText.differentFactor(remembered)] : []),
    ...(onlyFactor ? [planText.onlyFactor(user)] : []),
  ];
}
