import type { ServiceApp } from '../../domain/okta-credential.ts';
import type { Outcome } from '../../domain/okta.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Authorization, Authorize, Heard } from '../authorize.ts';
import { challengeOf } from '../answer.ts';
import type { Headers, Http } from '../http.ts';
import { wantedScopes } from '../scopes.ts';
import type { Log } from '../send.ts';
import { type Access, createAccess } from './access.ts';
import { createOktaClock, type OktaClock } from './okta-clock.ts';
import { openProofKey, type ProofKey } from './proofs.ts';
import { type AccessToken, openTokenEndpoint, type TokenEndpoint } from './token-endpoint.ts';

export interface ServiceAppParts {
  readonly origin: string;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly app: ServiceApp;
}

export interface SignedIn {
  readonly authorize: Authorize;
  /** Those of these scopes that the app was granted. The token this takes is not used. */
  granted(scopes: readonly string[]): Promise<Outcome<readonly string[]>>;
}

/** Signs in as a service app and proves every single request. Nothing is asked before the first call needs it. */
export function openServiceApp(parts: ServiceAppParts): SignedIn {
  const oktaClock = createOktaClock(parts.clock);
  let proofKey: Promise<ProofKey> | undefined;
  let endpoint: Promise<TokenEndpoint> | undefined;
  let nonce: string | undefined;
  const keyOf = (): Promise<ProofKey> => (proofKey ??= openProofKey());
  const openEndpoint = async (): Promise<TokenEndpoint> =>
    openTokenEndpoint({ ...parts, oktaClock, proofKey: await keyOf() });
  const endpointOf = (): Promise<TokenEndpoint> => (endpoint ??= openEndpoint());
  const access = createAccess({
    endpoint: endpointOf,
    scopes: wantedScopes.map(({ scope }) => scope),
    clock: parts.clock,
    log: parts.log,
  });

  const authorize: Authorize = async (target) => {
    const outcome = await access.token();
    if (outcome.kind !== 'ok') return outcome;
    const token = outcome.value;
    const used = nonce;
    const headers = await headersFor(token, async () =>
      (await keyOf()).prove(target, token.value, { at: oktaClock.now(), nonce: used }),
    );
    const isOutdated = (heard: Heard): boolean => {
      const given = nonceOf(heard.answer.headers);
      nonce = given ?? nonce;
      return judged({ access, oktaClock, token, newNonce: given !== undefined && given !== used }, heard);
    };
    return { kind: 'ok', value: { headers, isOutdated } };
  };
  return { authorize, granted: async (scopes) => grantedOf(await (await endpointOf()).request(scopes)) };
}

/** A request for none but scopes that were not granted is refused by this name. */
function grantedOf(outcome: Outcome<AccessToken>): Outcome<readonly string[]> {
  if (outcome.kind === 'rejected' && outcome.oktaCode === 'consent_required')
    return { kind: 'ok', value: [] };
  return outcome.kind === 'ok' ? { kind: 'ok', value: outcome.value.scopes } : outcome;
}

/** Okta names the nonce of the next proof on any answer: RFC 9449 section 8.2. */
const nonceOf = (headers: Headers): string | undefined => [headers['dpop-nonce'] ?? []].flat()[0];

async function headersFor(
  { scheme, value }: AccessToken,
  prove: () => Promise<string>,
): Promise<Authorization['headers']> {
  const authorization = `${scheme} ${value.reveal()}`;
  return scheme === 'DPoP' ? { authorization, dpop: await prove() } : { authorization };
}

interface Judging {
  readonly access: Access;
  readonly oktaClock: OktaClock;
  readonly token: AccessToken;
  readonly newNonce: boolean;
}

/** Whether an answer refuses only the authorisation, and the next one would be another. */
function judged(
  { access, oktaClock, token, newNonce }: Judging,
  { answer, sentAt, receivedAt }: Heard,
): boolean {
  const moved = oktaClock.learn({ headers: answer.headers, sentAt, receivedAt });
  const { error } = challengeOf(answer.headers);
  switch (error) {
    case 'use_dpop_nonce':
      return newNonce;
    case 'invalid_dpop_proof':
      return moved;
    case 'invalid_token':
      return access.refused(token);
    default:
      if (answer.status < 400) access.accepted(token);
      return false;
  }
}
