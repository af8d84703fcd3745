import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Seen, Shown } from '../domain/ports.ts';

/**
 * Why a call to Slack did not give an answer. `limited`: ask again after `afterMs`, nothing happened; `not_sent`:
 * nothing happened; `lost`: it may have happened; `refused`: Slack will not do it, with Slack's error code.
 */
export type ApiFailure =
  | { readonly kind: 'limited'; readonly afterMs: number }
  | { readonly kind: 'not_sent'; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string }
  | { readonly kind: 'refused'; readonly code: string };

/** Where Slack sends no readable Retry-After, half of the minute its limits are counted in. */
export const defaultRetryAfterSeconds = 30;

const lost = (why: string): ApiFailure => ({ kind: 'lost', why });
const notSent = (why: string): ApiFailure => ({ kind: 'not_sent', why });

/**
 * What a thrown error of the Slack SDK means, told by class and code, never by text. Throws on what is not a failed
 * call but a fault of ours.
 */
export function apiFailure(thrown: unknown): ApiFailure {
  if (thrown instanceof WebAPIRateLimitedError) return { kind: 'limited', afterMs: thrown.retryAfter * 1000 };
  if (thrown instanceof WebAPIPlatformError) return ofPlatform(thrown.data);
  if (thrown instanceof WebAPIHTTPError) return ofStatus(thrown.statusCode);
  if (thrown instanceof WebAPIRequestError) return ofRequest(thrown.original);
  // Slack had answered 200 and the connection broke while the answer's body was read: the SDK passes that on bare.
  if (isTransportFault(thrown)) return lost(transportFault(thrown));
  throw thrown;
}

/** Slack's codes that say less than they seem: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const platformMeaning: Readonly<Record<string, ApiFailure>> = {
  ratelimited: { kind: 'limited', afterMs: defaultRetryAfterSeconds * 1000 },
  rate_limited: { kind: 'limited', afterMs: defaultRetryAfterSeconds * 1000 },
  // "It's possible some aspect of the operation succeeded before the error was raised."
  fatal_error: lost('fatal_error'),
  internal_error: lost('internal_error'),
  service_unavailable: lost('service_unavailable'),
  // The request's own body never reached Slack whole.
  request_timeout: notSent('request_timeout'),
  team_added_to_org: notSent('team_added_to_org'),
};

function ofPlatform(data: { readonly error?: unknown }): ApiFailure {
  // A proxy's page with status 200 reaches us as an error "code" that holds the whole page.
  if (typeof data.error !== 'string' || !/^[a-z0-9_.:-]{2,80}$/i.test(data.error))
    return lost('unreadable_answer');
  return platformMeaning[data.error] ?? { kind: 'refused', code: data.error };
}

/** Slack itself answers 200 or 429; any other status comes from something on the way or from a broken front end. */
function ofStatus(status: number): ApiFailure {
  const why = `http_${String(status)}`;
  if (status === 413 || status === 414) return { kind: 'refused', code: why };
  return status >= 500 || status === 408 ? lost(why) : notSent(why);
}

/** Failures before a connection stood: https://nodejs.org/api/errors.html#common-system-errors */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function ofRequest(original: Error): ApiFailure {
  const why = transportFault(original);
  return beforeSending.has(why) ? notSent(why) : lost(why);
}

/** In one word what broke a request or the reading of its answer, for what `fetch` and its streams throw. */
export function transportFault(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'connection_lost';
  return thrown.name === 'TimeoutError' ? 'timeout' : (codeOf(thrown) ?? 'connection_lost');
}

const isTransportFault = (thrown: unknown): thrown is Error =>
  thrown instanceof Error &&
  (thrown.name === 'TimeoutError' || thrown.name === 'AbortError' || codeOf(thrown) !== undefined);

/** The system's code, from the error or from the innermost cause of a `fetch failed`. */
function codeOf(error: Error): string | undefined {
  const { cause } = error;
  if (cause instanceof Error) return codeOf(cause);
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  // Codes such as ERR_INVALID_ARG_TYPE are faults of ours, not of the network.
  return /^(?:E[A-Z]+|EAI_AGAIN|UND_ERR_\w+|\w*CERT\w*|UNABLE_TO_\w+)$/.test(error.code)
    ? error.code
    : undefined;
}

/** Codes after which no call will work again until a person has changed something. */
const fatalCodes: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'user_removed_from_team',
  'team_disabled',
  'forbidden_team',
]);

export const isFatalCode = (code: string): boolean => fatalCodes.has(code);

const pauseMs = 2000;
const fatalPauseMs = 60_000;

type NotShown = Exclude<Shown<never>, { kind: 'ok' }>;
type NotSeen = Exclude<Seen<never>, { kind: 'ok' }>;

/** What a failed attempt to show something means for whoever wanted it shown. */
export function asShown(failure: ApiFailure): NotShown {
  if (failure.kind === 'limited') return { kind: 'retry', afterMs: failure.afterMs, why: 'rate_limited' };
  if (failure.kind === 'not_sent') return { kind: 'retry', afterMs: pauseMs, why: failure.why };
  if (failure.kind === 'lost') return { kind: 'unknown', why: failure.why };
  // The message is as good as before; it is the installation that a person has to mend first.
  return isFatalCode(failure.code)
    ? { kind: 'retry', afterMs: fatalPauseMs, why: failure.code }
    : { kind: 'rejected', code: failure.code };
}

/** The same for something that may be done twice without harm: a lost answer is a reason to repeat it. */
export const asRepeatable = (failure: ApiFailure): NotShown =>
  asShown(failure.kind === 'lost' ? { ...failure, kind: 'not_sent' } : failure);

/** What a failed look means; `absent` lists the codes by which this method says that the thing is not there. */
export function asSeen(failure: ApiFailure, absent: ReadonlySet<string>): NotSeen {
  if (failure.kind === 'limited') {
    return { kind: 'unavailable', why: 'rate_limited', afterMs: failure.afterMs };
  }
  if (failure.kind !== 'refused') return { kind: 'unavailable', why: failure.why };
  const { code } = failure;
  return absent.has(code) ? { kind: 'missing', code } : { kind: 'unavailable', why: code };
}
