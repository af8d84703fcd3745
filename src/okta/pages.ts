import { AppError } from '../domain/errors.ts';
import type { Outcome } from '../domain/okta.ts';
import type { Call, Send, Sent } from './send.ts';

/** A page is at most 200 entries, so this is far beyond any list the product reads whole. */
const mostPages = 500;

/**
 * Path and query of a link to a next page, which is opaque and followed as it is. Throws OKTA_ANSWER_INVALID for a
 * link that leads anywhere but to the same list of the same org: the credential would go there.
 */
export function samePath(origin: string, link: string, path: string): string {
  const url = URL.parse(link, origin);
  const [own] = path.split('?');
  if (url === null || url.origin !== origin || url.pathname !== own) {
    throw new AppError('OKTA_ANSWER_INVALID', { problem: 'a next link leads elsewhere', path: own ?? '' });
  }
  return url.pathname + url.search;
}

/** All entries of a list, page after page; the first page that fails ends it. */
export async function readAll<T>(
  { send, origin }: { readonly send: Send; readonly origin: string },
  call: Call<readonly T[]>,
  signal?: AbortSignal,
): Promise<Sent<readonly T[]>> {
  const all: T[] = [];
  let { path } = call;
  for (let page = 0; page < mostPages; page += 1) {
    const sent = await send({ ...call, path }, signal);
    if (sent.outcome.kind !== 'ok') return sent;
    all.push(...sent.outcome.value);
    if (sent.next === undefined) return { ...sent, outcome: { ...sent.outcome, value: all } };
    path = samePath(origin, sent.next, call.path);
  }
  throw new AppError('OKTA_ANSWER_INVALID', { problem: 'a list does not end', path: call.pattern });
}

/** The same outcome with another value. */
export function mapOk<T, U>(outcome: Outcome<T>, change: (value: T) => U): Outcome<U> {
  return outcome.kind === 'ok' ? { ...outcome, value: change(outcome.value) } : outcome;
}
