import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import type { RoleType } from '../../../sandbox/okta/world.ts';
import { openOrg, readAnswer, type Answer, type Caller } from './caller.ts';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly jwk: Readonly<Record<string, string>>;
}

/** A service app of the org, and a caller that can make its assertions and proofs, right or wrong. */
export interface ServiceApp extends Caller {
  readonly clientId: string;
  readonly assertion: (changes?: Record<string, unknown>, key?: KeyPair) => string;
  readonly proof: (claims: Record<string, unknown>, key?: KeyPair) => string;
  readonly token: (form: Record<string, string>, proof?: string) => Promise<Answer>;
}

export function ecKey(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { privateKey, jwk: { kty, crv, x, y } };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwt(header: object, claims: object, key: KeyObject): string {
  const signed = `${part(header)}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Opens an org with one service app. */
export async function openApp(
  options: { readonly roles?: readonly RoleType[]; readonly dpop?: boolean; readonly inZone?: boolean } = {},
): Promise<ServiceApp> {
  const org = await openOrg();
  const own = ecKey();
  const scopes = ['okta.users.read', 'okta.users.manage'];
  const clientId = org.okta.admin.addClient({ jwks: [own.jwk], scopes, dpop: false, ...options });
  const url = `${org.okta.url}/oauth2/v1/token`;
  const seconds = (): number => Math.floor(org.clock.now / 1000);
  return {
    ...org,
    clientId,
    assertion: (changes = {}, key = own) => {
      const claims = { iss: clientId, sub: clientId, aud: url, exp: seconds() + 300, jti: randomUUID() };
      return jwt({ alg: 'ES256' }, { ...claims, ...changes }, key.privateKey);
    },
    proof: (claims, key = own) => {
      const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk };
      return jwt(header, { iat: seconds(), jti: randomUUID(), ...claims }, key.privateKey);
    },
    token: async (form, proof) => {
      const headers = { accept: 'application/json', ...(proof === undefined ? {} : { dpop: proof }) };
      return readAnswer(await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) }));
    },
  };
}

/** The form of a token request. */
export const tokenForm = (assertion: string, scope: string): Record<string, string> => ({
  grant_type: 'client_credentials',
  scope,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
});
