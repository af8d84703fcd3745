import type { NewAuthenticator, NewFactor, NewUser } from './admin.ts';

/** What an org holds when it starts. Factors name their user by login; the credential belongs to its owner. */
export interface OrgSeed {
  readonly users: readonly NewUser[];
  readonly authenticators: readonly NewAuthenticator[];
  readonly factors: readonly (NewFactor & { readonly user: string })[];
  /** Login of the admin the first SSWS credential belongs to. */
  readonly credentialOwner: string;
}
