// Where Okta's specification and Okta's answers are known to differ. Each entry says why; whatever a check finds
// beyond them is a fault of the client, of the local Okta, or news.
import { node } from './document.ts';

/** One thing found, before it is known whether it is known. */
export interface Finding {
  readonly side: 'request' | 'response';
  /** `GET /api/v1/users/{id}`, or the method and path where the specification has no such operation. */
  readonly operation: string;
  readonly status?: number;
  /** JSON pointer into the body, `?name` for a query parameter, or empty for the whole. */
  readonly at: string;
  readonly rule: string;
  readonly problem: string;
  /** The value that was refused; it is looked at here and never shown. */
  readonly value?: unknown;
}

interface Known {
  readonly reason: string;
  readonly fits: (finding: Finding) => boolean;
}

const isOn = (finding: Finding, operation: RegExp): boolean => operation.test(finding.operation);

const known: readonly Known[] = [
  {
    reason: 'the list of authenticator keys forgets custom_otp, which the discriminator beside it maps',
    fits: ({ side, at, rule, value }) =>
      side === 'response' && rule === 'enum' && at.endsWith('/key') && value === 'custom_otp',
  },
  {
    reason: 'Okta nests a custom OTP’s settings under `settings`; the specification has them flat',
    fits: ({ rule }) => rule === 'nested-otp-settings',
  },
  {
    reason: 'enrolments are declared as one object; the example beside it, and Okta, give a list',
    fits: ({ rule }) => rule === 'list-of-enrollments',
  },
  {
    reason: 'an enrolment’s profile is declared for phones alone; the example beside it shows an e-mail',
    fits: (finding) =>
      isOn(finding, /\/authenticator-enrollments$/) &&
      finding.at === '/profile' &&
      finding.rule === 'required',
  },
  {
    reason: 'a published guide shows the reply to an enrolment as a list of one',
    fits: ({ rule }) => rule === 'list-of-one-factor',
  },
  {
    reason: 'the discriminator of an activation’s reply forgets token:hotp',
    fits: (finding) =>
      isOn(finding, /\/lifecycle\/activate$/) &&
      finding.at === '/factorType' &&
      finding.value === 'token:hotp',
  },
  {
    reason: 'errors common to all endpoints are declared for few of them',
    fits: ({ rule, status = 0 }) => rule === 'status' && status >= 400,
  },
  {
    reason:
      'a missing scope or a wrong DPoP proof is answered without a body; the reason is in WWW-Authenticate',
    fits: ({ rule, status = 0 }) => rule === 'no-body' && [400, 401, 403].includes(status),
  },
  {
    reason: 'some of Okta’s examples show errorCauses as an object; the schema has a list',
    fits: ({ side, at, rule }) => side === 'response' && at === '/errorCauses' && rule === 'type',
  },
  {
    reason: 'System Log writes null for what it does not know; the schema has hardly anything nullable',
    fits: (finding) =>
      isOn(finding, /^GET \/api\/v1\/logs$/) && finding.rule === 'type' && finding.value === null,
  },
  {
    reason: 'tokens are described by the OAuth specification, not by this one',
    fits: (finding) => finding.rule === 'operation' && isOn(finding, /^POST \/oauth2\/v1\/token$/),
  },
];

/** The reason a finding is expected, if it is. */
export const reasonFor = (finding: Finding): string | undefined =>
  known.find((each) => each.fits(finding))?.reason;

/** A body brought into the form the specification has, with the rule that was bent for it. */
export interface Adapted {
  readonly body: unknown;
  readonly rule: string | undefined;
}

/** Forms of an answer that differ as a whole are turned round first, so that their parts are checked all the same. */
export function adapt(operation: string, body: unknown): readonly Adapted[] {
  if (operation.endsWith('/authenticator-enrollments') && Array.isArray(body))
    return body.map((each: unknown) => ({ body: each, rule: 'list-of-enrollments' }));
  if (operation === 'POST /api/v1/users/{userId}/factors' && Array.isArray(body) && body.length === 1)
    return body.map((each: unknown) => ({ body: each, rule: 'list-of-one-factor' }));
  if (operation.endsWith('/methods/{methodType}')) return [flatten(body)];
  if (!operation.endsWith('/methods') || !Array.isArray(body)) return [{ body, rule: undefined }];
  const flat = body.map(flatten);
  return [{ body: flat.map((each) => each.body), rule: flat.find((each) => each.rule !== undefined)?.rule }];
}

function flatten(body: unknown): Adapted {
  const { type, settings, ...rest } = node(body);
  return type === 'otp' && settings !== undefined
    ? { body: { type, ...rest, ...node(settings) }, rule: 'nested-otp-settings' }
    : { body, rule: undefined };
}
