import type { IncomingHttpHeaders } from 'node:http';
import { turnAway, type Authentication } from './authentication.ts';
import { refuse } from '../api/errors.ts';
import { checkBearer, checkDpop } from './oauth/access.ts';
import { roleTypes } from './permissions.ts';
import type { State } from '../records/state.ts';

const idleLimitMs = 30 * 24 * 3600 * 1000;

/** Finds the caller by the Authorization header, or the reply that turns it away. */
export function authenticate(
  state: State,
  request: { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders },
): Authentication {
  const [scheme = '', secret = ''] = (request.headers.authorization ?? '').split(' ', 2);
  switch (scheme.toLowerCase()) {
    case 'ssws':
      return checkCredential(state, secret);
    case 'bearer':
      return checkBearer(state, secret);
    case 'dpop':
      return checkDpop(state, secret, request);
    default:
      return turnAway(refuse(state.ids, state.flags.noAuth === 403 ? 'E0000005' : 'E0000011'));
  }
}

/** A credential lives as long as it is used every 30 days and its owner is active. */
function checkCredential(state: State, secret: string): Authentication {
  const credential = state.credentials.get(state.credentialSecrets.get(secret) ?? '');
  const owner = state.users.get(credential?.ownerId ?? '');
  const usable =
    credential !== undefined &&
    owner !== undefined &&
    credential.status === 'ACTIVE' &&
    owner.status !== 'DEPROVISIONED' &&
    owner.status !== 'SUSPENDED' &&
    state.now() - credential.lastUsed <= idleLimitMs;
  if (!usable) return turnAway(refuse(state.ids, 'E0000011'));
  credential.lastUsed = state.now();
  return {
    ok: true,
    principal: {
      id: credential.id,
      kind: 'credential',
      name: owner.profile.login,
      ownerId: owner.id,
      scopes: 'all',
      roles: roleTypes(owner),
      reach: credential.reach,
    },
  };
}
