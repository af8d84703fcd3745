import { describe, expect, it } from 'vitest';
import { heading, read, seed } from './read.ts';

const either = 'abcdef234567abcdef234567abcdef24';
const other = either.replace('24', '25');
const hexOf16 = '31323334353637383930313233343a3b';
const hexOf20 = '00112233445566778899aabbccddeeff00112234';

const lengths = async (file: string, seedEncoding?: 'base32' | 'hex') => {
  const reading = await read(file, { seedEncoding });
  if (reading.kind === 'rows') return reading.rows.map((row) => row.seedLength);
  return reading.kind === 'ambiguous'
    ? reading.problems.map((one) => `${one.code} in ${String(one.line)}`)
    : [];
};
const ofKeys = (keys: readonly string[], said?: 'base32' | 'hex') =>
  lengths([heading, ...keys.map((key, index) => `,${String(index)},${key},30,,`)].join('\n'), said);

const below = (first: string) => `${first}\n1,${either},30\n`;

describe('the encoding of the secret keys of a file', () => {
  it('is told row by row where the characters tell it', async () => {
    expect(await ofKeys([seed, hexOf20])).toEqual([20, 20]);
  });

  it('is that of the others of the same length, where a key could be either', async () => {
    expect(await ofKeys([either, seed])).toEqual([20, 20]);
    expect(await ofKeys([either, hexOf16])).toEqual([16, 16]);
  });

  it('is asked for where nothing tells, with the lines, and no row is taken', async () => {
    expect(await ofKeys([either])).toEqual(['seed_encoding in 2']);
    expect(await ofKeys([either, seed, hexOf16, other])).toEqual([
      'seed_encoding in 2',
      'seed_encoding in 5',
    ]);
    expect(await ofKeys([`${either}${other}`, seed])).toEqual(['seed_encoding in 2']);
  });

  it('is what somebody says, for those keys alone that could be either', async () => {
    expect(await ofKeys([either, seed, hexOf20], 'hex')).toEqual([16, 20, 20]);
    expect(await ofKeys([either, seed, hexOf20], 'base32')).toEqual([20, 20, 20]);
  });

  it('is what the heading says', async () => {
    expect(await lengths(below('serial,secret,interval'))).toEqual(['seed_encoding in 2']);
    expect(await lengths(below('serial,secret (hex),interval'))).toEqual([16]);
    expect(await lengths(below('serial,Hex Seed,interval'))).toEqual([16]);
    expect(await lengths(below('serial,Base32 Secret,interval'))).toEqual([20]);
  });

  it('does not matter for a key that is too short in both', async () => {
    expect(await ofKeys(['abcdef234567abcd'])).toEqual([undefined]);
  });
});
