import type { Buffer } from 'node:buffer';
import type { z } from 'zod';
import type { NotOk, Outcome, Priority } from '../domain/okta.ts';
import { AppError, type Facts } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import { type Answer, readAnswer } from './answer.ts';
import type { Authorization, Authorize } from './authorize.ts';
import { dateHeader, nextLink, rateHeaders, requestId } from './headers.ts';
import type { Exchanged, Http } from './http.ts';
import { doubt, type Effect, isConcurrencyLimit, outcomeOf, traceOf } from './outcome.ts';
import type { Report } from './pace.ts';
import type { Pacer } from './pacer.ts';

/** A body made for one attempt. `secret` is the part of `bytes` that no message may repeat. Both are wiped after it. */
export interface Payload {
  readonly bytes: Buffer;
  readonly secret?: Buffer | undefined;
}

/** One call of Okta's API. */
export interface Call<T> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, percent-encoded. */
  readonly path: string;
  /** The path's pattern: with the method, what Okta counts requests by. */
  readonly pattern: string;
  readonly effect: Effect;
  /** The body of a 2xx answer; `undefined` stands for an empty one. */
  readonly schema: z.ZodType<T>;
  readonly payload?: () => Payload;
  /** Asked when everything is ready for the request to leave; it leaves only if this gives true. */
  readonly beforeSending?: (() => Promise<boolean>) | undefined;
  readonly anonymous?: boolean;
}

/** `code` is Okta's error code or empty; `next` the opaque URL of the next page. */
export interface Sent<T> {
  readonly outcome: Outcome<T>;
  readonly code: string;
  readonly next: string | undefined;
}

/** Sends one call within the rate budget. */
export type Send = <T>(call: Call<T>, signal?: AbortSignal) => Promise<Sent<T>>;

/** What happened, for the operator's log: constant words and plain facts, never a body or a query. */
export type Log = (event: string, facts: Facts) => void;

export interface SendParts {
  readonly origin: string;
  readonly http: Http;
  readonly pacer: Pacer;
  readonly authorize: Authorize;
  readonly clock: Clock;
  readonly log: Log;
  readonly priority: Priority;
}

/** How often one read is sent while Okta refuses it for its rate. A write is sent once. */
const readAttempts = 3;

const userAgent = 'token-desk/0.1';

const notSent: NotOk = { kind: 'retry', why: 'not_sent', afterMs: undefined };

const failed = (outcome: NotOk, code = ''): Sent<never> => ({ outcome, code, next: undefined });

/** Waits for the budget, sends, and says what the answer means. Reads refused for their rate wait and ask again. */
export function createSend(parts: SendParts): Send {
  return async (call, signal) => {
    for (let attempt = 1; ; attempt += 1) {
      const { sent, again } = await attemptOnce(parts, call, signal);
      if (!again || call.effect === 'write' || attempt === readAttempts) return sent;
    }
  };
}

const uncounted: Report = { spent: { kind: 'uncounted' }, concurrency: false, date: undefined };

/** What one attempt came to. `again`: a read may be sent once more, since the next attempt waits or differs. */
interface Attempt<T> {
  readonly sent: Sent<T>;
  readonly again: boolean;
}

/** One attempt, within the rate budget and with an authorisation of its own. */
async function attemptOnce<T>(parts: SendParts, call: Call<T>, signal?: AbortSignal): Promise<Attempt<T>> {
  const { pacer, http, clock } = parts;
  const route = `${call.method} ${call.pattern}`;
  const leave = await pacer.enter({ route, priority: parts.priority }, signal);
  if (leave === undefined) return { sent: failed(notSent), again: false };
  let report = uncounted;
  let exchanged: Exchanged;
  let outdated = false;
  try {
    const authorized = await authorizedFor(parts, call);
    if (authorized.kind !== 'ok') return { sent: failed(authorized), again: false };
    if ((await call.beforeSending?.()) === false) return { sent: failed(notSent), again: false };
    const sentAt = clock.now();
    exchanged = await exchange(http, call, authorized.value.headers);
    report = { ...reportOf(exchanged), sentAt };
    outdated =
      exchanged.kind === 'answer' &&
      authorized.value.isOutdated({ answer: exchanged, sentAt, receivedAt: clock.now() });
  } finally {
    pacer.leave(leave, report);
  }
  const paced = report.concurrency || (report.spent.kind === 'answered' && report.spent.refused);
  const tookMs = clock.now() - leave.sentAt;
  parts.log('okta answered', { ...factsOf(route, exchanged), tookMs, paced });
  if (exchanged.kind === 'failed') return { sent: failed(noAnswer(call.effect, exchanged)), again: false };
  if (outdated) return { sent: failed(notSent), again: true };
  return { sent: withDelay(read(call, readAnswer(exchanged)), pacer.waitMs(route)), again: paced };
}

