import type { Admin } from '../admin.ts';
import type { State } from '../records/state.ts';
import { authenticatorActions } from './authenticator-actions.ts';
import type { Changing } from './changing.ts';
import { factorActions } from './factor-actions.ts';
import { principalActions } from './principal-actions.ts';
import { userActions } from './user-actions.ts';

/** The console's side of an org. Every action ends in one change event. */
export function createAdmin(state: State): Admin {
  const changing: Changing =
    (act) =>
    (...args) => {
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
