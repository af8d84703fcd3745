// An exchange is kept for contract checks. What must not be kept is replaced by something of the same shape:
// as long, and as much base32, hexadecimal or digits as it was.
import { asObject } from '../api/reply.ts';

const secretKeys = new Set(['sharedSecret', 'passCode', 'client_assertion', 'access_token']);

/** A copy of a JSON value without its secrets. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  const object = asObject(value);
  if (object === undefined) return value;
  return Object.fromEntries(
    Object.entries(object).map(([key, held]) => [
      key,
      secretKeys.has(key) ? placeholder(held) : redact(held),
    ]),
  );
}

function placeholder(held: unknown): unknown {
  if (typeof held === 'number') return 2;
  if (typeof held !== 'string') return redact(held);
  // One letter throughout: where a secret has its digits is a part of it.
  const letter = /^\d+$/.test(held) ? '2' : /[A-Z]/.test(held) ? 'A' : 'a';
  return held.replace(/[A-Za-z0-9]/g, letter);
}
