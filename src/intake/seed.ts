import { packBase32, packHex, readDigits } from './digits.ts';
import type { SeedEncoding } from '../domain/intake.ts';
import type { ProblemCode } from './problems.ts';
import { judgeLength } from './seed-length.ts';
import { describeStrange } from './strange.ts';
import { isPublished, isRepeated } from './weak-seeds.ts';

/** A secret key as bytes, or what is wrong with it; `found` tells nothing of the key but what no key can hold. */
export type SeedReading =
  | SeedBytes
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly found: string };

export interface SeedBytes {
  readonly kind: 'seed';
  readonly bytes: Uint8Array;
  readonly encoding: SeedEncoding;
  /** Characters without blanks, hyphens and padding. */
  readonly characters: number;
}

/** A key whose characters could be of either encoding, which only the rest of the file can tell. */
export interface Either {
  readonly kind: 'either';
  readonly base32: SeedReading;
  readonly hex: SeedReading;
  readonly characters: number;
}

/** What is shorter cannot be told from a key in base32 with a slip in it, or, without letters, from a serial. */
const fewestHexDigits = { withLetters: 16, without: 28 };

/** Numbers of digits, modulo 8, that no whole number of bytes gives. */
const impossible: ReadonlySet<number> = new Set([1, 3, 6]);

/** Decodes a key in base32 or hexadecimal into fresh bytes; case, blanks, hyphens and padding do not matter. */
export function readSeed(cell: Uint8Array): SeedReading | Either {
  const digits = readDigits(cell);
  const { count, hasLetters } = digits;
  if (count === 0) return bad('seed_missing', 'nothing');
  if (digits.base32 && digits.hex)
    return { kind: 'either', base32: fromBase32(cell, count), hex: fromHex(cell, count), characters: count };
  if (digits.base32) return fromBase32(cell, count);
  if (digits.hex && count >= fewestHexDigits[hasLetters ? 'withLetters' : 'without'])
    return fromHex(cell, count);
  if (cell.length < 24 && isRounded(cell)) return bad('seed_rounded', 'a rounded number');
  return hasLetters
    ? bad('seed_character', describeStrange(cell))
    : bad('seed_character', `${String(count)} characters and no letter among them`);
}

const bad = (code: ProblemCode, found: string): SeedReading => ({ kind: 'problem', code, found });

function fromBase32(cell: Uint8Array, count: number): SeedReading {
  return impossible.has(count % 8)
    ? bad('seed_cut', `${String(count)} characters`)
    : weighed(packBase32(cell, count), 'base32', count);
}

function fromHex(cell: Uint8Array, count: number): SeedReading {
  return count % 2 === 1
    ? bad('seed_cut', `${String(count)} hexadecimal digits`)
    : weighed(packHex(cell, count), 'hex', count);
}

function weighed(bytes: Uint8Array, encoding: SeedEncoding, characters: number): SeedReading {
  const trouble = troubleWith(bytes);
  if (trouble === undefined) return { kind: 'seed', bytes, encoding, characters };
  bytes.fill(0);
  return trouble;
}

function troubleWith(bytes: Uint8Array): SeedReading | undefined {
  if (isPublished(bytes)) return bad('seed_published', 'a key that is printed in public examples');
  const judged = judgeLength(bytes.length);
  if (judged?.warning === false) return bad(judged.code, judged.found);
  return isRepeated(bytes) ? bad('seed_repeated', 'the same few bytes over and over') : undefined;
}

/** A number as spreadsheets show those that are too long for them: 1.23457E+31. */
const isRounded = (cell: Uint8Array): boolean =>
  /^\s*\d+(?:[.,]\d+)?E\+\d+\s*$/iu.test(new TextDecoder().decode(cell));