const anonymous: Authorization = { headers: {}, isOutdated: () => false };

function authorizedFor<T>(parts: SendParts, call: Call<T>): Promise<Outcome<Authorization>> {
  if (call.anonymous === true) return Promise.resolve({ kind: 'ok', value: anonymous });
  const [path = ''] = call.path.split('?');
  return parts.authorize({ method: call.method, url: parts.origin + path });
}

async function exchange<T>(
  http: Http,
  call: Call<T>,
  authorization: Readonly<Record<string, string>>,
): Promise<Exchanged> {
  const payload = call.payload?.();
  try {
    const exchanged = await http.exchange({
      method: call.method,
      path: call.path,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...authorization,
      },
      body: payload?.bytes,
    });
    if (exchanged.kind === 'answer') blank(exchanged.bytes, payload?.secret);
    return exchanged;
  } finally {
    payload?.bytes.fill(0);
  }
}

/** Okta's messages can repeat what was sent. The secret is taken out before any of it becomes text. */
function blank(bytes: Buffer, secret: Buffer | undefined): void {
  if (secret === undefined || secret.length === 0) return;
  for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, at)) {
    bytes.fill('*', at, at + secret.length);
  }
}

function reportOf(exchanged: Exchanged): Report {
  if (exchanged.kind === 'failed')
    return {
      spent: { kind: exchanged.sent ? 'lost' : 'uncounted' },
      concurrency: false,
      date: undefined,
    };
  const rate = rateHeaders(exchanged.headers);
  const date = dateHeader(exchanged.headers);
  if (exchanged.status === 429 && isConcurrencyLimit(exchanged))
    return { spent: { kind: 'uncounted' }, concurrency: true, date };
  // A 429 with something left is about this user, not about the bucket.
  const refused = exchanged.status === 429 && (rate?.remaining ?? 0) === 0;
  return { spent: { kind: 'answered', rate, refused }, concurrency: false, date };
}

const noAnswer = (effect: Effect, failure: Extract<Exchanged, { kind: 'failed' }>): NotOk =>
  failure.sent ? doubt(effect, 'server_error', failure.code) : notSent;

function read<T>(call: Call<T>, answer: Answer): Sent<T> {
  if (answer.status < 200 || answer.status > 299) {
    const { outcome, code } = outcomeOf(answer, call.effect);
    return failed(outcome, code);
  }
  const trace = traceOf(answer);
  const { body } = answer;
  const parsed =
    body.kind === 'other'
      ? undefined
      : call.schema.safeParse(body.kind === 'json' ? body.value : undefined).data;
  if (parsed !== undefined)
    return { outcome: { kind: 'ok', value: parsed, ...trace }, code: '', next: nextLink(answer.headers) };
  // Whole JSON in an unknown shape will not become known by asking again.
  if (body.kind === 'json' && call.effect === 'read') {
    throw new AppError('OKTA_ANSWER_INVALID', { route: call.pattern, requestId: trace.requestId ?? null });
  }
  return failed(doubt(call.effect, 'server_error', 'ANSWER_UNREADABLE', trace));
}

/** A refusal for the rate says when to come back, where that is known. */
function withDelay<T>(sent: Sent<T>, waitMs: number): Sent<T> {
  const { outcome } = sent;
  if (outcome.kind !== 'retry' || outcome.why === 'not_sent' || !Number.isFinite(waitMs) || waitMs <= 0)
    return sent;
  return { ...sent, outcome: { ...outcome, afterMs: waitMs } };
}

const factsOf = (route: string, exchanged: Exchanged): Facts =>
  exchanged.kind === 'answer'
    ? { route, status: exchanged.status, requestId: requestId(exchanged.headers) ?? null }
    : { route, status: 0, code: exchanged.code, sent: exchanged.sent };
