import { createHash, createPublicKey, verify } from 'node:crypto';
import { asObject } from '../../api/reply.ts';
import type { JsonWebKeyRecord } from '../../world.ts';

export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Uint8Array;
}

/** Takes a compact JWS apart; undefined if it is not one. Nothing is verified. */
export function parseJwt(compact: string): Jwt | undefined {
  const [head, body, signature, ...rest] = compact.split('.');
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0)
    return undefined;
  const header = parsePart(head);
  const claims = parsePart(body);
  if (header === undefined || claims === undefined) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

function parsePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return asObject(value);
  } catch {
    return undefined;
  }
}

const rsa = /^RS(256|384|512)$/;
const ec: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** Whether the signature was made by the key. Only RS and ES algorithms are taken, and only for their own key type. */
export function isSignedBy(jwt: Jwt, jwk: JsonWebKeyRecord): boolean {
  const alg = typeof jwt.header['alg'] === 'string' ? jwt.header['alg'] : '';
  const fits = rsa.test(alg) ? jwk['kty'] === 'RSA' : jwk['kty'] === 'EC' && jwk['crv'] === ec[alg];
  if (!fits) return false;
  try {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const signed = Buffer.from(jwt.signed);
    return verify(`sha${alg.slice(2)}`, signed, { key, dsaEncoding: 'ieee-p1363' }, jwt.signature);
  } catch {
    return false;
  }
}

/** RFC 7638 thumbprint: base64url SHA-256 of the key's required members in lexical order. */
export function thumbprint(jwk: JsonWebKeyRecord): string {
  const members = jwk['kty'] === 'RSA' ? ['e', 'kty', 'n'] : ['crv', 'kty', 'x', 'y'];
  const canonical = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(canonical).digest('base64url');
}
