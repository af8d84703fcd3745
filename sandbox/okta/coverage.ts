// What of Okta is here, how far, and which test holds it there. A test compares this table with the routes and
// with the tests it names.

export type Coverage =
  /** Answers and refuses as documented or recorded. */
  | 'faithful'
  /** The part a client of hardware tokens meets; `note` says what is left out. */
  | 'partly'
  /** Known, and not here. */
  | 'absent';

export interface Covered {
  /** `METHOD pattern` of a route, or a behaviour in a few words. */
  readonly what: string;
  readonly status: Coverage;
  /** `file > name` of a test or a group of tests under test/sandbox/okta. */
  readonly testedBy?: string;
  readonly note?: string;
}

const faithful = (what: string, testedBy: string): Covered => ({ what, status: 'faithful', testedBy });
const partly = (what: string, testedBy: string, note: string): Covered => ({
  what,
  status: 'partly',
  testedBy,
  note,
});
const absent = (what: string, note: string): Covered => ({ what, status: 'absent', note });

const factor = '/api/v1/users/{userId}/factors/{factorId}';
const authenticator = '/api/v1/authenticators/{authenticatorId}';

export const coverage: readonly Covered[] = [
  faithful('GET /.well-known/okta-organization', 'wire.test.ts > the org probe'),
  partly('POST /oauth2/v1/token', 'oauth.test.ts > the token endpoint', 'client credentials only'),
  partly('GET /api/v1/users', 'users.test.ts > search', '`fields` and `expand` are ignored'),
  faithful('GET /api/v1/users/{id}', 'users.test.ts > a user by itself'),
  faithful('GET /api/v1/users/{userId}/factors', 'factors.test.ts > the list of factors'),
  partly('POST /api/v1/users/{userId}/factors', 'enrol.test.ts > enrolment', 'token:hotp only'),
  faithful('GET /api/v1/users/{userId}/factors/catalog', 'factors.test.ts > the catalog'),
  faithful(`GET ${factor}`, 'factors.test.ts > removal'),
  faithful(`DELETE ${factor}`, 'factors.test.ts > removal'),
  partly(`POST ${factor}/verify`, 'verify.test.ts > verification', 'token:hotp only'),
  partly(`POST ${factor}/lifecycle/activate`, 'factors.test.ts > activation', 'no passcode is asked for'),
  faithful('POST /api/v1/users/{userId}/lifecycle/reset_factors', 'factors.test.ts > removal'),
  faithful('GET /api/v1/users/{userId}/authenticator-enrollments', 'factors.test.ts > enrolments'),
  partly('GET /api/v1/users/{userId}/roles', 'authenticators.test.ts > roles', 'standard roles only'),
  partly('GET /oauth2/v1/clients/{clientId}/roles', 'authenticators.test.ts > roles', 'standard roles only'),
  faithful('GET /api/v1/iam/assignees/users', 'authenticators.test.ts > roles'),
  faithful('GET /api/v1/authenticators', 'authenticators.test.ts > authenticators'),
  faithful(`GET ${authenticator}`, 'authenticators.test.ts > authenticators'),
  faithful(`GET ${authenticator}/methods`, 'authenticators.test.ts > authenticators'),
  faithful(`GET ${authenticator}/methods/{methodType}`, 'authenticators.test.ts > authenticators'),
  partly('GET /api/v1/logs', 'logs.test.ts > System Log', 'factor, lock and rate-limit events only'),

  faithful('no or unknown Authorization', 'access.test.ts > a request without a known authorization'),
  faithful('wrong, revoked or idle SSWS credential', 'access.test.ts > an SSWS credential'),
  faithful('missing scope', 'oauth.test.ts > a scope'),
  partly('missing role, target out of reach', 'access.test.ts > a role', 'no custom roles'),
  faithful('resource set', 'access.test.ts > a resource set'),
  faithful('private_key_jwt', 'oauth.test.ts > a client assertion'),
  faithful('DPoP', 'oauth.test.ts > DPoP'),
  faithful('Identity Engine calls on Classic', 'access.test.ts > on Classic'),
  faithful('malformed requests', 'wire.test.ts > a request that Okta cannot take'),
  faithful('request id, date and header names', 'wire.test.ts > every answer'),
  faithful('filter', 'users.test.ts > filter'),
  faithful('q', 'users.test.ts > q'),
  faithful('pages of users', 'users.test.ts > the list'),
  faithful('lockout after five wrong codes', 'verify.test.ts > the fifth wrong code'),
  faithful('RFC 6238 codes', 'codes.test.ts > codes'),
  faithful('encodings of secrets', 'codes.test.ts > shared secrets'),
  partly('rate limits', 'rate-limits.test.ts > a rate limit', 'no bursts, no per-user limits but activation'),
  faithful('concurrency limit', 'rate-limits.test.ts > the concurrency limit'),
  faithful('failures on demand', 'faults.test.ts > a fault'),
  partly(
    'enrolment policies',
    'factors.test.ts > the list of factors',
    'rules for a user, a group or everyone instead of prioritised policies',
  ),
  absent('/api/v1/org/factors/hotp/profiles', 'Classic factor profiles: undocumented; use Identity Engine'),
  absent('PUT /api/v1/authenticators and methods', 'made in the console: `admin.addAuthenticator`'),
  absent('POST, PUT and DELETE of users', 'made in the console: `admin.addUser` and the like'),
  absent('policies API', 'made in the console: `admin.setPolicy`'),
];
