import type { Algorithm } from './token.ts';
import type { Secret } from './secret.ts';

/** Okta's user statuses; anything Okta may add later arrives as it is spelt. */
export type UserStatus =
  | 'STAGED'
  | 'PROVISIONED'
  | 'ACTIVE'
  | 'PASSWORD_EXPIRED'
  | 'RECOVERY'
  | 'LOCKED_OUT'
  | 'SUSPENDED'
  | 'DEPROVISIONED'
  | (string & {});

export interface OktaUser {
  readonly id: string;
  readonly login: string;
  readonly email: string;
  readonly name: string;
  readonly status: UserStatus;
}

/** What a reference (a login or an e-mail address, as typed) stands for. The first hit is never simply taken. */
export type UserMatch =
  | { readonly kind: 'found'; readonly user: OktaUser; readonly by: 'login' | 'email' }
  | { readonly kind: 'inactive'; readonly user: OktaUser }
  | { readonly kind: 'ambiguous'; readonly users: readonly OktaUser[] }
  | { readonly kind: 'missing' };

export interface Factor {
  readonly id: string;
  readonly factorType: string;
  readonly provider: string;
  readonly status: string;
  readonly vendorName: string;
  /** Epoch ms by Okta's clock; undefined where Okta sent none. */
  readonly createdAt?: number | undefined;
  /** When a code of it was last accepted (epoch ms by Okta's clock); undefined where Okta does not say, or never was. */
  readonly verifiedAt?: number | undefined;
}

/** What Okta calls the type of a Custom OTP, whether it counts events or time. */
export const customOtpType = 'token:hotp';

/** That a user's factor was activated, as Okta's System Log tells it. */
export interface Activation {
  /** Epoch ms by Okta's clock. */
  readonly at: number;
  /** Undefined where the event does not say, as is the id. */
  readonly factorType?: string | undefined;
  readonly factorId?: string | undefined;
}

/** The only kind of factor the bot may create or delete. */
export const isCustomOtp = (factor: Factor): boolean =>
  factor.factorType === customOtpType && factor.provider === 'CUSTOM';

export type SeedEncoding = 'base32' | 'base64' | 'hexadecimal';

/** A Custom OTP authenticator with the settings every token enrolled under it must match. */
export interface Authenticator {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly algorithm: Algorithm;
  readonly digits: number;
  readonly timeStepSeconds: number;
  readonly encoding: SeedEncoding;
  /** Steps before and after the present one that Okta accepts; undefined where it could not be read. */
  readonly acceptedSteps?: number | undefined;
}

/** What every answer carries: Okta's request id, and Okta's clock (epoch ms) where it was sent. */
export interface Trace {
  readonly requestId?: string | undefined;
  readonly oktaAt?: number | undefined;
}

/**
 * What a call to Okta came to. `retry`: certainly nothing happened, ask again after `afterMs`; `unknown`: it may have
 * happened, look before doing anything; `rejected`: it will never work as asked.
 */
export type Outcome<T> =
  | ({ readonly kind: 'ok'; readonly value: T } & Trace)
  | ({ readonly kind: 'retry'; readonly why: RetryReason; readonly afterMs: number | undefined } & Trace)
  | ({ readonly kind: 'unknown'; readonly why: string } & Trace)
  | ({
      readonly kind: 'rejected';
      readonly reason: RejectReason;
      readonly status: number;
      readonly oktaCode: string;
      readonly summary: string;
    } & Trace);

/** Every way in which a call can end without its value. */
export type NotOk = Exclude<Outcome<never>, { readonly kind: 'ok' }>;

export type RetryReason = 'rate_limit' | 'concurrency' | 'not_sent' | 'read_only' | 'server_error';

/** `credential` and `permission` concern every row of a batch; the others concern the row that met them. */
export type RejectReason =
  | 'credential'
  | 'permission'
  | 'already_set_up'
  | 'not_allowed_by_policy'
  | 'user_status'
  | 'not_found'
  | 'invalid'
  | 'wrong_code'
  | 'code_reused'
  | 'code_outside_window'
  | 'user_locked';

