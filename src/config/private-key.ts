import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../domain/secret.ts';

/** The algorithms Okta takes for a client's assertion: https://developer.okta.com/docs/guides/build-self-signed-jwt/js/main/ */
const curves: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };
const leastRsaBits = 2048;

const jwkShape = z.looseObject({ kty: z.string(), kid: z.string().optional() });

/**
 * A private key as Okta's console shows it once, a JWK or PEM, also PEM squeezed into one line with `\n`. Gives it as a
 * JWK, or undefined where it is no key that Okta would take. A JWK's `kid` is kept; PEM has none.
 */
export function parsePrivateKey(text: string): Secret<string> | undefined {
  const trimmed = text.trim();
  try {
    return trimmed.startsWith('{') ? fromJwk(trimmed) : fromPem(trimmed.replaceAll(String.raw`\n`, '\n'));
  } catch {
    // Whatever the parser dislikes, its words may repeat a part of the key.
    return undefined;
  }
}

function fromJwk(text: string): Secret<string> | undefined {
  const { kid, ...jwk } = jwkShape.parse(JSON.parse(text));
  return keptAs(createPrivateKey({ key: jwk, format: 'jwk' }), kid);
}

const fromPem = (text: string): Secret<string> | undefined => keptAs(createPrivateKey(text), undefined);

function keptAs(key: KeyObject, kid: string | undefined): Secret<string> | undefined {
  const jwk = key.export({ format: 'jwk' });
  const isStrong = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastRsaBits;
  const alg = jwk.kty === 'RSA' && isStrong ? 'RS256' : curves[jwk.crv ?? ''];
  return alg === undefined ? undefined : new Secret(JSON.stringify({ ...jwk, alg, kid }));
}
