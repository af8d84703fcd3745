// Users coming, changing and going, so that the search index always hears of it.
import { forgetFactor } from './factor-store.ts';
import { factorsOf } from './policy.ts';
import type { NewUser, ProfileChange } from '../admin.ts';
import type { State } from './state.ts';
import type { RoleRecord, RoleType, UserProfile, UserRecord, UserStatus } from '../world.ts';

const nameOf = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Creates a user; throws where the login is taken. */
export function putUser(state: State, input: NewUser): UserRecord {
  const [local = input.email] = input.email.split('@');
  const profile: UserProfile = {
    login: input.login ?? input.email,
    email: input.email,
    firstName: input.firstName ?? nameOf(local),
    lastName: input.lastName ?? 'Example',
    ...input.profile,
  };
  claimLogin(state, profile.login);
  const now = state.now();
  const status = input.status ?? 'ACTIVE';
  const isActivated = status !== 'STAGED';
  const user: UserRecord = {
    id: state.ids.id('00u'),
    status,
    profile,
    created: now,
    activated: isActivated ? now : null,
    statusChanged: isActivated ? now : null,
    lastLogin: null,
    lastUpdated: now,
    passwordChanged: status === 'ACTIVE' ? now : null,
    roles: (input.roles ?? []).map((role) => roleRecord(state, role)),
    groups: [],
    otpFailures: 0,
    otpPausedUntil: null,
    factorsHidden: false,
  };
  state.users.set(user.id, user);
  state.logins.set(foldLogin(profile.login), user.id);
  state.index.put(user.id, user);
  return user;
}

/** Logins are one whatever their case and diacritics. */
export const foldLogin = (login: string): string =>
  login.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export const userByLogin = (state: State, login: string): UserRecord | undefined =>
  state.users.get(state.logins.get(foldLogin(login)) ?? '');

function claimLogin(state: State, login: string): void {
  if (state.logins.has(foldLogin(login))) throw new Error(`login ${login} is taken`);
}

/** Removes a user and all that is the user's. */
export function dropUser(state: State, user: UserRecord): void {
  for (const factor of factorsOf(state, user.id)) forgetFactor(state, factor);
  state.users.delete(user.id);
  state.logins.delete(foldLogin(user.profile.login));
  state.index.put(user.id, undefined);
}

export const roleRecord = (state: State, type: RoleType): RoleRecord => ({
  id: state.ids.id('ra1'),
  type,
  assignmentType: 'USER',
  created: state.now(),
});

/** Merges a profile in and takes note of the change. */
export function changeProfile(state: State, user: UserRecord, profile: ProfileChange): void {
  const before = foldLogin(user.profile.login);
  const changed = { ...user.profile, ...profile };
  if (foldLogin(changed.login) !== before) {
    claimLogin(state, changed.login);
    state.logins.delete(before);
    state.logins.set(foldLogin(changed.login), user.id);
  }
  user.profile = changed;
  touch(state, user);
}

/** Moves a user to a status. Leaving LOCKED_OUT also forgets the failures that led there. */
export function changeStatus(state: State, user: UserRecord, status: UserStatus): void {
  const now = state.now();
  if (user.status === 'LOCKED_OUT' && status !== 'LOCKED_OUT') user.otpFailures = 0;
  user.status = status;
  user.statusChanged = now;
  if (status === 'ACTIVE' && user.activated === null) user.activated = now;
  touch(state, user);
}

function touch(state: State, user: UserRecord): void {
  user.lastUpdated = state.now();
  state.index.put(user.id, user);
}
