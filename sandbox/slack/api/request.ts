// docs.slack.dev/apis/web-api: form bodies, multipart or JSON; the token in the Authorization header or in a form.
import { Buffer } from 'node:buffer';
import { readMultipart } from '../http/multipart.ts';
import { isObject, parseJson } from '../json.ts';
import type { Args } from './args.ts';
import { fail } from './reply.ts';
import type { Failure } from './reply.ts';

/** A request as it arrived. */
export interface Arrived {
  readonly http: string;
  readonly url: URL;
  readonly contentType: string;
  readonly authorization: string;
  readonly body: Uint8Array;
}

export interface ApiRequest {
  readonly ok: true;
  readonly args: Args;
  readonly token: string | undefined;
  readonly isJson: boolean;
  readonly warnings: readonly string[];
}

type Body = Pick<ApiRequest, 'args' | 'isJson' | 'warnings'>;

const charsets = new Set(['utf-8', 'iso-8859-1']);

function jsonBody(text: string, charset: string | undefined): Body | Failure {
  const value = text.trim() === '' ? {} : parseJson(text);
  if (value === undefined) return fail('invalid_json');
  if (!isObject(value)) return fail('json_not_object');
  return { args: value, isJson: true, warnings: charset === undefined ? ['missing_charset'] : [] };
}

const formBody = (text: string, charset: string | undefined): Body => ({
  args: Object.fromEntries(new URLSearchParams(text)),
  isJson: false,
  warnings: charset === undefined ? [] : ['superfluous_charset'],
});

function multipartBody({ body, contentType }: Arrived): Body | Failure {
  const fields = readMultipart(body, contentType);
  if (fields === undefined) return fail('invalid_form_data');
  return { args: Object.fromEntries(fields), isJson: false, warnings: [] };
}

function bodyOf(arrived: Arrived): Body | Failure {
  const { body, contentType } = arrived;
  const text = Buffer.from(body).toString('utf8');
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !charsets.has(charset)) return fail('invalid_charset');
  switch (type) {
    case 'application/json':
      return jsonBody(text, charset);
    case 'application/x-www-form-urlencoded':
    case 'text/plain':
      return formBody(text, charset);
    case 'multipart/form-data':
      return multipartBody(arrived);
    case '':
      return text === '' ? formBody('', undefined) : fail('missing_post_type');
    default:
      return fail('invalid_post_type');
  }
}

/** The arguments and the token of a request, or why they cannot be read. */
export function readRequest(arrived: Arrived): ApiRequest | Failure {
  const bearer = /^bearer\s+(\S+)$/i.exec(arrived.authorization)?.[1];
  if (arrived.http === 'GET') {
    // A token in the address would end up in logs: it is not looked at.
    const { token: _, ...args } = Object.fromEntries(arrived.url.searchParams);
    return { ok: true, args, token: bearer, isJson: false, warnings: [] };
  }
  const read = bodyOf(arrived);
  if ('ok' in read) return read;
  const { token: inBody, ...args } = read.args;
  const fromForm = !read.isJson && typeof inBody === 'string' ? inBody : undefined;
  return { ...read, ok: true, args, token: bearer ?? fromForm };
}
