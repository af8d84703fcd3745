// docs.slack.dev/apis/web-api/pagination
import { Buffer } from 'node:buffer';
import type { Args } from './args.ts';
import { count, text } from './args.ts';
import { fail } from './reply.ts';
import type { Failure } from './reply.ts';

export interface Page<T> {
  readonly ok: true;
  readonly items: readonly T[];
  /** Empty on the last page. */
  readonly nextCursor: string;
}

export interface Paging {
  readonly limit: number;
  readonly maxLimit: number;
}

const prefix = 'next:';
const cursorOf = (offset: number) => Buffer.from(`${prefix}${String(offset)}`).toString('base64');

function offsetOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return 0;
  const decoded = Buffer.from(cursor, 'base64').toString('utf8');
  const digits = decoded.slice(prefix.length);
  return decoded.startsWith(prefix) && /^\d+$/.test(digits) ? Number(digits) : undefined;
}

/** One page of a list by `cursor` and `limit`. */
export function pageOf<T>(args: Args, all: readonly T[], { limit, maxLimit }: Paging): Page<T> | Failure {
  const offset = offsetOf(text(args, 'cursor'));
  if (offset === undefined || offset > all.length) return fail('invalid_cursor');
  const asked = text(args, 'limit') === undefined ? limit : count(args, 'limit');
  if (asked === undefined || asked > maxLimit) return fail('invalid_limit');
  const size = asked === 0 ? limit : asked;
  const next = offset + size;
  return {
    ok: true,
    items: all.slice(offset, next),
    nextCursor: next < all.length ? cursorOf(next) : '',
  };
}
