// Okta's documentation leaves these answers open. Each is a switch, so that a client can be tried against every
// answer a real org may give; the first value named is the default.

import type { UserStatus } from './world.ts';

export interface Flags {
  /** What `POST …/factors` answers with: the factor, or a list holding it. */
  enrolReply: 'object' | 'array';
  /** Enrolment naming a factor profile that does not exist. */
  unknownProfile: 400 | 404;
  /** Enrolment with a secret that is missing or not in the profile's encoding. */
  badSecret: 'refused' | 'accepted';
  /** Enrolment without `activate=true`. */
  enrolWithoutActivate: 'pending' | 'refused';
  /** Whether the API asks for a nonce in DPoP proofs, as the token endpoint always does. */
  apiNonce: boolean;
  /** A request without a known Authorization scheme: 403 E0000005 or 401 E0000011. */
  noAuth: 403 | 401;
  /** Enrolling a custom OTP also enrols Okta Verify's `push` and `token:software:totp`. */
  extraFactors: boolean;
  /** Statuses whose users can be enrolled; the others answer 403 E0000038. */
  enrolStatuses: readonly UserStatus[];
  /** Identity Engine, or Classic, where authenticator endpoints answer 401 E0000015. */
  pipeline: 'idx' | 'v1';
  /** The fifth wrong code: account locked and 403 E0000069, or 429 E0000047 and a five-minute pause. */
  lockout: 'account' | 'pause';
  /** Where `GET …/methods/otp` puts the settings: under `settings`, or beside `type` with `factorProfileId`. */
  otpSettings: 'nested' | 'flat';
  /** Whether one secret may be enrolled for two users. */
  sharedSecretReuse: 'accepted' | 'refused';
  /** Catalog lists a custom OTP once per authenticator, or once in all. */
  catalog: 'each' | 'one';
  /** Whether a lookup by login finds users whose status is DEPROVISIONED. */
  loginFindsDeprovisioned: boolean;
  /** How far `search` (and with `staleQueries` also `filter` and `q`) runs behind, in milliseconds. */
  searchLagMs: number;
  staleQueries: 'search' | 'all';
  /** How long after its action a System Log event can be read, in milliseconds. */
  logDelayMs: number;
  /** Search expressions longer than this (characters) are refused. */
  maxSearchLength: number;
}

/** Every flag at the value that the documentation or recorded replies make most likely. */
export const defaultFlags: Readonly<Flags> = {
  enrolReply: 'object',
  unknownProfile: 400,
  badSecret: 'refused',
  enrolWithoutActivate: 'pending',
  apiNonce: false,
  noAuth: 403,
  extraFactors: false,
  enrolStatuses: ['STAGED', 'PROVISIONED', 'ACTIVE', 'PASSWORD_EXPIRED', 'RECOVERY', 'LOCKED_OUT'],
  pipeline: 'idx',
  lockout: 'account',
  otpSettings: 'nested',
  sharedSecretReuse: 'accepted',
  catalog: 'each',
  loginFindsDeprovisioned: true,
  searchLagMs: 0,
  staleQueries: 'search',
  logDelayMs: 15_000,
  maxSearchLength: 4_000,
};
