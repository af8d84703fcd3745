// Seeds are encoded from bytes to bytes: a string copy could not be wiped and would stay in memory.
// https://www.rfc-editor.org/rfc/rfc4648
import { Buffer } from 'node:buffer';
import type { SeedEncoding } from '../domain/okta.ts';

interface Alphabet {
  readonly bits: number;
  readonly symbols: Buffer;
  /** Length of a padded group; 1 where nothing is padded. */
  readonly group: number;
}

const alphabets: Readonly<Record<SeedEncoding, Alphabet>> = {
  // Token vendors and Okta's console both leave base32 padding out.
  base32: { bits: 5, symbols: Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), group: 1 },
  base64: {
    bits: 6,
    symbols: Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
    group: 4,
  },
  hexadecimal: { bits: 4, symbols: Buffer.from('0123456789abcdef'), group: 1 },
};

const padding = '='.charCodeAt(0);

/** The seed's bytes as ASCII text in the encoding that an authenticator expects. The caller wipes both. */
export function encodeSeed(seed: Uint8Array, encoding: SeedEncoding): Buffer {
  const { bits, symbols, group } = alphabets[encoding];
  const length = Math.ceil((seed.length * 8) / bits);
  const text = Buffer.alloc(Math.ceil(length / group) * group, padding);
  let held = 0;
  let heldBits = 0;
  let at = 0;
  const put = (index: number): void => {
    text.writeUInt8(symbols.readUInt8(index), at);
    at += 1;
  };
  for (const byte of seed) {
    held = (held << 8) | byte;
    heldBits += 8;
    while (heldBits >= bits) {
      heldBits -= bits;
      put(held >> heldBits);
      held &= (1 << heldBits) - 1;
    }
  }
  if (heldBits > 0) put(held << (bits - heldBits));
  return text;
}
