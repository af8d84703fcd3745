import type { Outcome } from '../../domain/okta.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Log } from '../send.ts';
import { missingScopes } from '../scopes.ts';
import type { AccessToken, TokenEndpoint } from './token-endpoint.ts';

/** The access token in use, kept fresh. */
export interface Access {
  /** A token that has not expired; however many ask at once, Okta is asked once. */
  token(): Promise<Outcome<AccessToken>>;
  /** Okta no longer takes this token; false where it never took it, so that another would fare no better. */
  refused(token: AccessToken): boolean;
  accepted(token: AccessToken): void;
}

/** A token lives for an hour. It is renewed ten minutes before its end, while calls go on with the old one. */
const aheadMs = 10 * 60_000;
/** What is left must outlast a request under way. */
const marginMs = 60_000;
const pauseAfterFailureMs = 30_000;

export interface AccessParts {
  readonly endpoint: () => Promise<TokenEndpoint>;
  readonly scopes: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

export function createAccess(parts: AccessParts): Access {
  const { clock } = parts;
  let current: AccessToken | undefined;
  let proven: AccessToken | undefined;
  let renewing: Promise<Outcome<AccessToken>> | undefined;
  let notBefore = -Infinity;

  const renew = (): Promise<Outcome<AccessToken>> =>
    (renewing ??= request(parts)
      .then((outcome) => {
        if (outcome.kind === 'ok') current = outcome.value;
        else notBefore = clock.now() + pauseAfterFailureMs;
        return outcome;
      })
      .finally(() => {
        renewing = undefined;
      }));

  return {
    async token() {
      const now = clock.now();
      if (current === undefined || now >= current.expiresAt - marginMs) return renew();
      // The old token still serves; should the renewal fail, it is tried again later.
      if (now >= current.expiresAt - aheadMs && now >= notBefore) void renew().catch(() => undefined);
      return { kind: 'ok', value: current };
    },
    refused(token) {
      if (token !== current) return true;
      current = undefined;
      return token === proven;
    },
    accepted(token) {
      proven = token;
    },
  };
}

async function request({ endpoint, scopes, log }: AccessParts): Promise<Outcome<AccessToken>> {
  const outcome = await (await endpoint()).request(scopes);
  if (outcome.kind === 'ok') {
    const missing = missingScopes(outcome.value.scopes).map(({ scope }) => scope);
    log('okta access token renewed', { scopes: outcome.value.scopes.length, missing: missing.join(' ') });
  } else {
    const why = outcome.kind === 'rejected' ? outcome.summary : outcome.why;
    log('okta access token refused', { kind: outcome.kind, why });
  }
  return outcome;
}
