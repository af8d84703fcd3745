import { isCustomOtp } from './okta.ts';
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
import { foldSerial } from './token.ts';

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
  if (target === undefined) return withheld('skipped', seen, [reasons.factorGone(asked, customOtps)]);
  if (!isCustomOtp(target)) return withheld('blocked', seen, [reasons.factorOfAnotherKind(asked)]);
  const onlyFactor = !held.some((factor) => factor.id !== target.id && factor.status === 'ACTIVE');
  // Okta notes the sign-in with a factor as its last verification; what it never verified, nobody relies on yet.
  const used = target.verifiedAt !== undefined && target.verifiedAt >= (asked.enrolledAt ?? 0);
  return granted('unenroll', { ...seen, targetFactorId: target.id, onlyFactor }, planText.remove(asked), [
    ...(used ? [planText.usedSince(asked)] : []),
    ...(onlyFactor ? [planText.onlyFactor({ login: asked.userLogin })] : []),
  ]);
}
