import type { Admin, NewAuthenticator, NewFactor } from '../admin.ts';
import { announceEnrolment, dropFactor, otpFactor, putFactor } from '../records/factor-store.ts';
import { factorsOf } from '../records/policy.ts';
import type { State } from '../records/state.ts';
import type { Doer } from '../records/system-log.ts';
import {
  changeProfile,
  changeStatus,
  dropUser,
  putUser,
  roleRecord,
  userByLogin,
} from '../records/user-store.ts';
import type { AuthenticatorRecord, FactorRecord, OtpSettings, UserRecord } from '../world.ts';

const standardSettings: OtpSettings = {
  protocol: 'TOTP',
  timeIntervalInSeconds: 30,
  encoding: 'base32',
  algorithm: 'HMacSHA1',
  passCodeLength: 6,
  acceptableAdjacentIntervals: 3,
};

const atConsole: Doer = {
  principal: { id: 'console', kind: 'anonymous', name: 'Admin Console', ownerId: null },
  requestId: 'console',
};

/** The console's side of an org. Every action ends in one change event. */
export function createAdmin(state: State): Admin {
  const changing =
    <A extends readonly unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R => {
      const result = act(...args);
      state.changed();
      return result;
    };
  return {
    ...userActions(state, changing),
    ...factorActions(state, changing),
    ...authenticatorActions(state, changing),
    ...principalActions(state, changing),
    setFlags: changing((flags) => {
      Object.assign(state.flags, flags);
    }),
    setFlag: (name, value) => {
      state.flags[name] = value;
      state.changed();
    },
    setLimit: changing((bucket, perMinute) => {
      state.limits.perMinute[bucket] = perMinute;
    }),
  };
}

type Changing = <A extends readonly unknown[], R>(act: (...args: A) => R) => (...args: A) => R;

/** A user by id or login. */
export function userNamed(state: State, user: string): UserRecord {
  const found = state.users.get(user) ?? userByLogin(state, user);
  if (found === undefined) throw new Error(`no user ${user}`);
  return found;
}

type UserActions = Pick<
  Admin,
  | 'addUser'
  | 'setProfile'
  | 'setStatus'
  | 'deleteUser'
  | 'assignRole'
  | 'removeRole'
  | 'addGroup'
  | 'addToGroup'
>;

function userActions(state: State, changing: Changing): UserActions {
  return {
    addUser: changing((user) => putUser(state, user)),
    setProfile: changing((user, profile) => changeProfile(state, userNamed(state, user), profile)),
    setStatus: changing((user, status) => changeStatus(state, userNamed(state, user), status)),
    deleteUser: changing((user) => dropUser(state, userNamed(state, user))),
    assignRole: changing((user, role) => {
      const found = userNamed(state, user);
      found.roles = [...found.roles, roleRecord(state, role)];
    }),
    removeRole: changing((user, role) => {
      const found = userNamed(state, user);
      found.roles = found.roles.filter(({ type }) => type !== role);
    }),
    addGroup: changing((name) => {
      const id = state.ids.id('00g');
      state.groups.set(id, { id, name });
      return id;
    }),
    addToGroup: changing((user, groupId) => {
      const found = userNamed(state, user);
      found.groups = [...found.groups, groupId];
    }),
  };
}

type FactorActions = Pick<Admin, 'addFactor' | 'removeFactor' | 'resetFactors' | 'hideFactors'>;

function factorActions(state: State, changing: Changing): FactorActions {
  const ownerOf = (factor: FactorRecord): UserRecord => userNamed(state, factor.userId);
  return {
    addFactor: changing((user, factor) => {
      const owner = userNamed(state, user);
      const added = addFactor(state, owner, factor);
      announceEnrolment(state, atConsole, owner, added);
      return added;
    }),
    removeFactor: changing((factorId) => {
      const factor = state.factors.get(factorId);
      if (factor === undefined) throw new Error(`no factor ${factorId}`);
      dropFactor(state, atConsole, ownerOf(factor), factor);
    }),
    resetFactors: changing((user) => {
      const owner = userNamed(state, user);
      for (const factor of factorsOf(state, owner.id)) dropFactor(state, atConsole, owner, factor);
    }),
    hideFactors: changing((user, hidden = true) => {
      userNamed(state, user).factorsHidden = hidden;
    }),
  };
}

function addFactor(state: State, owner: UserRecord, input: NewFactor): FactorRecord {
  const factorType = input.factorType ?? 'token:hotp';
  if (factorType !== 'token:hotp') {
    const verify = [...state.authenticators.values()].find(({ key }) => key === 'okta_verify');
    const provider = input.provider ?? 'OKTA';
    const isVerify = provider === 'OKTA' && (factorType === 'push' || factorType === 'token:software:totp');
    const authenticatorId = isVerify ? (verify?.id ?? null) : null;
    const rest = { vendorName: provider, status: 'ACTIVE', authenticatorId } as const;
    return putFactor(state, { userId: owner.id, factorType, provider, ...rest });
  }
  const authenticator = authenticatorNamed(state, input.authenticatorId ?? '');
  return putFactor(state, otpFactor(owner, authenticator, 'ACTIVE'), input.secret);
}

function authenticatorNamed(state: State, id: string): AuthenticatorRecord {
  const found = state.authenticators.get(id);
  if (found === undefined) throw new Error(`no authenticator ${id}`);
  return found;
}

type AuthenticatorActions = Pick<
  Admin,
  'addAuthenticator' | 'deactivateAuthenticator' | 'activateAuthenticator' | 'setPolicy'
>;

function authenticatorActions(state: State, changing: Changing): AuthenticatorActions {
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

type PrincipalActions = Pick<Admin, 'issueCredential' | 'revokeCredential' | 'addClient' | 'limitReach'>;

function principalActions(state: State, changing: Changing): PrincipalActions {
  return {
    issueCredential: changing((owner, name) => issueCredential(state, owner, name ?? 'Token Desk')),
    revokeCredential: changing((secret) => {
      const [first] = state.credentials.keys();
      const id = secret === undefined ? first : state.credentialSecrets.get(secret);
      const credential = state.credentials.get(id ?? '');
      if (credential === undefined) throw new Error('no such credential');
      credential.status = 'REVOKED';
    }),
    addClient: changing((client) => {
      const clientId = client.clientId ?? state.ids.id('0oa');
      const { name = 'Token Desk', roles = ['SUPER_ADMIN'], dpop = true, jwks, scopes } = client;
      state.clients.set(clientId, { clientId, name, jwks, scopes, roles, reach: 'all', dpop });
      return clientId;
    }),
    limitReach: changing((principalId, users) => {
      const principal = state.credentials.get(principalId) ?? state.clients.get(principalId);
      if (principal === undefined) throw new Error(`no principal ${principalId}`);
      principal.reach = users === 'all' ? users : users.map((user) => userNamed(state, user).id);
    }),
  };
}

function issueCredential(state: State, owner: string, name: string): string {
  const now = state.now();
  const id = state.ids.id('00T');
  const ownerId = userNamed(state, owner).id;
  const secret = state.ids.token('00', 42);
  const record = { id, name, ownerId, status: 'ACTIVE', created: now, lastUsed: now, reach: 'all' } as const;
  state.credentials.set(id, { ...record });
  state.credentialSecrets.set(secret, id);
  return secret;
}
