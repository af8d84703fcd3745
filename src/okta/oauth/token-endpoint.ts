// An access token by client credentials: https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/
import { Buffer } from 'node:buffer';
import { importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Outcome } from '../../domain/okta.ts';
import type { ServiceApp } from '../../domain/okta-credential.ts';
import type { Clock } from '../../domain/ports.ts';
import { Secret } from '../../domain/secret.ts';
import type { Exchanged, Http } from '../http.ts';
import type { OktaClock } from './okta-clock.ts';
import type { ProofKey } from './proofs.ts';
import { refusalOf } from './token-refusal.ts';

export interface AccessToken {
  readonly value: Secret<string>;
  /** As the `Authorization` header names it. */
  readonly scheme: 'DPoP' | 'Bearer';
  /** Local time, epoch ms. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
}

export interface TokenEndpoint {
  /** Asks for these scopes; Okta gives those of them that the app was granted. */
  request(scopes: readonly string[]): Promise<Outcome<AccessToken>>;
}

export interface EndpointParts {
  readonly origin: string;
  readonly http: Http;
  readonly clock: Clock;
  readonly oktaClock: OktaClock;
  readonly proofKey: ProofKey;
  readonly app: ServiceApp;
}

const tokenPath = '/oauth2/v1/token';
const assertionLifeSeconds = 300;
/** A nonce to be fetched, a clock to be learned, both once more should the nonce have changed meanwhile. */
const mostAttempts = 4;

export async function openTokenEndpoint(parts: EndpointParts): Promise<TokenEndpoint> {
  const attempt = await createAttempt(parts);
  return {
    async request(scopes) {
      for (let count = 1; ; count += 1) {
        const { outcome, again } = await attempt(scopes);
        if (!again || count === mostAttempts) return outcome;
      }
    },
  };
}

/** `again`: the refusal taught something without which the attempt could not succeed. */
interface Attempted {
  readonly outcome: Outcome<AccessToken>;
  readonly again: boolean;
}

/** One request per call, each with an assertion and a proof of its own: Okta takes neither twice. */
async function createAttempt(
  parts: EndpointParts,
): Promise<(scopes: readonly string[]) => Promise<Attempted>> {
  const { origin, clock, oktaClock, proofKey, app } = parts;
  const url = `${origin}${tokenPath}`;
  // The library takes https addresses only; where the request really goes is up to the transport below.
  const server = { issuer: origin, token_endpoint: url.replace(/^http:/, 'https:') };
  const client: oauth.Client = { client_id: app.clientId };
  const seconds = (): number => Math.floor(oktaClock.now() / 1000);
  const assertion = oauth.PrivateKeyJwt(await signingKey(app), {
    [oauth.modifyAssertion]: (_header, claims) => {
      const iat = seconds();
      Object.assign(claims, { aud: url, iat, nbf: iat, exp: iat + assertionLifeSeconds });
    },
  });
  const proof = oauth.DPoP(client, proofKey.pair, {
    [oauth.modifyAssertion]: (_header, claims) => {
      Object.assign(claims, { htu: url, iat: seconds() });
    },
  });
  return async (scopes) => {
    const sentAt = clock.now();
    const wire = createWire(parts.http);
    try {
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        assertion,
        new URLSearchParams({ scope: scopes.join(' ') }),
        { DPoP: proof, [oauth.customFetch]: wire.fetch },
      );
      const token = await oauth.processClientCredentialsResponse(server, client, response);
      learn(oktaClock, wire.last(), sentAt, clock.now());
      return { outcome: { kind: 'ok', value: tokenOf(token, sentAt) }, again: false };
    } catch (error) {
      const moved = learn(oktaClock, wire.last(), sentAt, clock.now());
      const outcome = refusalOf(error, wire.last());
      return { outcome, again: outcome.kind === 'rejected' && (oauth.isDPoPNonceError(error) || moved) };
    }
  };
}

const tokenOf = (token: oauth.TokenEndpointResponse, sentAt: number): AccessToken => ({
  value: new Secret(token.access_token),
  scheme: token.token_type === 'dpop' ? 'DPoP' : 'Bearer',
  // Counted from before the request left, so that it never seems to live longer than it does.
  expiresAt: sentAt + (token.expires_in ?? 3600) * 1000,
  scopes: (token.scope ?? '').split(' ').filter((scope) => scope !== ''),
});

function learn(
  oktaClock: OktaClock,
  last: Exchanged | undefined,
  sentAt: number,
  receivedAt: number,
): boolean {
  return last?.kind === 'answer' && oktaClock.learn({ headers: last.headers, sentAt, receivedAt });
}

const keyShape = z.looseObject({ kty: z.string(), alg: z.string(), kid: z.string().optional() });

async function signingKey({ privateKey }: ServiceApp): Promise<oauth.PrivateKey> {
  const { kid, alg, ...jwk } = keyShape.parse(JSON.parse(privateKey.reveal()));
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new AppError('CONFIG_INVALID', { setting: 'OKTA_PRIVATE_KEY' });
  return { key, ...(kid === undefined ? {} : { kid }) };
}

interface Wire {
  readonly fetch: (
    url: string,
    options: oauth.CustomFetchOptions<'POST', URLSearchParams>,
  ) => Promise<Response>;
  last(): Exchanged | undefined;
}

/** The library's requests over the one transport to Okta. */
function createWire(http: Http): Wire {
  let last: Exchanged | undefined;
  return {
    last: () => last,
    async fetch(_url, { headers, body }) {
      const bytes = Buffer.from(body.toString());
      last = await http.exchange({ method: 'POST', path: tokenPath, headers, body: bytes });
      if (last.kind === 'failed') throw new Error(last.code);
      return new Response(last.bytes.length === 0 ? null : last.bytes, {
        status: last.status,
        headers: Object.entries(last.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        ),
      });
    },
  };
}
