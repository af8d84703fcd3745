// POST /oauth2/v1/token: client credentials with private_key_jwt, the only way to a token with Okta scopes.
// https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/
import { asObject, type Call, type Reply } from '../../api/reply.ts';
import type { State } from '../../records/state.ts';
import type { ClientRecord } from '../../world.ts';
import { isSignedBy, parseJwt, type Jwt } from './jwt.ts';
import { currentNonce, isKnownNonce } from './nonce.ts';
import { checkProof, useJti } from './proof.ts';

const lifetimeSeconds = 3600;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const oauthError = (status: number, error: string, error_description: string, headers = {}): Reply => ({
  status,
  body: { error, error_description },
  headers,
});

type Form = Readonly<Record<string, string>>;

/** The fields of a form body that are text; all of them are, unless there is no form. */
const formOf = (body: unknown): Form =>
  Object.fromEntries(
    Object.entries(asObject(body) ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reply: Reply };
const stop = <T>(reply: Reply): Step<T> => ({ ok: false, reply });

/** Issues a one-hour token for the scopes both asked for and granted. */
export function issueToken(call: Call, state: State): Reply {
  const form = formOf(call.body);
  if (form['grant_type'] !== 'client_credentials') {
    return oauthError(400, 'unsupported_grant_type', 'The authorization grant type is not supported.');
  }
  const client = checkAssertion(state, form);
  if (!client.ok) return client.reply;
  const bound = checkBinding(state, call, client.value);
  if (!bound.ok) return bound.reply;
  const asked = (form['scope'] ?? '').split(' ').filter(Boolean);
  if (asked.length === 0) return oauthError(400, 'invalid_scope', 'No scopes were requested.');
  // Scopes that were not granted are left out without a word; only none at all is an error.
  const scopes = asked.filter((scope) => client.value.scopes.includes(scope));
  if (scopes.length === 0)
    return oauthError(400, 'consent_required', 'You are not allowed any of the requested scopes.');
  const token = state.ids.token('eyJ', 120);
  state.accessTokens.set(token, {
    clientId: client.value.clientId,
    scopes,
    expiresAt: state.now() + lifetimeSeconds * 1000,
    thumbprint: bound.value,
  });
  const token_type = bound.value === null ? 'Bearer' : 'DPoP';
  const body = { token_type, expires_in: lifetimeSeconds, access_token: token, scope: scopes.join(' ') };
  return { status: 200, body };
}

const refuse = (description: string): Step<ClientRecord> =>
  stop(oauthError(401, 'invalid_client', description));

function checkAssertion(state: State, form: Form): Step<ClientRecord> {
  const compact = form['client_assertion'];
  if (compact === undefined || form['client_assertion_type'] !== assertionType)
    return refuse('No client credentials found.');
  const jwt = parseJwt(compact);
  const client = state.clients.get(String(jwt?.claims['sub']));
  if (jwt === undefined || client === undefined || jwt.claims['iss'] !== jwt.claims['sub'])
    return refuse("Invalid value for 'client_id' parameter.");
  if (!client.jwks.some((jwk) => isSignedBy(jwt, jwk)))
    return refuse('The client_assertion signature is invalid.');
  const problem = assertionProblem(state, jwt);
  if (problem !== undefined) return refuse(problem);
  if (!client.inZone)
    return stop(
      oauthError(
        403,
        'access_denied',
        'Policy evaluation failed for this request, please check the policy configurations.',
      ),
    );
  return { ok: true, value: client };
}

function assertionProblem(state: State, jwt: Jwt): string | undefined {
  const now = state.now() / 1000;
  const { aud, exp, iat, jti } = jwt.claims;
  if (aud !== `${state.org.url}/oauth2/v1/token`)
    return 'The audience claim for client_assertion must be the endpoint invoked for the request.';
  if (typeof exp !== 'number' || exp <= now) return 'The client_assertion token is expired.';
  if (exp > now + 3600) return 'The client_assertion token has an expiration too far into the future.';
  if (typeof iat === 'number' && iat > now + 1)
    return 'The client_assertion token must be issued before the current time.';
  if (typeof jti === 'string' && !useJti(state, `assertion ${jti}`, 3600_000))
    return 'The client_assertion token has already been used.';
  return undefined;
}

/** The thumbprint the token is bound to, or null for a bearer token. */
function checkBinding(state: State, call: Call, client: ClientRecord): Step<string | null> {
  const proof = call.headers['dpop'];
  if (typeof proof !== 'string') {
    if (!client.dpop) return { ok: true, value: null };
    return stop(oauthError(400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.'));
  }
  const check = checkProof(state, proof, { method: 'POST', path: call.path });
  if (!check.ok) return stop(oauthError(400, 'invalid_dpop_proof', check.description));
  if (check.nonce === undefined || !isKnownNonce(state, check.nonce)) {
    return stop(
      oauthError(400, 'use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.', {
        'dpop-nonce': currentNonce(state),
      }),
    );
  }
  return { ok: true, value: check.thumbprint };
}
