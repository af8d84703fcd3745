import type { Admin } from '../admin.ts';
import type { State } from '../records/state.ts';
import {
  changeProfile,
  changeStatus,
  dropUser,
  putUser,
  roleRecord,
  userByLogin,
} from '../records/user-store.ts';
import type { UserRecord } from '../world.ts';
import type { Changing } from './changing.ts';

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

export function userActions(state: State, changing: Changing): UserActions {
  return {
    addUser: changing((user) => putUser(state, user)),
    setProfile: changing((user, profile) => changeProfile(state, userNamed(state, user), profile)),
    setStatus: changing((user, status) => changeStatus(state, userNamed(state, user), status)),
    deleteUser: changing((user) => dropUser(state, userNamed(state, user))),
    assignRole: changing((user, role, by = 'USER') => {
      const found = userNamed(state, user);
      found.roles = [...found.roles, { ...roleRecord(state, role), assignmentType: by }];
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
