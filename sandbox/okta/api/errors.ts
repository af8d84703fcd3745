// Okta's error bodies. Codes, statuses and summaries: https://developer.okta.com/docs/reference/error-codes/
import type { Ids } from '../records/ids.ts';
import type { Reply } from './reply.ts';

const catalogue = {
  E0000001: [400, 'Api validation failed: {0}'],
  E0000003: [400, 'The request body was not well-formed.'],
  E0000005: [403, 'Invalid session'],
  E0000006: [403, 'You do not have permission to perform the requested action'],
  E0000007: [404, 'Not found: Resource not found: {0}'],
  E0000008: [404, 'The requested path was not found'],
  E0000009: [500, 'Internal Server Error'],
  E0000010: [503, 'Service is in read only mode'],
  E0000011: [401, 'Invalid token provided'],
  E0000015: [401, 'You do not have permission to access the feature you are requesting'],
  E0000018: [400, 'Bad request.  Accept and/or Content-Type headers are likely not set.'],
  E0000021: [400, 'Bad request.  Accept and/or Content-Type headers likely do not match supported values.'],
  E0000022: [405, 'The endpoint does not support the provided HTTP method'],
  E0000030: [
    400,
    "Bad request. Invalid date. Dates must be of the form yyyy-MM-dd'T'HH:mm:ss.SSSZZ, e.g. 2013-01-01T12:00:00.000-07:00.",
  ],
  E0000031: [400, 'Invalid search criteria.'],
  E0000033: [400, "Bad request. Can't specify a search query and filter in the same request."],
  E0000038: [403, "This operation is not allowed in the user's current status."],
  E0000047: [429, 'API call exceeded rate limit due to too many requests.'],
  E0000067: [504, 'Factors Service Error.'],
  E0000068: [403, 'Invalid Passcode/Answer'],
  E0000069: [403, 'User Locked'],
  E0000074: [400, 'Factor Service Error'],
  E0000082: [403, 'Each code can only be used once. Please wait for a new code and try again.'],
  E0000083: [403, 'PassCode is valid but exceeded time window.'],
  E0000094: [400, 'The provided filter is unsupported.'],
  E0000100: [503, 'Unable to perform search query.'],
  E0000107: [403, 'The entity is not in the expected state for the requested transition.'],
  E0000112: [
    409,
    'Cannot update this user because they are still being activated. Please try again in a few minutes.',
  ],
  E0000122: [406, "Accept Header did not contain supported media type 'application/json'"],
  E0000154: [410, 'Invalid factor id, it is not currently active.'],
  E0000155: [423, 'User is not currently active.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof catalogue;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(catalogue, code);

/** Fills `{0}` of the summary, and lists causes; both as Okta words them. */
export interface ErrorFacts {
  readonly about?: string;
  readonly causes?: readonly string[];
}

/** An error reply with a fresh `errorId`. */
export function refuse(ids: Ids, code: ErrorCode, facts: ErrorFacts = {}): Reply {
  const [status, summary] = catalogue[code];
  return {
    status,
    body: {
      errorCode: code,
      errorSummary: summary.replace('{0}', facts.about ?? ''),
      errorLink: code,
      errorId: ids.token('oae', 25),
      errorCauses: (facts.causes ?? []).map((errorSummary) => ({ errorSummary })),
    },
  };
}

/** 404 for one thing of a named kind: `Not found: Resource not found: 00u… (User)`. */
export const notFound = (ids: Ids, id: string, kind: string): Reply =>
  refuse(ids, 'E0000007', { about: `${id} (${kind})` });

/** 400 with the causes Okta gives when an enrolment is refused. */
export const invalidEnrolment = (ids: Ids, cause: string): Reply =>
  refuse(ids, 'E0000001', { about: 'factorEnrollRequest', causes: [cause] });
