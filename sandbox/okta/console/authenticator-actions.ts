import type { Admin, NewAuthenticator } from '../admin.ts';
import type { State } from '../records/state.ts';
import type { AuthenticatorRecord, OtpSettings } from '../world.ts';
import type { Changing } from './changing.ts';
import { userNamed } from './user-actions.ts';

const standardSettings: OtpSettings = {
  protocol: 'TOTP',
  timeIntervalInSeconds: 30,
  encoding: 'base32',
  algorithm: 'HMacSHA1',
  passCodeLength: 6,
  acceptableAdjacentIntervals: 3,
};

/** An authenticator by id; throws where there is none. */
export function authenticatorNamed(state: State, id: string): AuthenticatorRecord {
  const found = state.authenticators.get(id);
  if (found === undefined) throw new Error(`no authenticator ${id}`);
  return found;
}

type AuthenticatorActions = Pick<
  Admin,
  'addAuthenticator' | 'deactivateAuthenticator' | 'activateAuthenticator' | 'setPolicy'
>;

export function authenticatorActions(state: State, changing: Changing): AuthenticatorActions {
  const setStatus = (id: string, status: AuthenticatorRecord['status']): void => {
    const found = authenticatorNamed(state, id);
    found.status = status;
    found.lastUpdated = state.now();
  };
  return {
    addAuthenticator: changing((authenticator) => putAuthenticator(state, authenticator)),
    deactivateAuthenticator: changing((id) => setStatus(id, 'INACTIVE')),
    activateAuthenticator: changing((id) => setStatus(id, 'ACTIVE')),
    setPolicy: changing((subject, authenticatorId, enroll) => {
      const isGeneral = subject === 'everyone' || state.groups.has(subject);
      const rule = { subject: isGeneral ? subject : userNamed(state, subject).id, authenticatorId, enroll };
      const at = state.policies.findIndex(
        (each) => each.subject === rule.subject && each.authenticatorId === authenticatorId,
      );
      if (at === -1) state.policies.push(rule);
      else state.policies[at] = rule;
    }),
  };
}

function putAuthenticator(state: State, input: NewAuthenticator): AuthenticatorRecord {
  const now = state.now();
  const authenticator: AuthenticatorRecord = {
    id: input.id ?? state.ids.id('aut'),
    key: 'custom_otp',
    type: 'security_key',
    name: input.name,
    status: input.status ?? 'ACTIVE',
    created: now,
    lastUpdated: now,
    settings: { ...standardSettings, ...input.settings },
  };
  state.authenticators.set(authenticator.id, authenticator);
  return authenticator;
}
