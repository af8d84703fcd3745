// What the token endpoint's refusals mean: https://developer.okta.com/docs/reference/error-codes/ and RFC 6749 section 5.2
import * as oauth from 'oauth4webapi';
import type { NotOk } from '../../domain/okta.ts';
import { dateHeader, rateHeaders } from '../headers.ts';
import type { Exchanged, Headers } from '../http.ts';
import { readAnswer } from '../answer.ts';
import { doubt, outcomeOf, traceOf } from '../outcome.ts';

/** A call that failed for want of a token never left: nothing of this is ever `unknown`. */
export function refusalOf(error: unknown, last: Exchanged | undefined): NotOk {
  if (last === undefined) throw error;
  if (last.kind === 'failed') return { kind: 'retry', why: 'not_sent', afterMs: undefined };
  const trace = traceOf(last);
  if (error instanceof oauth.ResponseBodyError) {
    const summary = shortened(`${error.error}: ${error.error_description ?? ''}`);
    return {
      kind: 'rejected',
      reason: 'credential',
      status: error.status,
      oktaCode: error.error,
      summary,
      ...trace,
    };
  }
  if (last.status >= 400) {
    const { outcome } = outcomeOf(readAnswer(last), 'read');
    if (outcome.kind === 'retry') return { ...outcome, afterMs: untilReset(last.headers) };
    if (outcome.kind === 'rejected' && outcome.reason === 'credential') return outcome;
  }
  // A page of something in between, or a body cut short: no word of Okta's about the app, and none about a row.
  return doubt('read', 'server_error', 'ANSWER_UNREADABLE', trace);
}

/** How long until the endpoint's own bucket is full again, with a second because `Date` is cut to whole ones. */
function untilReset(headers: Headers): number | undefined {
  const [rate, date] = [rateHeaders(headers), dateHeader(headers)];
  if (rate === undefined || date === undefined) return undefined;
  return Math.max(0, rate.resetAt - date) + 1000;
}

const shortened = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
    .toWellFormed();
