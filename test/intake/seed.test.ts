import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBase32 } from '../../src/intake/digits.ts';
import { readSeed } from '../../src/intake/seed.ts';

const base32 = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(parseInt(group.padEnd(5, '0'), 2)))
    .join('');
};
/** As base32 where the characters could be hexadecimal as well. */
const readText = (text: string) => {
  const read = readSeed(Buffer.from(text));
  return read.kind === 'either' ? read.base32 : read;
};
const hexOf = (text: string): string => {
  const read = readText(text);
  return read.kind === 'seed' ? Buffer.from(read.bytes).toString('hex') : read.code;
};
const problemOf = (text: string): [string, string] => {
  const read = readText(text);
  return read.kind === 'seed' ? ['seed', ''] : [read.code, read.found];
};

const decoded = (text: string) => Buffer.from(packBase32(Buffer.from(text))).toString();

describe('a secret key in base32', () => {
  it('is decoded as RFC 6238 and RFC 4648 say', () => {
    expect(decoded('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toBe('12345678901234567890');
    expect(['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'].map(decoded)).toEqual([
      'f',
      'fo',
      'foo',
      'foob',
      'fooba',
      'foobar',
    ]);
    expect(hexOf('AAISEM2EKVTHPCEZVK54ZXPO74======AAISEM2E')).toBe('seed_character');
  });

  it.each([
    ['in small letters', 'aaisem2ekvthpcezvk54zxpo74abciru'],
    ['in groups', 'AAIS EM2E KVTH PCEZ-VK54-ZXPO-74AB-CIRU'],
    ['between no-break spaces and tabs', '\u00a0AAISEM2EKVTHPCEZ\tVK54ZXPO74ABCIRU'],
    ['with needless padding', 'AAISEM2EKVTHPCEZVK54ZXPO74ABCIRU ===='],
  ])('may be written %s', (_, text) => {
    expect(hexOf(text)).toBe('00112233445566778899aabbccddeeff00112234');
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
    ['00112233445566778899aabbccddeeffO0112234', 'seed_character', '"O" at position 33, perhaps the digit 0'],
    ['245252413141', 'seed_character', '12 characters and no letter among them'],
    ['1.23457E+31', 'seed_rounded', 'a rounded number'],
    ['AAISEM2EKVTHPCEZVK54ZXPO74ABCI', 'seed_cut', '30 characters'],
    ['00112233445566778899aabbccddeeff0011223', 'seed_cut', '39 hexadecimal digits'],
    ['00112233445566ff', 'seed_too_short', '8 bytes'],
    ['MADEUPSHORT', 'seed_cut', '11 characters'],
    ['MADEUPSHORTSHORT', 'seed_too_short', '10 bytes'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZ'.repeat(8), 'seed_too_long', '130 bytes'],
    ['JBSWY3DPEHPK3PXP', 'seed_published', 'a key that is printed in public examples'],
    ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'seed_published', 'a key that is printed in public examples'],
    [
      '3132333435363738393031323334353637383930',
      'seed_published',
      'a key that is printed in public examples',
    ],
    [
      '3132333435363738393031323334353637383930313233343536373839303132',
      'seed_published',
      'a key that is printed in public examples',
    ],
    [
      '000102030405060708090a0b0c0d0e0f10111213',
      'seed_published',
      'a key that is printed in public examples',
    ],
    ['A'.repeat(32), 'seed_repeated', 'the same few bytes over and over'],
    ['00'.repeat(20), 'seed_repeated', 'the same few bytes over and over'],
    ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 'seed_repeated', 'the same few bytes over and over'],
  ])('%j gives %s', (text, code, found) => {
    expect(problemOf(text)).toEqual([code, found]);
  });

  it('may be hexadecimal instead, and is left open where it could be both', () => {
    const hex = '00112233445566778899aabbccddeeff00112234';
    expect(readSeed(Buffer.from(hex))).toMatchObject({ kind: 'seed', encoding: 'hex', characters: 40 });
    expect(hexOf(hex.toUpperCase().replace(/(.{8})/g, '$1 '))).toBe(hex);
    expect(readSeed(Buffer.from('AAISEM2EKVTHPCEZVK54ZXPO74ABCIRU'))).toMatchObject({
      kind: 'seed',
      encoding: 'base32',
    });
    const open = readSeed(Buffer.from('ABCDEF234567abcdef234567ABCDEF24'));
    expect(open).toMatchObject({
      kind: 'either',
      base32: { kind: 'seed', bytes: { length: 20 } },
      hex: { kind: 'seed', bytes: { length: 16 } },
    });
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
