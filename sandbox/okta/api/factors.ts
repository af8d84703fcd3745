// Reading and removing factors. https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/
import { notFound, refuse } from './errors.ts';
import { announceEnrolment, dropFactor } from '../records/factor-store.ts';
import { catalogView, factorView, type CatalogEntry } from './factor-views.ts';
import { enrollmentFor, factorsOf, isListed, mayEnrol } from '../records/policy.ts';
import { noContent, ok, type Call, type Reply } from './reply.ts';
import type { State } from '../records/state.ts';
import type { AuthenticatorRecord, FactorRecord, UserRecord } from '../world.ts';

/** The user a factor endpoint is about. Factors of deactivated users are as good as gone. */
export function factorUser(call: Call, state: State): UserRecord | undefined {
  const user = state.users.get(call.params['userId'] ?? '');
  return user?.status === 'DEPROVISIONED' ? undefined : user;
}

export const noSuchUser = (call: Call, state: State): Reply =>
  notFound(state.ids, call.params['userId'] ?? '', 'User');

export type FactorTarget =
  | { readonly ok: true; readonly user: UserRecord; readonly factor: FactorRecord }
  | { readonly ok: false; readonly reply: Reply };

/** The user and factor a path names, or the 404 for whichever is missing. */
export function factorTarget(call: Call, state: State): FactorTarget {
  const user = factorUser(call, state);
  if (user === undefined) return { ok: false, reply: noSuchUser(call, state) };
  const factorId = call.params['factorId'] ?? '';
  const factor = state.factors.get(factorId);
  if (factor === undefined || factor.userId !== user.id)
    return { ok: false, reply: notFound(state.ids, factorId, 'UserFactor') };
  return { ok: true, user, factor };
}

/** Enrolled factors that policy lets the caller see. */
export function listFactors(call: Call, state: State): Reply {
  const user = factorUser(call, state);
  if (user === undefined) return noSuchUser(call, state);
  const listed = factorsOf(state, user.id).filter((factor) => isListed(state, user, factor));
  return ok(listed.map((factor) => factorView(state, factor)));
}

export function getFactor(call: Call, state: State): Reply {
  const target = factorTarget(call, state);
  return target.ok ? ok(factorView(state, target.factor)) : target.reply;
}

/** Removes a factor; `push` takes Okta Verify's other factors with it. */
export function deleteFactor(call: Call, state: State): Reply {
  const target = factorTarget(call, state);
  if (!target.ok) return target.reply;
  const { user, factor } = target;
  const together =
    factor.factorType === 'push'
      ? factorsOf(state, user.id).filter(
          ({ provider, factorType }) =>
            provider === 'OKTA' && (factorType === 'push' || factorType === 'token:software:totp'),
        )
      : [factor];
  for (const each of together) dropFactor(state, call, user, each);
  return noContent;
}

/** What the user may enrol in, by policy. */
export function listCatalog(call: Call, state: State): Reply {
  const user = factorUser(call, state);
  if (user === undefined) return noSuchUser(call, state);
  if (user.factorsHidden) return ok([]);
  const offered = [...state.authenticators.values()].filter((each) => mayEnrol(state, user, each));
  const entries = offered.flatMap((authenticator) => catalogEntries(state, user, authenticator));
  const isFirstHotp = (entry: CatalogEntry): boolean =>
    entry === entries.find(({ factorType }) => factorType === 'token:hotp');
  const shown =
    state.flags.catalog === 'each'
      ? entries
      : entries.filter((entry) => entry.factorType !== 'token:hotp' || isFirstHotp(entry));
  return ok(shown.map((entry) => catalogView(state, user.id, entry)));
}

function catalogEntries(
  state: State,
  user: UserRecord,
  authenticator: AuthenticatorRecord,
): readonly CatalogEntry[] {
  const rule = enrollmentFor(state, user, authenticator.id);
  const enrollment = rule === 'REQUIRED' ? 'REQUIRED' : 'OPTIONAL';
  const held = factorsOf(state, user.id);
  if (authenticator.key === 'custom_otp') {
    const isSetUp = held.some((factor) => factor.authenticatorId === authenticator.id);
    const vendorName = authenticator.name;
    return [{ factorType: 'token:hotp', provider: 'CUSTOM', vendorName, enrollment, isSetUp }];
  }
  if (authenticator.key !== 'okta_verify') return [];
  return (['push', 'token:software:totp'] as const).map((factorType) => ({
    factorType,
    provider: 'OKTA',
    vendorName: 'OKTA',
    enrollment,
    isSetUp: held.some((factor) => factor.factorType === factorType),
  }));
}

/** Removes every factor of a user. Recorded, because a careful client never calls it. */
export function resetFactors(call: Call, state: State): Reply {
  const user = factorUser(call, state);
  if (user === undefined) return noSuchUser(call, state);
  state.resetCalls.push({ at: call.at, userId: user.id, requestId: call.requestId });
  for (const factor of factorsOf(state, user.id)) dropFactor(state, call, user, factor);
  return { status: 200 };
}

const activationsAllowed = 5;
const activationWindowMs = 5 * 60 * 1000;

/** Custom OTP factors are activated by enrolment only; every attempt counts towards five in five minutes. */
export function activateFactor(call: Call, state: State): Reply {
  const target = factorTarget(call, state);
  if (!target.ok) return target.reply;
  const { user, factor } = target;
  const recent = (state.activations.get(user.id) ?? []).filter((at) => call.at - at < activationWindowMs);
  if (recent.length >= activationsAllowed) return refuse(state.ids, 'E0000047');
  state.activations.set(user.id, [...recent, call.at]);
  if (factor.status !== 'PENDING_ACTIVATION') return refuse(state.ids, 'E0000107');
  if (factor.factorType === 'token:hotp') {
    return refuse(state.ids, 'E0000001', {
      about: 'factorActivateRequest',
      causes: ['This factor type does not support activation.'],
    });
  }
  factor.status = 'ACTIVE';
  factor.lastUpdated = call.at;
  announceEnrolment(state, call, user, factor);
  return ok(factorView(state, factor));
}
