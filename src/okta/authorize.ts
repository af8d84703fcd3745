import type { Outcome } from '../domain/okta.ts';
import type { Secret } from '../domain/secret.ts';
import type { Answer } from './answer.ts';

/** What a proof of possession is bound to. `url` is without its query. */
export interface Target {
  readonly method: string;
  readonly url: string;
}

/** An answer and the local times (epoch ms) around it. */
export interface Heard {
  readonly answer: Pick<Answer, 'status' | 'headers'>;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** What authorises one attempt, and no other. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Told of the answer. True: it refuses nothing but this authorisation, before anything was done, and the next one
   * will differ where it matters.
   */
  readonly isOutdated: (heard: Heard) => boolean;
}

/**
 * Authorises one attempt. It is asked again for every attempt, since a DPoP proof may be used only once; when no
 * authorisation can be had, what it ran into becomes the call's own outcome.
 */
export type Authorize = (target: Target) => Promise<Outcome<Authorization>>;

/** An Okta API token: https://developer.okta.com/docs/guides/create-an-api-token/ */
export const sswsAuthorize =
  (credential: Secret<string>): Authorize =>
  () =>
    Promise.resolve({
      kind: 'ok',
      value: {
        headers: { authorization: `SSWS ${credential.reveal()}` },
        isOutdated: () => false,
      },
    });
