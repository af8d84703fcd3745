// What admin roles allow. https://help.okta.com/en-us/content/topics/security/administrators-admin-comparison.htm
import type { RoleType, UserRecord } from '../world.ts';

export type Permission =
  | 'users.read'
  | 'factors.enrol'
  | 'factors.reset'
  | 'authenticators.read'
  | 'logs.read'
  | 'roles.read';

const everything: readonly Permission[] = [
  'users.read',
  'factors.enrol',
  'factors.reset',
  'authenticators.read',
  'logs.read',
  'roles.read',
];

const granted: Readonly<Record<RoleType, readonly Permission[]>> = {
  SUPER_ADMIN: everything,
  ORG_ADMIN: everything,
  USER_ADMIN: ['users.read', 'factors.enrol', 'factors.reset'],
  // Help desk may take a factor away but not hand one out.
  HELP_DESK_ADMIN: ['users.read', 'factors.reset'],
  READ_ONLY_ADMIN: ['users.read', 'authenticators.read', 'logs.read', 'roles.read'],
  REPORT_ADMIN: ['users.read', 'logs.read'],
  APP_ADMIN: ['users.read'],
  GROUP_MEMBERSHIP_ADMIN: ['users.read'],
  API_ACCESS_MANAGEMENT_ADMIN: ['users.read'],
  MOBILE_ADMIN: ['users.read'],
  WORKFLOWS_ADMIN: ['users.read'],
  ACCESS_CERTIFICATIONS_ADMIN: ['users.read'],
  ACCESS_REQUESTS_ADMIN: ['users.read'],
  // What a custom role allows is up to the org; this one hands out tokens.
  CUSTOM: ['users.read', 'factors.enrol', 'factors.reset'],
};

export const permissionsOf = (roles: readonly RoleType[]): ReadonlySet<Permission> =>
  new Set(roles.flatMap((role) => granted[role]));

/** How far up an admin stands; nobody changes the factors of somebody further up. */
export function rankOf(roles: readonly RoleType[]): number {
  if (roles.includes('SUPER_ADMIN')) return 3;
  if (roles.includes('ORG_ADMIN')) return 2;
  return roles.length === 0 ? 0 : 1;
}

export const roleTypes = (user: UserRecord): readonly RoleType[] => user.roles.map((role) => role.type);
