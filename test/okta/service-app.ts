import { generateKeyPairSync } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type LocalOkta, type OktaOptions, startOkta } from '../../sandbox/okta/server.ts';
import type { NewClient } from '../../sandbox/okta/admin.ts';
import { parsePrivateKey } from '../../src/config/private-key.ts';
import type { Secret } from '../../src/domain/secret.ts';
import { type OktaClient, openOkta } from '../../src/okta/client.ts';
import { wantedScopes } from '../../src/okta/scopes.ts';
import { leapingClock, type LeapingClock } from './setup.ts';

export interface SignedInSetup {
  readonly okta: LocalOkta;
  readonly client: OktaClient;
  readonly clock: LeapingClock;
  readonly clientId: string;
  readonly lines: readonly string[];
  /** Sets Okta's clock against the client's, while both run. */
  readonly setOktaAhead: (ms: number) => void;
  /** How often the token endpoint was asked. */
  readonly tokenRequests: () => number;
}

/** A key pair as an operator has it: the private part read as a setting is, the public part as it stands in Okta. */
export function appKey(): { readonly privateKey: Secret<string>; readonly jwk: Record<string, string> } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const privateKey = parsePrivateKey(text);
  if (privateKey === undefined) throw new Error('a good key is not taken');
  const { kty = '', crv = '', x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
  return { privateKey, jwk: { kty, crv, x, y } };
}

/** A local Okta and a client that signs in there as a service app; `oktaAheadMs` sets Okta's clock off. */
export async function signedIn(
  options: Omit<OktaOptions, 'clock'> & {
    readonly oktaAheadMs?: number;
    readonly app?: Partial<NewClient>;
  } = {},
): Promise<SignedInSetup> {
  const { oktaAheadMs = 0, app, ...rest } = options;
  let ahead = oktaAheadMs;
  const clock = leapingClock();
  const okta = await startOkta({ ...rest, clock: () => clock.now() + ahead });
  const { privateKey, jwk } = appKey();
  const scopes = wantedScopes.map(({ scope }) => scope);
  const clientId = okta.admin.addClient({ jwks: [jwk], scopes, ...app });
  const lines: string[] = [];
  const client = openOkta({
    orgUrl: okta.url,
    credential: { clientId, privateKey },
    authenticators: [],
    clock,
    random: () => 0,
    timeoutMs: 1_000,
    log: (event, facts) => lines.push(JSON.stringify({ event, ...facts })),
  });
  onTestFinished(async () => {
    await client.close();
    await okta.close();
  });
  const tokenRequests = (): number => okta.journal.filter(({ path }) => path === '/oauth2/v1/token').length;
  const setOktaAhead = (ms: number): void => {
    ahead = ms;
  };
  return { okta, client, clock, clientId, lines, tokenRequests, setOktaAhead };
}
