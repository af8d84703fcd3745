import type { Admin } from '../admin.ts';
import type { State } from '../records/state.ts';
import type { Changing } from './changing.ts';
import { userNamed } from './user-actions.ts';

type PrincipalActions = Pick<
  Admin,
  'issueCredential' | 'revokeCredential' | 'addClient' | 'revokeAccessTokens' | 'limitReach'
>;

export function principalActions(state: State, changing: Changing): PrincipalActions {
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
      const {
        name = 'Token Desk',
        roles = ['SUPER_ADMIN'],
        dpop = true,
        inZone = true,
        jwks,
        scopes,
      } = client;
      state.clients.set(clientId, { clientId, name, jwks, scopes, roles, reach: 'all', dpop, inZone });
      return clientId;
    }),
    revokeAccessTokens: changing(() => state.accessTokens.clear()),
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
