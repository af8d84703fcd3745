// Tokens as a vendor delivers them, made up from their numbers: the same in every run, so that a failure can be repeated.
import { createHash } from 'node:crypto';
import { base32 } from './encodings.ts';

export interface VendorToken {
  /** Login and e-mail address of whoever gets it. */
  readonly user: string;
  readonly serial: string;
  readonly seed: Uint8Array;
}

/** `count` tokens whose users begin with `name`; two names share neither a user nor a serial. */
export const vendorTokens = (name: string, count: number): readonly VendorToken[] =>
  Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    const digest = createHash('sha256').update(`${name} ${number}`).digest();
    return {
      user: `${name}${number}@acme.example`,
      serial: `9${String(digest.readUInt32BE(28)).padStart(10, '0')}${number}`,
      seed: digest.subarray(0, 20),
    };
  });

/** The vendor's file: what somebody drops into the channel. */
export const vendorFile = (tokens: readonly VendorToken[]): Buffer =>
  Buffer.from(
    [
      'upn,serial number,secret key,timeinterval,manufacturer,model',
      ...tokens.map(({ user, serial, seed }) => `${user},${serial},${base32(seed)},60,Token2,C202`),
    ].join('\r\n'),
  );
