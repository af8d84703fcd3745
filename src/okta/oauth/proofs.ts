// DPoP proofs for API calls (RFC 9449 section 7): https://developer.okta.com/docs/guides/dpop/nonoktaresourceserver/main/
import { createHash, randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type GenerateKeyPairResult,
  SignJWT,
} from 'jose';
import type { Secret } from '../../domain/secret.ts';
import type { Target } from '../authorize.ts';

/** The key that access tokens are bound to: of this process alone, never stored, and not the one of the app. */
export interface ProofKey {
  readonly pair: GenerateKeyPairResult;
  readonly thumbprint: string;
  /** A proof for one request with one access token; `at` is Okta's time in epoch ms. */
  prove(target: Target, accessToken: Secret<string>, now: Moment): Promise<string>;
}

export interface Moment {
  readonly at: number;
  readonly nonce: string | undefined;
}

const alg = 'ES256';

export async function openProofKey(): Promise<ProofKey> {
  const pair = await generateKeyPair(alg);
  const jwk = await exportJWK(pair.publicKey);
  return {
    pair,
    thumbprint: await calculateJwkThumbprint(jwk),
    prove: ({ method, url }, accessToken, { at, nonce }) =>
      new SignJWT({
        htm: method,
        htu: url,
        ath: createHash('sha256').update(accessToken.reveal()).digest('base64url'),
        ...(nonce === undefined ? {} : { nonce }),
      })
        .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk })
        .setJti(randomUUID())
        .setIssuedAt(Math.floor(at / 1000))
        .sign(pair.privateKey),
  };
}
