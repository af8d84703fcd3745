// Users coming, changing and going, so that the search index always hears of it.
import type { NewUser, ProfileChange } from '../admin.ts';
import type { State } from './state.ts';
import type { RoleRecord, RoleType, UserProfile, UserRecord, UserStatus } from '../world.ts';

const nameOf = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Creates a user; throws where the login is taken, as logins are unique whatever their case. */
export function putUser(state: State, input: NewUser): UserRecord {
  const [local = input.email] = input.email.split('@');
  const profile: UserProfile = {
    login: input.login ?? input.email,
    email: input.email,
    firstName: input.firstName ?? nameOf(local),
    lastName: input.lastName ?? 'Example',
    ...input.profile,
  };
  const taken = [...state.users.values()].some(
    (user) => user.profile.login.toLowerCase() === profile.login.toLowerCase(),
  );
  if (taken) throw new Error(`login ${profile.login} is taken`);
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
  state.index.put(user.id, user);
  return user;
}

export const roleRecord = (state: State, type: RoleType): RoleRecord => ({
  id: state.ids.id('ra1'),
  type,
  assignmentType: 'USER',
  created: state.now(),
});

/** Merges a profile in and takes note of the change. */
export function changeProfile(state: State, user: UserRecord, profile: ProfileChange): void {
  user.profile = { ...user.profile, ...profile };
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

export function touch(state: State, user: UserRecord): void {
  user.lastUpdated = state.now();
  state.index.put(user.id, user);
}
