// Every endpoint there is, with what a caller needs for it.
import { getAuthenticator, getMethod, listAuthenticators, listMethods } from './authenticators.ts';
import { enrolFactor } from './enrol.ts';
import { listEnrollments } from './enrollments.ts';
import {
  activateFactor,
  deleteFactor,
  getFactor,
  listCatalog,
  listFactors,
  resetFactors,
} from './factors.ts';
import { listLogs } from './logs.ts';
import { issueToken } from '../access/oauth/token.ts';
import { describeOrg } from './org-probe.ts';
import type { Permission } from '../access/permissions.ts';
import type { Call, Reply } from './reply.ts';
import { listAssignees, listClientRoles, listRoles } from './roles.ts';
import type { State } from '../records/state.ts';
import { getUser, listUsers } from './users.ts';
import { verifyFactor } from './verify.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly pattern: string;
  /** OAuth scope and admin permission needed; an open route asks for neither. */
  readonly needs: { readonly scope: string; readonly permission: Permission } | 'nothing';
  /** Only on Identity Engine: Classic answers 401 E0000015. */
  readonly engine?: 'idx';
  /** What the request body is written in; JSON unless said. */
  readonly body?: 'form';
  readonly handle: (call: Call, state: State) => Reply;
}

const users = { scope: 'okta.users.read', permission: 'users.read' } as const;
const enrol = { scope: 'okta.users.manage', permission: 'factors.enrol' } as const;
const reset = { scope: 'okta.users.manage', permission: 'factors.reset' } as const;
const authenticators = { scope: 'okta.authenticators.read', permission: 'authenticators.read' } as const;
const roles = { scope: 'okta.roles.read', permission: 'roles.read' } as const;
const logs = { scope: 'okta.logs.read', permission: 'logs.read' } as const;

const factor = '/api/v1/users/{userId}/factors/{factorId}';
const authenticator = '/api/v1/authenticators/{authenticatorId}';

export const routes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/.well-known/okta-organization',
    needs: 'nothing',
    handle: describeOrg,
  },
  { method: 'POST', pattern: '/oauth2/v1/token', needs: 'nothing', body: 'form', handle: issueToken },
  { method: 'GET', pattern: '/api/v1/users', needs: users, handle: listUsers },
  { method: 'GET', pattern: '/api/v1/users/{id}', needs: users, handle: getUser },
  { method: 'GET', pattern: '/api/v1/users/{userId}/factors', needs: users, handle: listFactors },
  { method: 'POST', pattern: '/api/v1/users/{userId}/factors', needs: enrol, handle: enrolFactor },
  { method: 'GET', pattern: '/api/v1/users/{userId}/factors/catalog', needs: users, handle: listCatalog },
  { method: 'GET', pattern: factor, needs: users, handle: getFactor },
  { method: 'DELETE', pattern: factor, needs: reset, handle: deleteFactor },
  { method: 'POST', pattern: `${factor}/verify`, needs: enrol, handle: verifyFactor },
  { method: 'POST', pattern: `${factor}/lifecycle/activate`, needs: enrol, handle: activateFactor },
  {
    method: 'POST',
    pattern: '/api/v1/users/{userId}/lifecycle/reset_factors',
    needs: reset,
    handle: resetFactors,
  },
  {
    method: 'GET',
    pattern: '/api/v1/users/{userId}/authenticator-enrollments',
    needs: users,
    engine: 'idx',
    handle: listEnrollments,
  },
  { method: 'GET', pattern: '/api/v1/users/{userId}/roles', needs: roles, handle: listRoles },
  { method: 'GET', pattern: '/oauth2/v1/clients/{clientId}/roles', needs: roles, handle: listClientRoles },
  { method: 'GET', pattern: '/api/v1/iam/assignees/users', needs: roles, handle: listAssignees },
  {
    method: 'GET',
    pattern: '/api/v1/authenticators',
    needs: authenticators,
    engine: 'idx',
    handle: listAuthenticators,
  },
  { method: 'GET', pattern: authenticator, needs: authenticators, engine: 'idx', handle: getAuthenticator },
  {
    method: 'GET',
    pattern: `${authenticator}/methods`,
    needs: authenticators,
    engine: 'idx',
    handle: listMethods,
  },
  {
    method: 'GET',
    pattern: `${authenticator}/methods/{methodType}`,
    needs: authenticators,
    engine: 'idx',
    handle: getMethod,
  },
  { method: 'GET', pattern: '/api/v1/logs', needs: logs, handle: listLogs },
];
