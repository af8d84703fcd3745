import { type Factor, isCustomOtp } from './okta.ts';
import { planText } from './plan-text.ts';
import {
  granted,
  withheld,
  type AskedRemoval,
  type PlanInput,
  type PlannedRow,
  type RowFacts,
} from './planned-row.ts';
import { reasons } from './reasons.ts';
import { foldSerial, type Report } from './token.ts';

/**
 * Plans taking back what an earlier batch enrolled: the very factor it created, as long as that is still what the bot
 * remembers and what Okta shows. Whatever happened to user or token since is told, and left alone.
 */
export function planRemoval(input: PlanInput, asked: AskedRemoval): PlannedRow {
  const facts: RowFacts = {
    line: asked.line,
    userRef: asked.userLogin,
    userId: asked.userId,
    userLogin: asked.userLogin,
    serial: asked.serial,
    authenticatorId: '',
    targetFactorId: '',
    seenFactorIds: [],
    report: asked.report,
    observedAt: input.at,
  };
  const token = input.tokensBySerial.get(foldSerial(asked.serial));
  if (asked.serial !== '' && token?.factorId !== asked.factorId)
    return withheld('skipped', facts, [reasons.movedOn(asked, token)]);
  const held = input.factors.get(asked.userId) ?? 'unreadable';
  if (held === 'unreadable') return withheld('blocked', facts, [reasons.userUnreadable(asked.userLogin)]);
  const customOtps = held.filter(isCustomOtp);
  const seen = { ...facts, seenFactorIds: customOtps.map((factor) => factor.id) };
  const target = held.find((factor) => factor.id === asked.factorId);
  if (target === undefined) {
    if (asked.report !== undefined) return removeUnseen(seen, asked, asked.report);
    return withheld('skipped', seen, [reasons.factorGone(asked, customOtps)]);
  }
  if (!isCustomOtp(target)) return withheld('blocked', seen, [reasons.factorOfAnotherKind(asked)]);
  return removeSeen(seen, asked, target, held);
}

function removeSeen(
  facts: RowFacts,
  asked: AskedRemoval,
  target: Factor,
  held: readonly Factor[],
): PlannedRow {
  const onlyFactor = !held.some((factor) => factor.id !== target.id && factor.status === 'ACTIVE');
  const promise =
    asked.report === undefined ? planText.remove(asked) : planText.reported(asked, asked.report);
  return granted('unenroll', { ...facts, targetFactorId: target.id, onlyFactor }, promise, [
    ...(usedSince(asked, target) ? [planText.usedSince(asked)] : []),
    ...(onlyFactor ? [planText.onlyFactor({ login: asked.userLogin })] : []),
  ]);
}

/** Okta notes the sign-in with a factor as its last verification; what it never verified, nobody relies on yet. */
const usedSince = ({ report, enrolledAt = 0 }: AskedRemoval, { verifiedAt }: Factor): boolean =>
  report === undefined && verifiedAt !== undefined && verifiedAt >= enrolledAt;

/**
 * A policy may hide a factor whose codes still sign in. What was reported of the token is true all the same, so the
 * very factor is removed by its id: that Okta no longer has it is as good an answer.
 */
const removeUnseen = (facts: RowFacts, asked: AskedRemoval, report: Report): PlannedRow => {
  const promise = planText.reported(asked, report);
  return granted('unenroll', { ...facts, targetFactorId: asked.factorId }, promise, [
    planText.notShown(asked),
  ]);
};
