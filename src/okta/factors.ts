// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/
import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { type Enrolment, type Factor, isCustomOtp, type Outcome, type RejectReason } from '../domain/okta.ts';
import { encodeSeed } from './encode.ts';
import type { Call, Payload } from './send.ts';

const text = z.string().catch('');

/** Types, providers and statuses stay as they are spelt: a list must not fail over one that is new. */
const factorBody = z
  .object({
    id: z.string().min(1),
    factorType: text,
    provider: text,
    status: text,
    vendorName: text,
    created: text,
    // Shown, though not in the specification: https://github.com/okta/okta-sdk-java/issues/965
    lastVerified: text,
  })
  .transform(({ created, lastVerified, ...factor }): Factor => ({
    ...factor,
    createdAt: timeOf(created),
    verifiedAt: timeOf(lastVerified),
  }));

function timeOf(written: string): number | undefined {
  const at = Date.parse(written);
  return Number.isNaN(at) ? undefined : at;
}

const pattern = '/api/v1/users/{userId}/factors';
const pathOf = (userId: string): string => `/api/v1/users/${encodeURIComponent(userId)}/factors`;

export const enrolRoute = `POST ${pattern}`;
export const listRoute = `GET ${pattern}`;

/** The factors that policy lets this caller see: an empty list does not prove that there are none. */
export const listFactors = (userId: string): Call<readonly Factor[]> => ({
  method: 'GET',
  path: pathOf(userId),
  pattern,
  effect: 'read',
  schema: z.array(factorBody),
});

// Documented as one factor; lists of one are seen as well. Of several, only a single Custom OTP can be the new one.
const enrolBody = z.union([factorBody, z.array(factorBody)]).transform((body, ctx): Factor => {
  const [factor, second] = [body].flat().filter(isCustomOtp);
  if (factor !== undefined && second === undefined) return factor;
  ctx.addIssue('does not hold exactly one Custom OTP factor');
  return z.NEVER;
});

/** Enrols a token as a Custom OTP factor that is active at once. */
export const enrolFactor = (enrolment: Enrolment): Call<Factor> => ({
  method: 'POST',
  path: `${pathOf(enrolment.userId)}?activate=true`,
  pattern,
  effect: 'write',
  schema: enrolBody,
  payload: () => enrolPayload(enrolment),
});

/** The only place where a seed leaves: it goes from bytes to bytes, and the caller wipes what is returned. */
function enrolPayload({ authenticatorId, encoding, seed }: Enrolment): Payload {
  const head = JSON.stringify({
    factorType: 'token:hotp',
    provider: 'CUSTOM',
    factorProfileId: authenticatorId,
    profile: { sharedSecret: '' },
  });
  const tail = '"}}';
  const start = Buffer.from(head.slice(0, -tail.length));
  const encoded = encodeSeed(seed.reveal(), encoding);
  const bytes = Buffer.concat([start, encoded, Buffer.from(tail)]);
  encoded.fill(0);
  return { bytes, secret: bytes.subarray(start.length, -tail.length) };
}

/** Removes one factor. 204 without a body; anything else that looks like success is not believed. */
export const unenrolFactor = (userId: string, factorId: string): Call<'removed'> => ({
  method: 'DELETE',
  path: `${pathOf(userId)}/${encodeURIComponent(factorId)}`,
  pattern: `${pattern}/{factorId}`,
  effect: 'write',
  schema: z.undefined().transform(() => 'removed' as const),
});

const verifyBody = z.object({ factorResult: z.string() });

/** Checks a code. Every wrong one counts towards locking the user's account. */
export const verifyFactor = (
  userId: string,
  factorId: string,
  code: string,
): Call<z.infer<typeof verifyBody>> => ({
  method: 'POST',
  path: `${pathOf(userId)}/${encodeURIComponent(factorId)}/verify`,
  pattern: `${pattern}/{factorId}/verify`,
  effect: 'write',
  schema: verifyBody,
  payload: () => ({ bytes: Buffer.from(JSON.stringify({ passCode: code })) }),
});

/** Results that Okta documents for factors in general; for this one it refuses with an error instead. */
const refusals: ReadonlyMap<string, RejectReason> = new Map([
  ['FAILED', 'wrong_code'],
  ['REJECTED', 'wrong_code'],
  ['PASSCODE_REPLAYED', 'code_reused'],
  ['TIME_WINDOW_EXCEEDED', 'code_outside_window'],
]);

/** What a 200 of verify means: only SUCCESS is one. */
export function verified(outcome: Outcome<z.infer<typeof verifyBody>>): Outcome<'passed'> {
  if (outcome.kind !== 'ok') return outcome;
  const { value, kind: _, ...trace } = outcome;
  const result = value.factorResult;
  if (result === 'SUCCESS') return { kind: 'ok', value: 'passed', ...trace };
  const reason = refusals.get(result);
  if (reason === undefined) return { kind: 'unknown', why: result, ...trace };
  return { kind: 'rejected', reason, status: 200, oktaCode: '', summary: result, ...trace };
}

/**
 * Okta's 404 for a factor that is not there is what un-enrolling wanted. The same for the user is no such thing: a
 * deactivated user answers so while the factors are kept. Okta names what is missing in parentheses.
 */
export function unenrolled(outcome: Outcome<'removed'>): Outcome<'removed' | 'gone'> {
  if (outcome.kind !== 'rejected' || outcome.reason !== 'not_found') return outcome;
  if (/\(User\)/.test(outcome.summary)) return outcome;
  const { requestId, oktaAt } = outcome;
  return { kind: 'ok', value: 'gone', requestId, oktaAt };
}
