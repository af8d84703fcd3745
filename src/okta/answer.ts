import { z } from 'zod';
import type { Exchanged } from './http.ts';
import type { Headers } from './http.ts';

/** A body as it came: `other` is anything that is neither empty nor JSON, such as a proxy's page. */
export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'other' };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Decodes the body of an answer; whatever it holds, this does not throw. */
export function readAnswer(exchanged: Extract<Exchanged, { kind: 'answer' }>): Answer {
  const { status, headers, bytes } = exchanged;
  const text = bytes.toString('utf8').trim();
  return { status, headers, body: text === '' ? { kind: 'empty' } : parseBody(text) };
}

function parseBody(text: string): Body {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'other' };
  }
}

/** Okta's error, as far as it can be read. `code` is Okta's, or the challenge's word, or empty. */
export interface OktaError {
  readonly code: string;
  readonly summary: string;
  readonly causes: readonly string[];
}

const cause = z.object({ errorSummary: z.string() }).transform(({ errorSummary }) => errorSummary);
const text = z.string().catch('');

// Documented as a list; some endpoints and examples send a single object instead.
const causes = z
  .union([z.array(z.unknown()), z.looseObject({}).transform((one) => [one])])
  .catch([])
  .transform((list) => list.flatMap((item) => cause.safeParse(item).data ?? []));

/** https://developer.okta.com/docs/reference/error-codes/ */
const errorBody = z.object({ errorCode: z.string(), errorSummary: text, errorCauses: causes });

/** Reads Okta's error body, or the `WWW-Authenticate` header that stands for it when a scope is missing. */
export function readError(answer: Answer): OktaError {
  const parsed = errorBody.safeParse(answer.body.kind === 'json' ? answer.body.value : undefined);
  if (parsed.success) {
    const { errorCode, errorSummary, errorCauses } = parsed.data;
    return { code: errorCode, summary: errorSummary, causes: errorCauses };
  }
  const { error, description, scope } = challengeOf(answer.headers);
  const parts = [error, description, scope === '' ? '' : `Scope: ${scope}`];
  return { code: error, summary: parts.filter((part) => part !== '').join('. '), causes: [] };
}

/** What a `WWW-Authenticate` header says; empty where it says nothing. */
export interface Challenge {
  readonly error: string;
  readonly description: string;
  readonly scope: string;
}

/** A refused token, proof or scope has no body, only a challenge: RFC 6750 section 3, RFC 9449 section 7.1. */
export function challengeOf(headers: Headers): Challenge {
  const header = [headers['www-authenticate'] ?? []].flat().join(', ');
  const parameter = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(header)?.[1] ?? '';
  return {
    error: parameter('error'),
    description: parameter('error_description'),
    scope: parameter('scope'),
  };
}
