import type { IncomingHttpHeaders } from 'node:http';
import type { ErrorCode } from '../api/errors.ts';
import type { Route } from '../api/routes.ts';

export type ParsedBody =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly code: ErrorCode }
  /** Neither a body nor a Content-Length: 411, without an Okta error. */
  | { readonly ok: false; readonly code: 'length_required' };

/** Reads a body in the route's media type, as strictly as Okta does. */
export function parseBody(route: Route, headers: IncomingHttpHeaders, text: string): ParsedBody {
  if (!acceptsJson(headers.accept)) return { ok: false, code: 'E0000122' };
  if (route.method !== 'POST') return { ok: true, body: undefined };
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
    return { ok: false, code: 'length_required' };
  if (text === '') return { ok: true, body: undefined };
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === undefined) return { ok: false, code: 'E0000018' };
  if (mediaType !== mediaTypes[route.body ?? 'json']) return { ok: false, code: 'E0000021' };
  return route.body === 'form'
    ? { ok: true, body: Object.fromEntries(new URLSearchParams(text)) }
    : parseJson(text);
}

const mediaTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

function parseJson(text: string): ParsedBody {
  try {
    const body: unknown = JSON.parse(text);
    return { ok: true, body };
  } catch {
    return { ok: false, code: 'E0000003' };
  }
}

const acceptsJson = (accept: string | undefined): boolean =>
  accept === undefined || /application\/(json|\*)|\*\/\*/i.test(accept);
