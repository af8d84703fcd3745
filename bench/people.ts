// Users without end, and the vendor's file with a token for each.
import { createHash } from 'node:crypto';
import type { LocalOkta } from '../sandbox/okta/server.ts';

export interface Person {
  readonly login: string;
  readonly serial: string;
  /** Base32. */
  readonly seed: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `count` people whose logins begin with `name`; the same ones for the same name. */
export const people = (name: string, count: number): readonly Person[] =>
  Array.from({ length: count }, (_, index) => {
    const digest = createHash('sha256')
      .update(`${name} ${String(index)}`)
      .digest();
    return {
      login: `${name}${String(index)}@acme.example`,
      serial: `8${String(digest.readUInt32BE(0)).padStart(10, '0')}${String(index).padStart(5, '0')}`,
      seed: [...digest].map((byte) => alphabet.charAt(byte % 32)).join(''),
    };
  });

export function employ(okta: LocalOkta, some: readonly Person[]): void {
  for (const { login } of some) okta.admin.addUser({ email: login });
}

export const vendorFile = (some: readonly Person[]): Buffer =>
  Buffer.from(
    [
      'upn,serial number,secret key,timeinterval,manufacturer,model',
      ...some.map(({ login, serial, seed }) => `${login},${serial},${seed},60,Token2,C202`),
    ].join('\r\n'),
  );

/** An Okta whose limits play no part. */
export const generous = {
  principalShare: 1,
  concurrency: 1_000,
  perMinute: {
    '/api/v1': 1_000_000,
    '/api/v1/users': 1_000_000,
    'GET /api/v1/users/{id}': 1_000_000,
  },
} as const;
