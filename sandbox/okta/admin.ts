// The Admin Console side of the local Okta: what people do to an org behind the API's back.
import type { Flags } from './flags.ts';
import type {
  AuthenticatorRecord,
  Enrollment,
  FactorProvider,
  FactorRecord,
  FactorType,
  JsonWebKeyRecord,
  OtpSettings,
  RoleType,
  UserProfile,
  UserRecord,
  UserStatus,
} from './world.ts';

/** A user to create; `login` defaults to `email`, `status` to ACTIVE, names to the e-mail's local part. */
export interface NewUser {
  readonly email: string;
  readonly login?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly status?: UserStatus;
  readonly roles?: readonly RoleType[];
  readonly profile?: ProfileChange;
}

/** Attributes to set; those not named stay as they are. */
export type ProfileChange = Readonly<Record<string, UserProfile[string]>>;

/** A Custom OTP authenticator to create; settings default to TOTP, SHA-1, 30 s, 6 digits, base32, ±3. */
export interface NewAuthenticator {
  readonly name: string;
  readonly id?: string;
  readonly settings?: Partial<OtpSettings>;
  readonly status?: 'ACTIVE' | 'INACTIVE';
}

/** A factor enrolled by other means. For `token:hotp` name the authenticator and give the secret's bytes. */
export interface NewFactor {
  readonly factorType?: FactorType;
  readonly provider?: FactorProvider;
  readonly authenticatorId?: string;
  readonly secret?: Uint8Array;
}

/** An API Services app: its public keys, the scopes granted to it, its admin roles, and whether DPoP is required. */
export interface NewClient {
  readonly clientId?: string;
  readonly name?: string;
  readonly jwks: readonly JsonWebKeyRecord[];
  readonly scopes: readonly string[];
  readonly roles?: readonly RoleType[];
  readonly dpop?: boolean;
  /** False: the app's network zones leave out where its requests come from. */
  readonly inZone?: boolean;
}

/** `user` is an id or a login everywhere; an unknown one throws. */
export interface Admin {
  addUser(user: NewUser): UserRecord;
  setProfile(user: string, profile: ProfileChange): void;
  setStatus(user: string, status: UserStatus): void;
  deleteUser(user: string): void;
  /** `GROUP`: the user has it by a group. */
  assignRole(user: string, role: RoleType, by?: 'USER' | 'GROUP'): void;
  removeRole(user: string, role: RoleType): void;
  addGroup(name: string): string;
  addToGroup(user: string, groupId: string): void;
  addFactor(user: string, factor: NewFactor): FactorRecord;
  removeFactor(factorId: string): void;
  resetFactors(user: string): void;
  /** Keeps the user's factors enrolled but out of every list, as a network-zone condition does. */
  hideFactors(user: string, hidden?: boolean): void;
  addAuthenticator(authenticator: NewAuthenticator): AuthenticatorRecord;
  deactivateAuthenticator(id: string): void;
  activateAuthenticator(id: string): void;
  /** `subject` is a user, a group id, or `everyone`. */
  setPolicy(subject: string, authenticatorId: string, enroll: Enrollment): void;
  /** Issues another SSWS secret owned by the user and returns it. */
  issueCredential(owner: string, name?: string): string;
  /** Revokes the given secret, or the one the org started with. */
  revokeCredential(secret?: string): void;
  addClient(client: NewClient): string;
  /** Makes every access token void that was given to service apps. */
  revokeAccessTokens(): void;
  /** Narrows a credential's (id) or client's resource set to these users; `all` widens it again. */
  limitReach(principalId: string, users: readonly string[] | 'all'): void;
  setFlags(flags: Partial<Flags>): void;
  setFlag<K extends keyof Flags>(name: K, value: Flags[K]): void;
  /** Org-wide requests per minute for a bucket (see rate-limits.ts); a credential gets its share of it. */
  setLimit(bucket: string, perMinute: number): void;
}
