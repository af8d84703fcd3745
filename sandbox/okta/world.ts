// What the local Okta knows: plain records, readable by tests and the sandbox page. Only admin.ts and the
// endpoint modules change them; times are epoch milliseconds of the injected clock.
import type { Flags } from './flags.ts';

export type UserStatus =
  | 'STAGED'
  | 'PROVISIONED'
  | 'ACTIVE'
  | 'PASSWORD_EXPIRED'
  | 'RECOVERY'
  | 'LOCKED_OUT'
  | 'SUSPENDED'
  | 'DEPROVISIONED';

export type RoleType =
  | 'SUPER_ADMIN'
  | 'ORG_ADMIN'
  | 'APP_ADMIN'
  | 'USER_ADMIN'
  | 'HELP_DESK_ADMIN'
  | 'READ_ONLY_ADMIN'
  | 'REPORT_ADMIN'
  | 'GROUP_MEMBERSHIP_ADMIN'
  | 'API_ACCESS_MANAGEMENT_ADMIN'
  | 'MOBILE_ADMIN'
  | 'WORKFLOWS_ADMIN'
  | 'ACCESS_CERTIFICATIONS_ADMIN'
  | 'ACCESS_REQUESTS_ADMIN'
  | 'CUSTOM';

export interface UserProfile {
  readonly login: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly [attribute: string]: string | number | boolean | readonly string[] | null;
}

export interface UserRecord {
  readonly id: string;
  status: UserStatus;
  profile: UserProfile;
  readonly created: number;
  activated: number | null;
  statusChanged: number | null;
  lastLogin: number | null;
  lastUpdated: number;
  passwordChanged: number | null;
  roles: readonly RoleRecord[];
  groups: readonly string[];
  /** Wrong codes since the last success; the fifth locks the account. */
  otpFailures: number;
  /** Until when codes are refused, where failures pause the authenticator instead of locking the account. */
  otpPausedUntil: number | null;
  /** True where a network-zone condition keeps the caller from seeing this user's factors. */
  factorsHidden: boolean;
}

export interface RoleRecord {
  readonly id: string;
  readonly type: RoleType;
  readonly assignmentType: 'USER' | 'GROUP';
  readonly created: number;
}

export type FactorStatus = 'ACTIVE' | 'PENDING_ACTIVATION' | 'INACTIVE';
export type FactorType = 'token:hotp' | 'push' | 'token:software:totp' | 'sms' | 'webauthn' | 'question';
export type FactorProvider = 'CUSTOM' | 'OKTA' | 'GOOGLE' | 'FIDO';

export interface FactorRecord {
  readonly id: string;
  readonly userId: string;
  readonly factorType: FactorType;
  readonly provider: FactorProvider;
  readonly vendorName: string;
  status: FactorStatus;
  readonly created: number;
  lastUpdated: number;
  lastVerified: number | null;
  readonly authenticatorId: string | null;
  /** The newest time step a code was accepted for; that step and older ones are refused as replayed. */
  lastStep: number | null;
}

export type OtpAlgorithm = 'HMacSHA1' | 'HMacSHA256' | 'HMacSHA512';
export type OtpEncoding = 'base32' | 'base64' | 'hexadecimal';

export interface OtpSettings {
  readonly protocol: 'TOTP';
  readonly timeIntervalInSeconds: number;
  readonly encoding: OtpEncoding;
  readonly algorithm: OtpAlgorithm;
  readonly passCodeLength: 6 | 8 | 10;
  readonly acceptableAdjacentIntervals: number;
}

export type AuthenticatorKey = 'custom_otp' | 'okta_password' | 'okta_email' | 'okta_verify';

export interface AuthenticatorRecord {
  readonly id: string;
  readonly key: AuthenticatorKey;
  readonly type: 'security_key' | 'password' | 'email' | 'app';
  name: string;
  status: 'ACTIVE' | 'INACTIVE';
  readonly created: number;
  lastUpdated: number;
  /** Only for `custom_otp`. */
  readonly settings: OtpSettings | null;
}

export type Enrollment = 'NOT_ALLOWED' | 'OPTIONAL' | 'REQUIRED';

/** One line of an enrolment policy. A rule for the user beats one for a group, which beats `everyone`. */
export interface PolicyRule {
  readonly subject: string;
  readonly authenticatorId: string;
  readonly enroll: Enrollment;
}

export interface GroupRecord {
  readonly id: string;
  readonly name: string;
}

export interface LogRecord {
  readonly uuid: string;
  readonly eventType: string;
  readonly displayMessage: string;
  readonly published: number;
  /** System Log is written behind: the event can be read from here on. */
  readonly visibleAt: number;
  readonly result: 'SUCCESS' | 'FAILURE';
  readonly reason: string | null;
  readonly requestId: string;
  readonly actor: { readonly id: string; readonly type: 'User' | 'PublicClientApp'; readonly name: string };
  readonly credentialId: string | null;
  readonly userId: string | null;
  readonly factorId: string | null;
  readonly factorType: string | null;
}

/** A mail Okta would have sent; enrolment tells the user that a security method was added. */
export interface MailRecord {
  readonly at: number;
  readonly userId: string;
  readonly kind: 'security_method_enrolled' | 'security_method_removed';
  readonly vendorName: string;
}

export interface CredentialRecord {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  status: 'ACTIVE' | 'REVOKED';
  readonly created: number;
  lastUsed: number;
  /** Users its resource set covers. */
  reach: readonly string[] | 'all';
}

export interface ClientRecord {
  readonly clientId: string;
  readonly name: string;
  readonly jwks: readonly JsonWebKeyRecord[];
  readonly scopes: readonly string[];
  roles: readonly RoleType[];
  reach: readonly string[] | 'all';
  readonly dpop: boolean;
  readonly inZone: boolean;
}

export type JsonWebKeyRecord = Readonly<Record<string, string>>;

/** A rate-limit window in use by one principal. `resetAt` is epoch milliseconds. */
export interface BucketRecord {
  readonly principal: string;
  readonly bucket: string;
  readonly limit: number;
  readonly used: number;
  readonly resetAt: number;
}

/** A call the product must never make; kept so that a test can prove it was not made. */
export interface ResetCall {
  readonly at: number;
  readonly userId: string;
  readonly requestId: string;
}

export interface World {
  readonly org: { readonly id: string; readonly url: string };
  readonly flags: Readonly<Flags>;
  readonly users: ReadonlyMap<string, Readonly<UserRecord>>;
  readonly factors: ReadonlyMap<string, Readonly<FactorRecord>>;
  readonly authenticators: ReadonlyMap<string, Readonly<AuthenticatorRecord>>;
  readonly groups: ReadonlyMap<string, GroupRecord>;
  readonly policies: readonly PolicyRule[];
  readonly credentials: ReadonlyMap<string, Readonly<CredentialRecord>>;
  readonly clients: ReadonlyMap<string, Readonly<ClientRecord>>;
  readonly log: readonly LogRecord[];
  readonly mails: readonly MailRecord[];
  readonly buckets: readonly BucketRecord[];
  readonly resetCalls: readonly ResetCall[];
  /** Bytes Okta decoded for a factor; undefined where it accepted something it could not decode. */
  secretOf(factorId: string): Uint8Array | undefined;
}
