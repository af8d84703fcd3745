import { afterBreak, endOfLine, quote, trimmed } from './csv-bytes.ts';

/** One line of a list: its number counted from 1, and its cells without blanks and quotes around them. */
export interface OathLine {
  readonly line: number;
  readonly cells: readonly Uint8Array[];
}

/** What stands between the cells of a list. */
type Separator = 0x09 | 0x2c | 0x3b;

const separators: readonly Separator[] = [0x2c, 0x3b, 0x09];
const hash = 0x23;

/**
 * The lines of a list that hold tokens, in order: no blank ones and no comments. Cells are views into `bytes`, so that
 * no key is copied.
 */
export function* oathLines(bytes: Uint8Array): Generator<OathLine, undefined> {
  let separator: Separator | undefined;
  for (const { line, text } of linesOf(bytes)) {
    if (text.length === 0 || text[0] === hash) continue;
    separator ??= separators.find((one) => text.includes(one)) ?? 0x2c;
    yield { line, cells: cellsOf(text, separator) };
  }
  return undefined;
}

/** What the comments before the first token say, each without its mark. */
export function openingComments(bytes: Uint8Array): readonly string[] {
  const comments: string[] = [];
  for (const { text } of linesOf(bytes)) {
    if (text.length === 0) continue;
    if (text[0] !== hash || comments.length === 32) break;
    comments.push(new TextDecoder().decode(text.subarray(1, 200)).trim());
  }
  return comments;
}

function* linesOf(bytes: Uint8Array): Generator<{ line: number; text: Uint8Array }, undefined> {
  for (let [start, line] = [0, 1]; start < bytes.length; line++) {
    const end = endOfLine(bytes, start);
    yield { line, text: trimmed(bytes.subarray(start, end)) };
    start = afterBreak(bytes, end);
  }
  return undefined;
}

function cellsOf(text: Uint8Array, separator: Separator): Uint8Array[] {
  const cells: Uint8Array[] = [];
  let start = 0;
  while (start <= text.length) {
    const next = text.indexOf(separator, start);
    const end = next === -1 ? text.length : next;
    cells.push(unquoted(trimmed(text.subarray(start, end))));
    start = end + 1;
  }
  return cells;
}

const unquoted = (cell: Uint8Array): Uint8Array =>
  cell.length > 1 && cell[0] === quote && cell.at(-1) === quote ? trimmed(cell.subarray(1, -1)) : cell;
