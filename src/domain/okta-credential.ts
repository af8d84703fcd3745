import type { Secret } from './secret.ts';

/** An Okta service app and the key it proves itself with. */
export interface ServiceApp {
  readonly clientId: string;
  /** A private JWK as JSON, with `alg` and, where Okta gave one, `kid`. */
  readonly privateKey: Secret<string>;
}

/** What the bot shows Okta: the value of an API token, or a service app. */
export type OktaCredential = Secret<string> | ServiceApp;
