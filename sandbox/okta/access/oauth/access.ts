// Access tokens at the API: their age, their scopes, and the key they are bound to.
import type { IncomingHttpHeaders } from 'node:http';
import { refuse } from '../../api/errors.ts';
import { turnAway, type Authentication } from '../authentication.ts';
import type { Reply } from '../../api/reply.ts';
import type { AccessToken, State } from '../../records/state.ts';
import { currentNonce, isKnownNonce } from './nonce.ts';
import { checkProof } from './proof.ts';

const algorithms = 'RS256 RS384 RS512 ES256 ES384 ES512';

/** A challenge has no body: everything is in `WWW-Authenticate`. */
function challenge(state: State, status: number, scheme: string, facts: Record<string, string>): Reply {
  const all = { authorization_uri: `${state.org.url}/oauth2/v1/authorize`, realm: state.org.url, ...facts };
  const parameters = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return { status, headers: { 'www-authenticate': `${scheme} ${parameters.join(', ')}` } };
}

/** 403 for a token without the scope an endpoint needs. */
export const insufficientScope = (state: State, scope: string, path: string): Reply =>
  challenge(state, 403, 'Bearer', {
    scope,
    error: 'insufficient_scope',
    error_description: 'The access token provided does not contain the required scopes.',
    resource: path,
  });

function find(state: State, token: string): AccessToken | undefined {
  const held = state.accessTokens.get(token);
  return held !== undefined && state.now() < held.expiresAt && state.clients.has(held.clientId)
    ? held
    : undefined;
}

function principalOf(state: State, token: AccessToken): Authentication {
  const client = state.clients.get(token.clientId);
  if (client === undefined) return turnAway(refuse(state.ids, 'E0000011'));
  return {
    ok: true,
    principal: {
      id: client.clientId,
      kind: 'client',
      name: client.name,
      ownerId: null,
      scopes: token.scopes,
      roles: client.roles,
      reach: client.reach,
    },
  };
}

export function checkBearer(state: State, secret: string): Authentication {
  const token = find(state, secret);
  if (token === undefined) return turnAway(invalidToken(state, 'Bearer', 'The access token is invalid.'));
  if (token.thumbprint !== null) {
    return turnAway(
      challenge(state, 400, 'DPoP', {
        error: 'invalid_request',
        error_description:
          'The resource request must use the DPoP authentication scheme when using a DPoP bound token.',
      }),
    );
  }
  return principalOf(state, token);
}

const invalidToken = (state: State, scheme: string, description: string): Reply =>
  challenge(state, 401, scheme, { error: 'invalid_token', error_description: description });

export function checkDpop(
  state: State,
  secret: string,
  request: { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders },
): Authentication {
  const token = find(state, secret);
  if (token === undefined) return turnAway(invalidToken(state, 'DPoP', 'The access token is invalid.'));
  if (token.thumbprint === null)
    return turnAway(invalidToken(state, 'DPoP', 'The access token is not DPoP bound.'));
  const proof = String(request.headers['dpop'] ?? '');
  if (proof === '') return badProof(state, 'The DPoP proof JWT header is missing.');
  const check = checkProof(state, proof, { method: request.method, path: request.path, accessToken: secret });
  if (!check.ok) return badProof(state, check.description);
  if (state.flags.apiNonce && (check.nonce === undefined || !isKnownNonce(state, check.nonce)))
    return turnAway(nonceWanted(state));
  if (check.thumbprint !== token.thumbprint)
    return badProof(state, 'The DPoP proof JWT is not bound to the access token.');
  return principalOf(state, token);
}

/** RFC 9449 section 9: the nonce to use comes with the refusal. */
function nonceWanted(state: State): Reply {
  const asked = challenge(state, 401, 'DPoP', {
    error: 'use_dpop_nonce',
    error_description: 'Resource server requires nonce in DPoP proof.',
  });
  return { ...asked, headers: { ...asked.headers, 'dpop-nonce': currentNonce(state) } };
}

const badProof = (state: State, description: string): Authentication =>
  turnAway(
    challenge(state, 400, 'DPoP', {
      algs: algorithms,
      error: 'invalid_dpop_proof',
      error_description: description,
    }),
  );
