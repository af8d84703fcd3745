import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { startOkta, type LocalOkta, type OktaOptions } from '../../../sandbox/okta/server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; `undefined` where there is none. */
  readonly body: unknown;
}

export interface Caller {
  readonly okta: LocalOkta;
  /** The org's clock: epoch milliseconds that only the test moves. */
  readonly clock: { now: number };
  /** Sends a request as the org's first credential; a body is sent as JSON unless it is text. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body?: unknown) => Promise<Answer>;
  /** The id of the user with a login. */
  readonly idOf: (login: string) => string;
}

/** An org that ends with its test, and a caller that holds its credential. */
export async function openOrg(options: OktaOptions = {}): Promise<Caller> {
  const clock = { now: Date.UTC(2026, 10, 23, 12, 0, 0) };
  const okta = await startOkta({ clock: () => clock.now, ...options });
  onTestFinished(() => okta.close());
  const call: Caller['call'] = async (method, path, body, headers = {}) => {
    const isText = typeof body === 'string';
    const init: RequestInit = {
      method,
      headers: {
        authorization: `SSWS ${okta.credential}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    };
    if (body !== undefined) init.body = isText ? body : JSON.stringify(body);
    return readAnswer(await fetch(okta.url + path, init));
  };
  return {
    okta,
    clock,
    call,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body ?? ''),
    idOf: (login) => {
      const user = [...okta.world.users.values()].find(({ profile }) => profile.login === login);
      if (user === undefined) throw new Error(`no user ${login}`);
      return user.id;
    },
  };
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, body };
}

const errorBody = z.strictObject({
  errorCode: z.string(),
  errorSummary: z.string(),
  errorLink: z.string(),
  errorId: z.string().regex(/^oae/),
  errorCauses: z.array(z.strictObject({ errorSummary: z.string() })),
});

/** Status, code, summary and causes of an Okta error, in one line each; throws where it is not one. */
export function refusal(answer: Answer): readonly [number, string, string, ...string[]] {
  const error = errorBody.parse(answer.body);
  const causes = error.errorCauses.map((cause) => cause.errorSummary);
  return [answer.status, error.errorCode, error.errorSummary, ...causes];
}

const record = z.record(z.string(), z.unknown());

/** One property of every item of a list answer, as text; the name may be a path (`profile.login`). */
export const pluck = (answer: Answer, path: string): readonly string[] =>
  z
    .array(record)
    .parse(answer.body)
    .map((item) => {
      let value: unknown = item;
      for (const key of path.split('.')) value = record.parse(value)[key];
      return z.string().parse(value);
    });

/** One property of an object answer, as text. */
export const textOf = (answer: Answer, property: string): string =>
  z.string().parse(record.parse(answer.body)[property]);
