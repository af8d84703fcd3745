import { createHash } from 'node:crypto';
import type { State } from '../records/state.ts';
import { instant } from './times.ts';
import type { UserRecord, UserStatus } from '../world.ts';

type Link = { readonly href: string; readonly method?: 'POST' };

const lifecycle: Readonly<Record<UserStatus, readonly string[]>> = {
  STAGED: ['activate', 'deactivate'],
  PROVISIONED: ['reactivate', 'resetPassword', 'resetFactors', 'suspend', 'deactivate'],
  ACTIVE: ['suspend', 'resetPassword', 'resetFactors', 'expirePassword', 'deactivate'],
  PASSWORD_EXPIRED: ['suspend', 'resetPassword', 'resetFactors', 'deactivate'],
  RECOVERY: ['suspend', 'resetPassword', 'resetFactors', 'deactivate'],
  LOCKED_OUT: ['unlock', 'resetPassword', 'resetFactors', 'deactivate'],
  SUSPENDED: ['unsuspend', 'deactivate'],
  DEPROVISIONED: ['activate'],
};

const pathOf: Readonly<Record<string, string>> = {
  resetPassword: 'reset_password',
  resetFactors: 'reset_factors',
  expirePassword: 'expire_password',
};

export const userUrl = (state: State, userId: string): string => `${state.org.url}/api/v1/users/${userId}`;

function common(state: State, user: UserRecord): Record<string, unknown> {
  return {
    id: user.id,
    status: user.status,
    created: instant(user.created),
    activated: instant(user.activated),
    statusChanged: instant(user.statusChanged),
    lastLogin: instant(user.lastLogin),
    lastUpdated: instant(user.lastUpdated),
    passwordChanged: instant(user.passwordChanged),
    type: { id: `oty${state.org.id.slice(3)}` },
    profile: { mobilePhone: null, secondEmail: null, ...user.profile },
    credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
  };
}

/** A user in a list: the only link is `self`. */
export const listedUser = (state: State, user: UserRecord): Record<string, unknown> => ({
  ...common(state, user),
  _links: { self: { href: userUrl(state, user.id) } },
});

/** A user by itself: its links say what may be done with it in its status. */
export function singleUser(state: State, user: UserRecord): Record<string, unknown> {
  const url = userUrl(state, user.id);
  const links: Record<string, Link> = {
    self: { href: url },
    schema: { href: `${state.org.url}/api/v1/meta/schemas/user/osc${state.org.id.slice(3)}` },
    type: { href: `${state.org.url}/api/v1/meta/types/user/oty${state.org.id.slice(3)}` },
  };
  for (const action of lifecycle[user.status])
    links[action] = { href: `${url}/lifecycle/${pathOf[action] ?? action}`, method: 'POST' };
  return { ...common(state, user), realmId: `guo${state.org.id.slice(3)}`, _links: links };
}

/** A weak ETag that changes with the user. */
export const etagOf = (user: UserRecord): string =>
  `W/"${createHash('sha256')
    .update(JSON.stringify([user.lastUpdated, user.status, user.profile]))
    .digest('hex')
    .slice(0, 32)}"`;
