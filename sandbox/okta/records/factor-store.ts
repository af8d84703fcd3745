// Factors coming and going, whoever caused it: the API or an admin at the console.
import { writeLog, type Doer } from './system-log.ts';
import type { State } from './state.ts';
import type { AuthenticatorRecord, FactorRecord, FactorType, UserRecord } from '../world.ts';

const idPrefix: Readonly<Record<FactorType, string>> = {
  'token:hotp': 'chf',
  push: 'opf',
  'token:software:totp': 'ost',
  sms: 'sms',
  webauthn: 'fwf',
  question: 'ufs',
};

/** A factor to put; the rest of its record follows from now. */
export type FactorInput = Pick<
  FactorRecord,
  'userId' | 'factorType' | 'provider' | 'vendorName' | 'status' | 'authenticatorId'
>;

/** Stores a factor and, if it has one, its secret. */
export function putFactor(state: State, input: FactorInput, secret?: Uint8Array): FactorRecord {
  const now = state.now();
  const factor: FactorRecord = {
    ...input,
    id: state.ids.id(idPrefix[input.factorType]),
    created: now,
    lastUpdated: now,
    lastVerified: null,
    lastStep: null,
  };
  state.factors.set(factor.id, factor);
  const held = state.heldBy.get(factor.userId) ?? new Set();
  state.heldBy.set(factor.userId, held.add(factor));
  if (secret !== undefined) state.secrets.set(factor.id, Uint8Array.from(secret));
  return factor;
}

/** A custom OTP's factor under an authenticator. */
export const otpFactor = (
  user: UserRecord,
  authenticator: AuthenticatorRecord,
  status: FactorRecord['status'],
): FactorInput => ({
  userId: user.id,
  factorType: 'token:hotp',
  provider: 'CUSTOM',
  vendorName: authenticator.name,
  status,
  authenticatorId: authenticator.id,
});

/** Records an enrolment: the System Log event and the mail that tells the user. */
export function announceEnrolment(state: State, doer: Doer, user: UserRecord, factor: FactorRecord): void {
  writeLog(state, doer, {
    eventType: 'user.mfa.factor.activate',
    displayMessage: 'Activate factor or authenticator enrollment for user',
    user,
    factor,
    reason: `User set up ${labelOf(factor)} factor`,
  });
  mail(state, factor, 'security_method_enrolled');
}

/** Removes a factor and its secret without a word. */
export function forgetFactor(state: State, factor: FactorRecord): void {
  state.factors.delete(factor.id);
  state.secrets.delete(factor.id);
  state.heldBy.get(factor.userId)?.delete(factor);
}

/** Takes a factor away, with its secret, its event and its mail. */
export function dropFactor(state: State, doer: Doer, user: UserRecord, factor: FactorRecord): void {
  forgetFactor(state, factor);
  writeLog(state, doer, {
    eventType: 'user.mfa.factor.deactivate',
    displayMessage: 'Reset factor for user',
    user,
    factor,
    reason: `User reset ${labelOf(factor)} factor`,
  });
  mail(state, factor, 'security_method_removed');
}

const labelOf = (factor: FactorRecord): string =>
  factor.factorType === 'token:hotp'
    ? 'CUSTOM_OTP'
    : `${factor.provider}_${factor.factorType.replaceAll(':', '_').toUpperCase()}`;

function mail(
  state: State,
  factor: FactorRecord,
  kind: 'security_method_enrolled' | 'security_method_removed',
): void {
  state.mails.push({ at: state.now(), userId: factor.userId, kind, vendorName: factor.vendorName });
}
