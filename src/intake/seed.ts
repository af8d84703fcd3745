import { pack, readDigits, type Digits } from './base32.ts';
import type { ProblemCode } from './problems.ts';
import { fewestBytes, judgeLength } from './seed-length.ts';

/** A secret key as bytes, or what is wrong with it; `found` tells nothing of the key but what no key can hold. */
export type SeedReading =
  | { readonly kind: 'seed'; readonly bytes: Uint8Array; readonly maybeHex: boolean }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly found: string };

/** Numbers of digits, modulo 8, that no whole number of bytes gives. */
const impossible: ReadonlySet<number> = new Set([1, 3, 6]);

/**
 * Decodes the base32 of a cell into fresh bytes; case, blanks, hyphens and padding do not matter. `maybeHex`: the key
 * could be hexadecimal as well, which only the other rows of the file can tell.
 */
export function readSeed(cell: Uint8Array): SeedReading {
  const digits = readDigits(cell);
  const read = judge(digits);
  digits.values.fill(0);
  return read;
}

function judge(digits: Digits): SeedReading {
  const { values, count, strange, hasLetters, allHex } = digits;
  if (count === 0) return bad('seed_missing', 'nothing');
  if (strange.length > 0) {
    const hexadecimal = hasLetters && allHex && count >= fewestBytes * 2;
    return hexadecimal
      ? bad('seed_hex', `${String(count)} hexadecimal digits`)
      : bad('seed_character', describe(digits));
  }
  const length = Math.floor((count * 5) / 8);
  if (impossible.has(count % 8)) return bad('seed_cut', `${String(count)} characters`);
  const judged = judgeLength(length);
  if (judged?.warning === false) return bad(judged.code, judged.found);
  return { kind: 'seed', bytes: pack(values, length), maybeHex: allHex && count % 2 === 0 };
}

const bad = (code: ProblemCode, found: string): SeedReading => ({ kind: 'problem', code, found });

function describe({ strange, count, hasLetters }: Digits): string {
  const [first] = strange;
  if (first === undefined || !hasLetters) return `${String(count)} characters and no letter among them`;
  const { character, position } = first;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = /^[!-~]$/u.test(character) ? `"${character}"` : `a character that is not ASCII (U+${code})`;
  const more = strange.length > 1 ? `, and ${String(strange.length - 1)} more like it` : '';
  return `${name} at position ${String(position)}${causes.get(character) ?? ''}${more}`;
}

const causes: ReadonlyMap<string, string> = new Map([
  ['0', ', perhaps the letter O'],
  ['1', ', perhaps the letter I or L'],
  ['8', ', perhaps the letter B'],
  ['+', ', as in base64'],
  ['/', ', as in base64'],
  ['=', ', which belongs to the end'],
]);
