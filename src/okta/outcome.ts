// What each of Okta's answers means for the call that got it. https://developer.okta.com/docs/reference/error-codes/
import type { NotOk, RejectReason, RetryReason, Trace } from '../domain/okta.ts';
import { type Answer, type OktaError, readError } from './answer.ts';
import { dateHeader, rateHeaders, requestId } from './headers.ts';

/** A `write` may have had an effect although its answer is a failure; a `read` may simply be asked again. */
export type Effect = 'read' | 'write';

/** Codes that say why a request will never work as asked. */
const rejections: Readonly<Record<string, RejectReason>> = {
  E0000004: 'credential',
  E0000005: 'credential',
  E0000011: 'credential',
  E0000006: 'permission',
  // A feature this org does not have, in spite of its status 401: the credential itself is good.
  E0000015: 'permission',
  E0000007: 'not_found',
  E0000154: 'not_found',
  E0000156: 'not_found',
  // A path Okta does not have says nothing about a user or a factor.
  E0000008: 'invalid',
  E0000107: 'invalid',
  E0000038: 'user_status',
  E0000112: 'user_status',
  E0000155: 'user_status',
  E0000180: 'user_status',
  E0000068: 'wrong_code',
  E0000069: 'user_locked',
  E0000082: 'code_reused',
  E0000083: 'code_outside_window',
  // Challenges: about the bot's own credential, whatever their status, and never about one user.
  invalid_token: 'credential',
  invalid_request: 'credential',
  invalid_dpop_proof: 'credential',
  use_dpop_nonce: 'credential',
  insufficient_scope: 'permission',
};

/** Codes and statuses after which the same request may work later; whether it already had an effect is open. */
const passing: Readonly<Record<string, RetryReason>> = { E0000010: 'read_only', E0000074: 'server_error' };
const passingStatuses: ReadonlySet<number> = new Set([408, 425]);

const statusReasons: Readonly<Record<number, RejectReason>> = {
  401: 'credential',
  403: 'permission',
  423: 'user_status',
};

/**
 * E0000001 covers every refused enrolment, and Okta tells them apart only in words: these are the causes it documents
 * or is known to send. Anything else stays `invalid` with Okta's words.
 */
const causes: readonly (readonly [RegExp, RejectReason])[] = [
  [/already (set up|enrolled)/i, 'already_set_up'],
  [/not allowed\b.*\bpolicy/i, 'not_allowed_by_policy'],
];

/** Request id and Okta's clock, from the headers of any answer. */
export const traceOf = (answer: Pick<Answer, 'headers'>): Trace => ({
  requestId: requestId(answer.headers),
  oktaAt: dateHeader(answer.headers),
});

/** Classifies an answer whose status is not 2xx. `code` is Okta's, or empty. */
export function outcomeOf(
  answer: Answer,
  effect: Effect,
): { readonly outcome: NotOk; readonly code: string } {
  const error = readError(answer);
  const trace = traceOf(answer);
  const { status } = answer;
  if (status === 429) return { outcome: rateLimited(answer, trace), code: error.code };
  const why = passingReason(status, error);
  if (why !== undefined)
    return { outcome: doubt(effect, why, error.code || `HTTP ${String(status)}`, trace), code: error.code };
  const reason = rejectReason(status, error);
  const summary = summaryOf(status, error);
  return {
    outcome: { kind: 'rejected', reason, status, oktaCode: error.code, summary, ...trace },
    code: error.code,
  };
}

/** A failure that may pass: a read asks again, a write has to look first. `why` is a stable word or code. */
export const doubt = (effect: Effect, retry: RetryReason, why: string, trace: Trace = {}): NotOk =>
  effect === 'read'
    ? { kind: 'retry', why: retry, afterMs: undefined, ...trace }
    : { kind: 'unknown', why, ...trace };

/** Whether a 429 is about requests at the same time: then Okta sends no allowance at all. */
export function isConcurrencyLimit(answer: Pick<Answer, 'headers'>): boolean {
  const rate = rateHeaders(answer.headers);
  return rate !== undefined && rate.limit === 0 && rate.remaining === 0;
}

const rateLimited = (answer: Answer, trace: Trace): NotOk => ({
  kind: 'retry',
  why: isConcurrencyLimit(answer) ? 'concurrency' : 'rate_limit',
  afterMs: undefined,
  ...trace,
});

function passingReason(status: number, error: OktaError): RetryReason | undefined {
  // A redirect is not Okta's way to answer an API call: something stands in between.
  const elsewhere = status >= 300 && status < 400;
  if (status >= 500 || elsewhere || passingStatuses.has(status)) return passing[error.code] ?? 'server_error';
  return passing[error.code];
}

function rejectReason(status: number, error: OktaError): RejectReason {
  if (error.code === 'E0000001') {
    const known = causes.find(([pattern]) => error.causes.some((text) => pattern.test(text)));
    return known?.[1] ?? 'invalid';
  }
  const reason = rejections[error.code] ?? statusReasons[status];
  if (reason !== undefined) return reason;
  // Without an Okta code a 404 may be a proxy's, and must not pass for "this factor is gone".
  return error.code !== '' && (status === 404 || status === 410) ? 'not_found' : 'invalid';
}

const summaryLength = 300;

/** Okta's words as one line of plain text. They can repeat what a user typed, so they are shortened and cleaned. */
function summaryOf(status: number, error: OktaError): string {
  const said = [error.summary, ...error.causes].filter((part) => part.trim() !== '').join(': ');
  const clean = said
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, summaryLength)
    .toWellFormed();
  return clean === '' ? `HTTP ${String(status)}` : clean;
}
