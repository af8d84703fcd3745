import type { Outcome } from '../domain/okta.ts';
import type { Secret } from '../domain/secret.ts';

/** What a proof of possession is bound to. `url` is without its query. */
export interface Target {
  readonly method: string;
  readonly url: string;
}

/**
 * Gives the headers that authorise one attempt. It is asked again for every attempt, since a DPoP proof may be used
 * only once; when no authorisation can be had, what it ran into becomes the call's own outcome.
 */
export type Authorize = (target: Target) => Promise<Outcome<Readonly<Record<string, string>>>>;

/** An Okta API token: https://developer.okta.com/docs/guides/create-an-api-token/ */
export const sswsAuthorize =
  (credential: Secret<string>): Authorize =>
  () =>
    Promise.resolve({ kind: 'ok', value: { authorization: `SSWS ${credential.reveal()}` } });
