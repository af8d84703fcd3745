// Authenticators and their methods, Identity Engine only.
// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Authenticator/
import { notFound } from './errors.ts';
import { ok, type Call, type Reply } from './reply.ts';
import type { State } from '../records/state.ts';
import { instant } from './times.ts';
import type { AuthenticatorKey, AuthenticatorRecord } from '../world.ts';

const methodTypes: Readonly<Record<AuthenticatorKey, readonly string[]>> = {
  custom_otp: ['otp'],
  okta_password: ['password'],
  okta_email: ['email'],
  okta_verify: ['push', 'signed_nonce', 'totp'],
};

const hints = (...allow: readonly string[]): { readonly hints: { readonly allow: readonly string[] } } => ({
  hints: { allow },
});

function authenticatorView(state: State, authenticator: AuthenticatorRecord): Record<string, unknown> {
  const self = `${state.org.url}/api/v1/authenticators/${authenticator.id}`;
  const step = authenticator.status === 'ACTIVE' ? 'deactivate' : 'activate';
  return {
    type: authenticator.type,
    id: authenticator.id,
    key: authenticator.key,
    status: authenticator.status,
    name: authenticator.name,
    created: instant(authenticator.created),
    lastUpdated: instant(authenticator.lastUpdated),
    _links: {
      self: { href: self, ...hints('GET', 'PUT') },
      [step]: { href: `${self}/lifecycle/${step}`, ...hints('POST') },
      methods: { href: `${self}/methods`, ...hints('GET') },
    },
  };
}

/** One method. A custom OTP's settings stand under `settings`, or flat with `factorProfileId` (flag). */
function methodView(state: State, authenticator: AuthenticatorRecord, type: string): Record<string, unknown> {
  const href = `${state.org.url}/api/v1/authenticators/${authenticator.id}/methods/${type}`;
  const shown = { type, status: authenticator.status, _links: { self: { href, ...hints('GET', 'PUT') } } };
  const { settings } = authenticator;
  if (settings === null) return shown;
  return state.flags.otpSettings === 'nested'
    ? { ...shown, settings }
    : { ...shown, ...settings, factorProfileId: authenticator.id };
}

export const listAuthenticators = (_call: Call, state: State): Reply =>
  ok([...state.authenticators.values()].map((each) => authenticatorView(state, each)));

const find = (call: Call, state: State): AuthenticatorRecord | undefined =>
  state.authenticators.get(call.params['authenticatorId'] ?? '');

const missing = (call: Call, state: State): Reply =>
  notFound(state.ids, call.params['authenticatorId'] ?? '', 'Authenticator');

export function getAuthenticator(call: Call, state: State): Reply {
  const authenticator = find(call, state);
  return authenticator === undefined ? missing(call, state) : ok(authenticatorView(state, authenticator));
}

export function listMethods(call: Call, state: State): Reply {
  const authenticator = find(call, state);
  if (authenticator === undefined) return missing(call, state);
  return ok(methodTypes[authenticator.key].map((type) => methodView(state, authenticator, type)));
}

export function getMethod(call: Call, state: State): Reply {
  const authenticator = find(call, state);
  if (authenticator === undefined) return missing(call, state);
  const type = call.params['methodType'] ?? '';
  return methodTypes[authenticator.key].includes(type)
    ? ok(methodView(state, authenticator, type))
    : notFound(state.ids, type, 'AuthenticatorMethod');
}
