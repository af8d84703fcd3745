import type { Word } from './slash-words.ts';

/** Codes as people read them off a token: digits, in groups or not. */
const isCode = (text: string): boolean => /^\d{6,10}$/u.test(text);

const digitsOf = (words: readonly Word[]): string =>
  words
    .map((word) => (word.kind === 'text' ? word.text : '?'))
    .join('')
    .replaceAll('-', '');

/** One code out of the words it was typed as (`123 456` is one); undefined where it is none. */
export function readCode(words: readonly Word[]): string | undefined {
  const code = digitsOf(words);
  return isCode(code) ? code : undefined;
}

/** One code, or two that were read one after the other; undefined where it is neither. */
export function readCodes(words: readonly Word[]): readonly [string] | readonly [string, string] | undefined {
  const half = words.length / 2;
  const [first, second] = [readCode(words.slice(0, half)), readCode(words.slice(half))];
  if (words.length % 2 === 0 && first !== undefined && second !== undefined) return [first, second];
  const only = readCode(words);
  return only === undefined ? undefined : [only];
}
