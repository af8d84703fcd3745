import { readWords, type Word } from './slash-words.ts';
import type { Report } from './token.ts';

/** The words with which somebody reports what became of tokens, and what each of them means. */
export const reportOf = {
  lost: 'lose',
  found: 'find',
  faulty: 'break',
  return: 'return',
  retire: 'retire',
} as const satisfies Readonly<Record<string, Report>>;
export type ReportWord = keyof typeof reportOf;

export const reportWords = ['lost', 'found', 'faulty', 'return', 'retire'] as const satisfies ReportWord[];

/** A token as it is named, and why it is reported; the reason is empty where none was given. */
export interface ReportedToken {
  readonly serial: string;
  readonly reason: string;
}

const tokensAtMost = 100;
const reasonAtMost = 200;

/**
 * Reads what stands after a reporting word: a serial and a reason, or several lines of them as they are pasted from a
 * list. On one line several serials may stand before the reason. Gives a sentence where it makes no sense.
 */
export function readReport(
  word: ReportWord,
  text: string,
):
  | { readonly kind: 'report'; readonly word: ReportWord; readonly tokens: readonly ReportedToken[] }
  | string {
  const lines = text.trimStart().replace(/^\S+/u, '').split(/\r?\n/u);
  const read = lines.map(readLine);
  const wrong = read.find((line) => typeof line === 'string');
  if (wrong !== undefined) return wrong;
  const tokens = read.flatMap((line) => (typeof line === 'string' ? [] : line));
  if (tokens.length === 0) return 'The serial of the token is missing.';
  if (tokens.length > tokensAtMost)
    return `These are ${String(tokens.length)} tokens, and one command takes ${String(tokensAtMost)}. Send them in parts.`;
  return { kind: 'report', word, tokens };
}

function readLine(line: string): readonly ReportedToken[] | string {
  const words = readWords(line);
  const [first, ...rest] = words;
  if (first === undefined) return [];
  if (first.kind !== 'text' || !isVisible(first.text))
    return 'A serial comes first, then the reason. Write the number on the back of the token.';
  const end = rest.findIndex((word) => !isSerial(word));
  const others = end === -1 ? rest : rest.slice(0, end);
  const reason = (end === -1 ? [] : rest.slice(end)).map(spoken).join(' ');
  if (reason.length > reasonAtMost)
    return `The reason is longer than ${String(reasonAtMost)} characters. Say it in fewer words.`;
  return [first, ...others].map((word) => ({ serial: spoken(word), reason }));
}

const spoken = (word: Word): string => (word.kind === 'text' ? word.text : `a ${word.kind}`);

const isVisible = (text: string): boolean =>
  text.length <= 64 && /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u.test(text);

/** Words of a reason are not that long and all digits. */
const isSerial = (word: Word): boolean => word.kind === 'text' && /^\d{6,}$/u.test(word.text);
