// DPoP proofs (RFC 9449) as Okta checks them:
// https://developer.okta.com/docs/guides/dpop/nonoktaresourceserver/main/
import { createHash } from 'node:crypto';
import { asObject } from '../../api/reply.ts';
import type { State } from '../../records/state.ts';
import type { JsonWebKeyRecord } from '../../world.ts';
import { isSignedBy, parseJwt, thumbprint, type Jwt } from './jwt.ts';

export type ProofCheck =
  | { readonly ok: true; readonly thumbprint: string; readonly nonce: string | undefined }
  | { readonly ok: false; readonly description: string };

export interface ProofTarget {
  readonly method: string;
  /** The path; the proof's `htu` must be the org's URL and this, without a query. */
  readonly path: string;
  /** The access token the proof must be made for, at a resource. */
  readonly accessToken?: string;
}

const maxAgeSeconds = 300;
const bad = (description: string): ProofCheck => ({ ok: false, description });

/** Checks one proof and remembers its `jti`; the description of a refusal is Okta's. */
export function checkProof(state: State, compact: string, target: ProofTarget): ProofCheck {
  const jwt = parseJwt(compact);
  const jwk = jwt === undefined ? undefined : publicJwk(jwt);
  if (jwt === undefined || jwk === undefined || jwt.header['typ'] !== 'dpop+jwt' || !isSignedBy(jwt, jwk))
    return bad('The DPoP proof JWT is invalid.');
  const problem = claimProblem(jwt, target, state) ?? timeProblem(jwt, state.now());
  if (problem !== undefined) return bad(problem);
  if (!useJti(state, `dpop ${String(jwt.claims['jti'])}`, maxAgeSeconds * 1000))
    return bad('The DPoP proof JWT has already been used.');
  const nonce = jwt.claims['nonce'];
  return { ok: true, thumbprint: thumbprint(jwk), nonce: typeof nonce === 'string' ? nonce : undefined };
}

/** Notes a `jti`; false if it was seen before. */
export function useJti(state: State, jti: string, keepMs: number): boolean {
  const now = state.now();
  for (const [seen, until] of state.seenJti) if (until < now) state.seenJti.delete(seen);
  if (state.seenJti.has(jti)) return false;
  state.seenJti.set(jti, now + keepMs);
  return true;
}

function publicJwk(jwt: Jwt): JsonWebKeyRecord | undefined {
  const jwk = asObject(jwt.header['jwk']);
  if (jwk === undefined || 'd' in jwk) return undefined;
  return Object.fromEntries(
    Object.entries(jwk).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function claimProblem(jwt: Jwt, target: ProofTarget, state: State): string | undefined {
  if (jwt.claims['htm'] !== target.method) return "The 'htm' claim in the DPoP proof JWT is invalid.";
  if (jwt.claims['htu'] !== `${state.org.url}${target.path}`)
    return "The 'htu' claim in the DPoP proof JWT is invalid.";
  if (typeof jwt.claims['jti'] !== 'string') return "The 'jti' claim in the DPoP proof JWT is invalid.";
  if (target.accessToken === undefined) return undefined;
  const ath = createHash('sha256').update(target.accessToken).digest('base64url');
  return jwt.claims['ath'] === ath ? undefined : "The 'ath' claim in the DPoP proof JWT is invalid.";
}

function timeProblem(jwt: Jwt, now: number): string | undefined {
  const iat = jwt.claims['iat'];
  if (typeof iat !== 'number') return "The 'iat' claim in the DPoP proof JWT is invalid.";
  const age = Math.floor(now / 1000) - iat;
  if (age > maxAgeSeconds) return 'The DPoP proof JWT was issued more than five minutes in the past.';
  return age < 0 ? 'The DPoP proof JWT was issued in the future.' : undefined;
}
