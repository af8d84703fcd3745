// Sending an answer: Okta's headers, and what faults do to headers, body and connection.
import type { ServerResponse } from 'node:http';
import { afterwards, findFault, htmlPage } from './fault-effects.ts';
import type { Fault } from '../faults.ts';
import type { Answer } from './pipeline.ts';
import type { RateState } from './rate-limits.ts';
import type { Reply } from '../api/reply.ts';
import type { State } from '../records/state.ts';

export interface Outgoing {
  readonly state: State;
  readonly requestId: string;
  readonly given: Answer;
  readonly faults: readonly Fault[];
}

/** What went out; status 0 where nothing did. */
export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Sends the answer, or loses it. */
export function deliver(response: ServerResponse, outgoing: Outgoing): Sent {
  const { state, given, faults } = outgoing;
  const lost = findFault(faults, 'lose_reply');
  if (lost !== undefined) {
    if (lost.how === 'reset') response.socket?.resetAndDestroy();
    return { status: 0, headers: {}, body: undefined };
  }
  const reply = afterwards(state, faults, given.reply);
  const payload = payloadOf(reply, findFault(faults, 'body')?.body);
  const headers = { ...headersOf(outgoing), ...reply.headers, ...payload.headers };
  response.sendDate = false;
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (findFault(faults, 'cut')?.at === 'reply') cutShort(response, payload.text);
  else response.end(payload.text);
  const shown = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return { status: reply.status, headers: Object.fromEntries(shown), body: reply.body };
}

/** Promises the whole body, sends half and closes. */
function cutShort(response: ServerResponse, text: string): void {
  response.setHeader('content-length', Buffer.byteLength(text) + 1);
  response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.socket?.destroy());
}

interface Payload {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

type BodyDamage = Extract<Fault, { kind: 'body' }>['body'];

function payloadOf(reply: Reply, damage: BodyDamage | undefined): Payload {
  if (damage === 'html') return { text: htmlPage, headers: { 'content-type': 'text/html' } };
  const text = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  const headers = reply.body === undefined ? {} : { 'content-type': 'application/json' };
  if (damage === undefined) return { text, headers };
  return { text: damage === 'truncated' ? text.slice(0, Math.floor(text.length / 2)) : '', headers };
}

function headersOf(outgoing: Outgoing): Record<string, string | readonly string[]> {
  const { state, requestId, faults } = outgoing;
  const skew = findFault(faults, 'date')?.skewMs ?? 0;
  return {
    date: new Date(state.now() + skew).toUTCString(),
    'cache-control': 'no-cache, no-store',
    'x-okta-request-id': requestId,
    ...rateHeaders(outgoing),
  };
}

function rateHeaders({ state, given, faults }: Outgoing): Record<string, string | readonly string[]> {
  const how = findFault(faults, 'rate_headers')?.how;
  const rate = shownRate(state, given.rate, findFault(faults, 'rate_limited')?.form);
  if (rate === undefined || how === 'missing') return {};
  // Two lines of one name reach a fetch client as one value with a comma in it.
  const value = (figure: number): string | readonly string[] =>
    how === 'doubled' ? [String(figure), String(figure)] : String(figure);
  return {
    'x-rate-limit-limit': value(rate.limit),
    'x-rate-limit-remaining': value(rate.remaining),
    'x-rate-limit-reset': value(rate.reset),
  };
}

type Shown = Omit<RateState, 'allowed'>;

function shownRate(
  state: State,
  rate: Shown | undefined,
  form: 'window' | 'concurrency' | undefined,
): Shown | undefined {
  if (form === undefined) return rate;
  const reset = rate?.reset ?? Math.ceil((state.now() + state.limits.windowMs) / 1000);
  return { limit: form === 'concurrency' ? 0 : (rate?.limit ?? 1), remaining: 0, reset };
}
