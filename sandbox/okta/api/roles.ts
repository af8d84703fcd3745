// Admin roles of one user, and all users that have one.
// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleAssignmentAUser/
import { notFound, refuse } from './errors.ts';
import { limitOf } from './paging.ts';
import { ok, type Call, type Reply } from './reply.ts';
import type { State } from '../records/state.ts';
import { instant } from './times.ts';
import { userUrl } from './user-views.ts';
import type { RoleType } from '../world.ts';

const labels: Readonly<Record<RoleType, string>> = {
  SUPER_ADMIN: 'Super Administrator',
  ORG_ADMIN: 'Organization Administrator',
  APP_ADMIN: 'Application Administrator',
  USER_ADMIN: 'Group Administrator',
  HELP_DESK_ADMIN: 'Help Desk Administrator',
  READ_ONLY_ADMIN: 'Read-only Administrator',
  REPORT_ADMIN: 'Report Administrator',
  GROUP_MEMBERSHIP_ADMIN: 'Group Membership Administrator',
  API_ACCESS_MANAGEMENT_ADMIN: 'API Access Management Administrator',
  MOBILE_ADMIN: 'Mobile Administrator',
  WORKFLOWS_ADMIN: 'Workflows Administrator',
  ACCESS_CERTIFICATIONS_ADMIN: 'Access Certifications Administrator',
  ACCESS_REQUESTS_ADMIN: 'Access Requests Administrator',
  CUSTOM: 'Token custodian',
};

const pageSize = 100;

export function listRoles(call: Call, state: State): Reply {
  const userId = call.params['userId'] ?? '';
  const user = state.users.get(userId);
  if (user === undefined) return notFound(state.ids, userId, 'User');
  return ok(
    user.roles.map((role) => ({
      id: role.id,
      label: labels[role.type],
      type: role.type,
      status: 'ACTIVE',
      created: instant(role.created),
      lastUpdated: instant(role.created),
      assignmentType: role.assignmentType,
      _links: { assignee: { href: userUrl(state, user.id) } },
    })),
  );
}

/** The roles of a service app: https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleAssignmentClient/ */
export function listClientRoles(call: Call, state: State): Reply {
  const clientId = call.params['clientId'] ?? '';
  const client = state.clients.get(clientId);
  if (client === undefined) return notFound(state.ids, clientId, 'PublicClientApp');
  return ok(
    client.roles.map((type) => ({
      id: `${clientId}.${type}`,
      label: labels[type],
      type,
      status: 'ACTIVE',
      assignmentType: 'CLIENT',
    })),
  );
}

/** Every user that holds a role, paged by a link in the body rather than a header. */
export function listAssignees(call: Call, state: State): Reply {
  const limit = limitOf(call.query, pageSize, pageSize);
  if (limit === undefined) return refuse(state.ids, 'E0000001', { about: 'limit' });
  const after = call.query.get('after') ?? '';
  const holders = [...state.users.values()]
    .filter((user) => user.roles.length > 0 && user.id > after)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const page = holders.slice(0, limit);
  const last = holders.length > limit ? page.at(-1)?.id : undefined;
  const next = `${state.org.url}/api/v1/iam/assignees/users?after=${last}&limit=${limit}`;
  return ok({
    value: page.map(({ id }) => ({
      id,
      orn: `orn:okta:directory:${state.org.id}:users:${id}`,
      _links: { self: { href: userUrl(state, id) }, roles: { href: `${userUrl(state, id)}/roles` } },
    })),
    _links: last === undefined ? {} : { next: { href: next } },
  });
}
