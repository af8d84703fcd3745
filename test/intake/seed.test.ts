import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeed } from '../../src/intake/seed.ts';

const base32 = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(parseInt(group.padEnd(5, '0'), 2)))
    .join('');
};
const readText = (text: string) => readSeed(Buffer.from(text));
const hexOf = (text: string): string => {
  const read = readText(text);
  return read.kind === 'seed' ? Buffer.from(read.bytes).toString('hex') : read.code;
};
const problemOf = (text: string): [string, string] => {
  const read = readText(text);
  return read.kind === 'seed' ? ['seed', ''] : [read.code, read.found];
};

describe('a secret key in base32', () => {
  it('is decoded as RFC 6238 and RFC 4648 say', () => {
    expect(hexOf('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toBe(
      Buffer.from('12345678901234567890').toString('hex'),
    );
    expect(hexOf('MZXW6YTBOI======MZXW6YTBOI')).toBe('seed_character');
    expect(hexOf('MZXW6YTBOJTG633CMFZGM33PMJQXE===')).toBe(Buffer.from('foobarfoobarfoobar').toString('hex'));
  });

  it.each([
    ['in small letters', 'gezdgnbvgy3tqojqgezdgnbvgy3tqojq'],
    ['in groups', 'GEZD GNBV GY3T QOJQ-GEZD-GNBV-GY3T-QOJQ'],
    ['between no-break spaces and tabs', '\u00a0GEZDGNBVGY3TQOJQ\tGEZDGNBVGY3TQOJQ'],
    ['with needless padding', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ ===='],
  ])('may be written %s', (_, text) => {
    expect(hexOf(text)).toBe(hexOf('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'));
  });

  it('is decoded to the bytes that were encoded, at any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 14, maxLength: 128 }), (bytes) => {
        const read = readText(base32(bytes));
        expect(read.kind === 'seed' && Buffer.from(read.bytes).equals(bytes)).toBe(true);
      }),
    );
  });

  it.each([
    ['', 'seed_missing', 'nothing'],
    [' - ====', 'seed_missing', 'nothing'],
    ['C2dE3fH4iJ5kL6mN7oP1qR2sT3uV4w', 'seed_character', '"1" at position 20, perhaps the letter I or L'],
    ['GEZD GNB0 GY3T QOJQ', 'seed_character', '"0" at position 9, perhaps the letter O'],
    ['GEZDGNBVGY3TQ0J8', 'seed_character', '"0" at position 14, perhaps the letter O, and 1 more like it'],
    ['=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'seed_character', '"=" at position 1, which belongs to the end'],
    ['GEZDGNBVGYёTQOJQ', 'seed_character', 'a character that is not ASCII (U+0451) at position 11'],
    ['abc+/GHIJKLMNOPQRSTUVWXYZ', 'seed_character', '"+" at position 4, as in base64, and 1 more like it'],
    ['245252413141', 'seed_character', '12 characters and no letter among them'],
    ['3132333435363738393031323334353637383A3B', 'seed_hex', '40 hexadecimal digits'],
    ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ', 'seed', ''],
    ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQO', 'seed_cut', '30 characters'],
    ['JBSWY3DPEHPK3PXP', 'seed_too_short', '10 bytes'],
    ['A'.repeat(208), 'seed_too_long', '130 bytes'],
  ])('%j gives %s', (text, code, found) => {
    expect(problemOf(text)).toEqual([code, found]);
  });

  it('tells when it could be hexadecimal as well', () => {
    expect(readText('ABCDEF234567abcdef234567ABCDEF23')).toMatchObject({ kind: 'seed', maybeHex: true });
    expect(readText('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toMatchObject({ kind: 'seed', maybeHex: false });
  });

  it('tells nothing of itself when it is refused', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 20, maxLength: 40 }),
        fc.nat(),
        fc.constantFrom('0', '1', '8', '9', '!'),
        (bytes, where, slip) => {
          const key = base32(bytes);
          const at = where % key.length;
          const read = readText(key.slice(0, at) + slip + key.slice(at + 1));
          const told = read.kind === 'seed' ? '' : read.found;
          expect(told).not.toMatch(/[A-Z2-7]{4}/);
        },
      ),
    );
  });
});
