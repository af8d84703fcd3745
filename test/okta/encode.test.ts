import { Buffer } from 'node:buffer';
import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSeed } from '../../src/okta/encode.ts';

const ascii = (text: string): Uint8Array => Buffer.from(text, 'ascii');

describe('seed encodings', () => {
  // The vectors of RFC 4648 section 10, base32 without its padding.
  it.each([
    ['', '', '', ''],
    ['f', 'MY', 'Zg==', '66'],
    ['fo', 'MZXQ', 'Zm8=', '666f'],
    ['foo', 'MZXW6', 'Zm9v', '666f6f'],
    ['foob', 'MZXW6YQ', 'Zm9vYg==', '666f6f62'],
    ['fooba', 'MZXW6YTB', 'Zm9vYmE=', '666f6f6261'],
    ['foobar', 'MZXW6YTBOI', 'Zm9vYmFy', '666f6f626172'],
  ])('encodes %j as the RFC does', (text, base32, base64, hexadecimal) => {
    expect(encodeSeed(ascii(text), 'base32').toString('ascii')).toBe(base32);
    expect(encodeSeed(ascii(text), 'base64').toString('ascii')).toBe(base64);
    expect(encodeSeed(ascii(text), 'hexadecimal').toString('ascii')).toBe(hexadecimal);
  });

  it('agrees with Node for any bytes', () => {
    assert(
      property(uint8Array({ maxLength: 80 }), (bytes) => {
        expect(encodeSeed(bytes, 'base64').toString('ascii')).toBe(Buffer.from(bytes).toString('base64'));
        expect(encodeSeed(bytes, 'hexadecimal').toString('ascii')).toBe(Buffer.from(bytes).toString('hex'));
      }),
    );
  });

  it('gives 32 base32 characters for the usual 20 bytes', () => {
    expect(encodeSeed(ascii('12345678901234567890'), 'base32').toString('ascii')).toBe(
      'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    );
  });
});