export interface Enrolment {
  readonly userId: string;
  readonly authenticatorId: string;
  readonly encoding: SeedEncoding;
  readonly seed: Secret<Uint8Array>;
}

export interface OktaOrg {
  readonly id: string;
  /** `idx`: Identity Engine; `v1`: Classic. */
  readonly pipeline: string;
}

export interface UserPage {
  readonly users: readonly OktaUser[];
  readonly next?: string | undefined;
}

/** What Okta lets this credential do, for the shortest of the buckets an enrolment draws on. */
export interface Allowance {
  /** Requests in a whole window, which is a minute. */
  readonly perMinute: number;
  /** Requests left in the present window, not counting those on their way. */
  readonly left: number;
  /** 0 when no window is open: the next request opens one. */
  readonly resetsInMs: number;
}

export interface CallOptions {
  /** Ends the wait for the rate budget; a request that was sent is not taken back. */
  readonly signal?: AbortSignal | undefined;
}

export interface WriteOptions extends CallOptions {
  /**
   * Called when the budget lets the request go, right before it leaves: what must be on disk by then is put there now.
   * Unless it resolves to true nothing is sent, and the call gives `retry`/`not_sent`.
   */
  readonly beforeSending?: (() => Promise<boolean>) | undefined;
}

/** Whose calls go first: somebody waits for a `person`'s; `background` takes only what others leave of the allowance. */
export type Priority = 'person' | 'batch' | 'background';

/**
 * Everything the product asks of Okta. Reads and writes wait for the rate budget inside; writes are never repeated
 * inside. Cancelling `signal` before a request is sent gives `retry`/`not_sent`; after that the request ends by itself.
 */
export interface Okta {
  org(options?: CallOptions): Promise<Outcome<OktaOrg>>;
  authenticators(options?: CallOptions): Promise<Outcome<readonly Authenticator[]>>;
  /** One entry per reference given, keyed by the reference as given. */
  findUsers(
    references: readonly string[],
    options?: CallOptions,
  ): Promise<Outcome<ReadonlyMap<string, UserMatch>>>;
  user(userId: string, options?: CallOptions): Promise<Outcome<OktaUser>>;
  /** `text` is looked for in names, login and e-mail; `next` is a page's own, given back as it came. */
  users(
    query: { readonly text?: string; readonly next?: string },
    options?: CallOptions,
  ): Promise<Outcome<UserPage>>;
  /** Okta ids of every user with an administrator role, direct or by a group; without the permission to see them `rejected`. */
  admins(options?: CallOptions): Promise<Outcome<ReadonlySet<string>>>;
  factors(userId: string, options?: CallOptions): Promise<Outcome<readonly Factor[]>>;
  /**
   * Factors of a user activated since a time (epoch ms by Okta's clock), by the System Log, which many credentials may
   * not read: that is `rejected`/`permission`.
   */
  activations(userId: string, since: number, options?: CallOptions): Promise<Outcome<readonly Activation[]>>;
  enrol(enrolment: Enrolment, options?: WriteOptions): Promise<Outcome<Factor>>;
  /** `gone` when Okta no longer had the factor. */
  unenrol(userId: string, factorId: string, options?: WriteOptions): Promise<Outcome<'removed' | 'gone'>>;
  verify(userId: string, factorId: string, code: string, options?: CallOptions): Promise<Outcome<'passed'>>;
  /** What is left of the allowance for enrolments, for the card's time estimate; undefined before any answer. */
  allowance(): Allowance | undefined;
  /** How many requests may be under way at once now; it follows what Okta bears. */
  atOnce(): number;
  /** The same Okta, whose calls wait in another line; the one that is opened is a `person`'s. */
  at(priority: Priority): Okta;
}
