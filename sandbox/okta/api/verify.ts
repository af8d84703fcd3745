// POST …/factors/{factorId}/verify: a code against the profile's algorithm, step and digits.
// Five wrong codes lock the account, and only a right one starts the count anew:
// https://support.okta.com/help/s/article/otp-verification-attempts-limitations
import { codeForStep, stepAt } from '../codes.ts';
import { refuse, type ErrorCode } from './errors.ts';
import { factorTarget } from './factors.ts';
import { asObject, ok, type Call, type Reply } from './reply.ts';
import type { State } from '../records/state.ts';
import { changeStatus } from '../records/user-store.ts';
import { writeLog } from '../records/system-log.ts';
import type { FactorRecord, OtpSettings, UserRecord } from '../world.ts';

const attempts = 5;
const pauseMs = 5 * 60 * 1000;
/** Codes this far off are recognised as the token's, though not accepted. */
const recognisedMs = 30 * 60 * 1000;

/** Checks a code. 200 SUCCESS, or 403 with the reason; the fifth failure locks. */
export function verifyFactor(call: Call, state: State): Reply {
  const target = factorTarget(call, state);
  if (!target.ok) return target.reply;
  const { user, factor } = target;
  if (user.status === 'LOCKED_OUT') return refuse(state.ids, 'E0000069');
  if (user.status === 'SUSPENDED') return refuse(state.ids, 'E0000038');
  if (user.otpPausedUntil !== null && call.at < user.otpPausedUntil) return refuse(state.ids, 'E0000047');
  if (factor.status !== 'ACTIVE') return refuse(state.ids, 'E0000107');
  const passCode = asObject(call.body)?.['passCode'];
  if (typeof passCode !== 'string' || passCode === '') {
    const causes = ['passCode: The field cannot be left blank'];
    return refuse(state.ids, 'E0000001', { about: 'passCode', causes });
  }
  const judged = judge(state, factor, passCode, call.at);
  return judged.ok
    ? accept(call, state, { user, factor, step: judged.step })
    : fail(call, state, user, judged);
}

type Judged =
  | { readonly ok: true; readonly step: number }
  | { readonly ok: false; readonly code: ErrorCode; readonly factor: FactorRecord };

function judge(state: State, factor: FactorRecord, passCode: string, at: number): Judged {
  const refused = (code: ErrorCode): Judged => ({ ok: false, code, factor });
  const settings = state.authenticators.get(factor.authenticatorId ?? '')?.settings;
  const secret = state.secrets.get(factor.id);
  if (settings === undefined || settings === null || secret === undefined) return refused('E0000068');
  const offset = offsetOf(secret, settings, passCode, at);
  if (offset === undefined) return refused('E0000068');
  if (Math.abs(offset) > settings.acceptableAdjacentIntervals) return refused('E0000083');
  const step = stepAt(settings.timeIntervalInSeconds, at) + offset;
  return factor.lastStep !== null && step <= factor.lastStep ? refused('E0000082') : { ok: true, step };
}

/** How many steps away from now the code belongs, the nearest first; undefined if it is none of the token's. */
function offsetOf(
  secret: Uint8Array,
  settings: OtpSettings,
  passCode: string,
  at: number,
): number | undefined {
  const { algorithm, timeIntervalInSeconds: timeStep, passCodeLength: digits } = settings;
  const now = stepAt(timeStep, at);
  const reach = Math.max(settings.acceptableAdjacentIntervals, Math.floor(recognisedMs / 1000 / timeStep));
  const matches = (offset: number): boolean =>
    now + offset >= 0 && codeForStep(secret, { algorithm, timeStep, digits }, now + offset) === passCode;
  for (let distance = 0; distance <= reach; distance += 1) {
    const offset = [distance, -distance].find(matches);
    if (offset !== undefined) return offset;
  }
  return undefined;
}

function accept(
  call: Call,
  state: State,
  { user, factor, step }: { user: UserRecord; factor: FactorRecord; step: number },
): Reply {
  factor.lastStep = step;
  factor.lastVerified = call.at;
  user.otpFailures = 0;
  user.otpPausedUntil = null;
  note(call, state, user, { factor });
  return ok({ factorResult: 'SUCCESS' });
}

function fail(
  call: Call,
  state: State,
  user: UserRecord,
  judged: { readonly code: ErrorCode; readonly factor: FactorRecord },
): Reply {
  user.otpFailures += 1;
  note(call, state, user, { factor: judged.factor, failure: 'INVALID_CREDENTIALS' });
  if (user.otpFailures < attempts) return wrongCode(state, judged.code);
  if (state.flags.lockout === 'pause') {
    user.otpFailures = 0;
    user.otpPausedUntil = call.at + pauseMs;
    return refuse(state.ids, 'E0000047');
  }
  changeStatus(state, user, 'LOCKED_OUT');
  writeLog(state, call, {
    eventType: 'user.account.lock',
    displayMessage: 'Max sign in attempts exceeded',
    user,
  });
  return refuse(state.ids, 'E0000069');
}

const wrongCode = (state: State, code: ErrorCode): Reply =>
  code === 'E0000068'
    ? refuse(state.ids, code, { causes: ["Your passcode doesn't match our records. Please try again."] })
    : refuse(state.ids, code);

function note(
  call: Call,
  state: State,
  user: UserRecord,
  outcome: { readonly factor: FactorRecord; readonly failure?: string },
): void {
  writeLog(state, call, {
    eventType: 'user.authentication.auth_via_mfa',
    displayMessage: 'Authentication of user via MFA',
    user,
    ...outcome,
  });
}
