// Who the bot is to Okta: the owner of an API token, or a service app.
import { z } from 'zod';
import type { Outcome } from '../domain/okta.ts';
import type { OktaCredential, ServiceApp } from '../domain/okta-credential.ts';
import { Secret } from '../domain/secret.ts';
import { type Authorize, sswsAuthorize } from './authorize.ts';
import { openServiceApp, type ServiceAppParts } from './oauth/service-app.ts';
import type { Call, Send } from './send.ts';
import { getUser } from './users.ts';

export interface Identity {
  readonly authorize: Authorize;
  /** The types of the admin roles it acts with. */
  roles(send: Send): Promise<Outcome<readonly string[]>>;
  /** Those of these scopes it was granted. */
  granted(scopes: readonly string[]): Promise<Outcome<readonly string[]>>;
}

export const openIdentity = (credential: OktaCredential, parts: Omit<ServiceAppParts, 'app'>): Identity =>
  credential instanceof Secret ? tokenOwner(credential) : appIdentity({ ...parts, app: credential });

function tokenOwner(credential: Secret<string>): Identity {
  return {
    authorize: sswsAuthorize(credential),
    async roles(send) {
      const { outcome: me } = await send(getUser('me'));
      return me.kind === 'ok' ? (await send(rolesOfUser(me.value.id))).outcome : me;
    },
    // An API token has no scopes: it may do what its owner may.
    granted: () => Promise.resolve({ kind: 'ok', value: [] }),
  };
}

function appIdentity(parts: ServiceAppParts & { readonly app: ServiceApp }): Identity {
  const { clientId } = parts.app;
  return { ...openServiceApp(parts), roles: async (send) => (await send(rolesOfClient(clientId))).outcome };
}

const roleList = z.array(z.object({ type: z.string() }).transform(({ type }) => type));

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleAssignmentAUser/ */
const rolesOfUser = (userId: string): Call<readonly string[]> => ({
  method: 'GET',
  path: `/api/v1/users/${encodeURIComponent(userId)}/roles`,
  pattern: '/api/v1/users/{userId}/roles',
  effect: 'read',
  schema: roleList,
});

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleAssignmentClient/ */
const rolesOfClient = (clientId: string): Call<readonly string[]> => ({
  method: 'GET',
  path: `/oauth2/v1/clients/${encodeURIComponent(clientId)}/roles`,
  pattern: '/oauth2/v1/clients/{clientId}/roles',
  effect: 'read',
  schema: roleList,
});
