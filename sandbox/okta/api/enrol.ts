// POST /api/v1/users/{userId}/factors for hardware tokens (`token:hotp`, provider CUSTOM).
// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/#tag/UserFactor/operation/enrollFactor
import { invalidEnrolment, notFound, refuse } from './errors.ts';
import { announceEnrolment, forgetFactor, otpFactor, putFactor } from '../records/factor-store.ts';
import { factorUser, noSuchUser } from './factors.ts';
import { factorView } from './factor-views.ts';
import { factorsOf, mayEnrol } from '../records/policy.ts';
import { asObject, ok, type Call, type Reply } from './reply.ts';
import { decodeSecret } from './secrets.ts';
import type { State } from '../records/state.ts';
import type { AuthenticatorRecord, FactorRecord, UserRecord } from '../world.ts';

const factorTypes = new Set(
  `call email push question signed_nonce sms token token:hardware token:hotp token:software:totp u2f web
  webauthn`.split(/\s+/),
);

const notAllowed = 'Factor not allowed for the user based on the Multifactor policy.';
const alreadySetUp = 'A factor of this type is already set up.';

interface Wish {
  readonly factorType: string;
  readonly provider: unknown;
  readonly factorProfileId: string | undefined;
  readonly sharedSecret: string | undefined;
}

/** Enrols a token for a user. Unknown keys of the body are ignored, as they are by Okta. */
export function enrolFactor(call: Call, state: State): Reply {
  const user = factorUser(call, state);
  if (user === undefined) return noSuchUser(call, state);
  const wish = parseWish(call.body);
  if (wish === undefined) return refuse(state.ids, 'E0000003');
  if (!state.flags.enrolStatuses.includes(user.status)) return refuse(state.ids, 'E0000038');
  if (wish.factorType !== 'token:hotp' || wish.provider !== 'CUSTOM')
    return invalidEnrolment(state.ids, notAllowed);
  const authenticator = state.authenticators.get(wish.factorProfileId ?? '');
  if (authenticator?.key !== 'custom_otp') return unknownProfile(state, wish.factorProfileId);
  if (!mayEnrol(state, user, authenticator)) return invalidEnrolment(state.ids, notAllowed);
  return enrolToken({ call, state, user, authenticator, sharedSecret: wish.sharedSecret });
}

interface Enrolment {
  readonly call: Call;
  readonly state: State;
  readonly user: UserRecord;
  readonly authenticator: AuthenticatorRecord;
  readonly sharedSecret: string | undefined;
}

const isText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

/** Reads what counts; undefined where the JSON has a wrong type or an unknown factor type. */
function parseWish(body: unknown): Wish | undefined {
  const wish = asObject(body);
  const factorType = wish?.['factorType'];
  if (wish === undefined || typeof factorType !== 'string' || !factorTypes.has(factorType)) return undefined;
  const { provider, factorProfileId, profile } = wish;
  const sharedSecret = asObject(profile ?? {})?.['sharedSecret'];
  if (asObject(profile ?? {}) === undefined || !isText(factorProfileId) || !isText(sharedSecret))
    return undefined;
  return { factorType, provider, factorProfileId, sharedSecret };
}

const unknownProfile = (state: State, id: string | undefined): Reply =>
  id !== undefined && state.flags.unknownProfile === 404
    ? notFound(state.ids, id, 'FactorProfile')
    : invalidEnrolment(state.ids, 'Invalid factor profile.');

function enrolToken(enrolment: Enrolment): Reply {
  const { call, state, user, authenticator } = enrolment;
  const secret = decode(enrolment);
  const activate = call.query.get('activate') === 'true';
  const problem = problemOf(enrolment, secret, activate);
  if (problem !== undefined) return invalidEnrolment(state.ids, problem);
  // An enrolment that was never activated gives way to a new one.
  for (const pending of tokensOf(state, user)) forgetFactor(state, pending);
  const status = activate ? 'ACTIVE' : 'PENDING_ACTIVATION';
  const factor = putFactor(state, otpFactor(user, authenticator, status), secret);
  if (activate) announceEnrolment(state, call, user, factor);
  if (activate && state.flags.extraFactors) addOktaVerify(enrolment);
  const view = factorView(state, factor);
  return ok(state.flags.enrolReply === 'array' ? [view] : view);
}

function decode({ authenticator, sharedSecret }: Enrolment): Uint8Array | undefined {
  const { settings } = authenticator;
  return settings === null || sharedSecret === undefined
    ? undefined
    : decodeSecret(sharedSecret, settings.encoding);
}

const tokensOf = (state: State, user: UserRecord): readonly FactorRecord[] =>
  factorsOf(state, user.id).filter((factor) => factor.factorType === 'token:hotp');

/** The cause of a refusal, if there is one: a user has one custom OTP at most, whatever its profile. */
function problemOf(
  { state, user }: Enrolment,
  secret: Uint8Array | undefined,
  activate: boolean,
): string | undefined {
  const { flags } = state;
  if (tokensOf(state, user).some((factor) => factor.status === 'ACTIVE')) return alreadySetUp;
  if (secret === undefined && flags.badSecret === 'refused') return 'Invalid Profile.';
  if (secret !== undefined && isReused(state, secret)) return 'Invalid Profile.';
  if (!activate && flags.enrolWithoutActivate === 'refused')
    return 'This factor has to be activated when it is enrolled.';
  return undefined;
}

const isReused = (state: State, secret: Uint8Array): boolean =>
  state.flags.sharedSecretReuse === 'refused' &&
  [...state.secrets.values()].some((held) => Buffer.from(held).equals(secret));

/** Okta's documentation says that enrolling a custom OTP brings Okta Verify's factors along. */
function addOktaVerify({ call, state, user }: Enrolment): void {
  const held = factorsOf(state, user.id).map((factor) => factor.factorType);
  const verify = [...state.authenticators.values()].find(({ key }) => key === 'okta_verify');
  for (const factorType of ['push', 'token:software:totp'] as const) {
    if (held.includes(factorType)) continue;
    const added = putFactor(state, {
      userId: user.id,
      factorType,
      provider: 'OKTA',
      vendorName: 'OKTA',
      status: 'ACTIVE',
      authenticatorId: verify?.id ?? null,
    });
    announceEnrolment(state, call, user, added);
  }
}
