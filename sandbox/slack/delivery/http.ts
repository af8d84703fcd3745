// docs.slack.dev/authentication/verifying-requests-from-slack
import { createHmac } from 'node:crypto';
import { isObject, parseJson } from '../json.ts';
import type { State } from '../state.ts';
import type { JsonObject } from '../world.ts';
import { ackDeadlineMs } from './transport.ts';
import type { Answer, Parcel, Transport } from './transport.ts';

interface Body {
  readonly contentType: string;
  readonly text: string;
}

const form = (fields: JsonObject): Body => ({
  contentType: 'application/x-www-form-urlencoded',
  text: new URLSearchParams(
    Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString(),
});

function bodyOf({ kind, payload }: Parcel): Body {
  if (kind === 'event') return { contentType: 'application/json', text: JSON.stringify(payload) };
  return form(kind === 'command' ? payload : { payload: JSON.stringify(payload) });
}

/** The headers that prove a body comes from this workspace, at this moment. */
function signature(state: State, body: string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(state.now() / 1000));
  const mac = createHmac('sha256', state.credentials.signingSecret).update(`v0:${timestamp}:${body}`);
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${mac.digest('hex')}` };
}

function answered(contentType: string, text: string): JsonObject | undefined {
  if (text === '') return undefined;
  const value = contentType.startsWith('application/json') ? parseJson(text) : undefined;
  return isObject(value) ? value : { text };
}

interface Reply {
  readonly response: Response;
  readonly text: string;
}

async function post(state: State, url: string, body: Body, headers: Record<string, string>): Promise<Reply> {
  const deadline = new AbortController();
  const cancel = state.timers.after(ackDeadlineMs, () => {
    deadline.abort();
  });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': body.contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signature(state, body.text),
        ...headers,
      },
      body: body.text,
      redirect: 'manual',
      signal: deadline.signal,
    });
    return { response, text: await response.text() };
  } finally {
    cancel();
  }
}

/** Signed requests to the app's Request URL, which serves all three kinds. */
export function httpTransport(state: State, url: () => string): Transport {
  const send = async (parcel: Parcel): Promise<Answer> => {
    const retry = parcel.attempt > 0;
    const headers = retry
      ? { 'x-slack-retry-num': String(parcel.attempt), 'x-slack-retry-reason': parcel.retryReason }
      : {};
    const { response, text } = await post(state, url(), bodyOf(parcel), headers);
    if (response.ok) {
      const contentType = response.headers.get('content-type') ?? '';
      return { got: 'ack', body: answered(contentType, text), connection: 0 };
    }
    const redirected = response.status >= 300 && response.status < 400;
    return {
      got: 'failure',
      reason: redirected ? 'too_many_redirects' : 'http_error',
      noRetry: response.headers.get('x-slack-no-retry') === '1',
    };
  };
  return {
    send: async (parcel) => {
      try {
        return await send(parcel);
      } catch (error) {
        const late = error instanceof DOMException && error.name === 'AbortError';
        if (late) return { got: 'timeout', reason: 'http_timeout', connection: 0 };
        return { got: 'failure', reason: 'connection_failed', noRetry: false };
      }
    },
    close: () => Promise.resolve(),
  };
}

/** Sends the signed challenge that Slack sends when a Request URL is saved; whether it came back. */
export async function verifyUrl(state: State, url: string): Promise<boolean> {
  const challenge = state.ids.secret(40);
  const text = JSON.stringify({ type: 'url_verification', token: 'unused', challenge });
  try {
    const reply = await post(state, url, { contentType: 'application/json', text }, {});
    const echoed = parseJson(reply.text);
    const isEcho = reply.text === challenge || (isObject(echoed) && echoed['challenge'] === challenge);
    return reply.response.ok && isEcho;
  } catch {
    return false;
  }
}
