import { Buffer } from 'node:buffer';
import { comma, countBreaks, endOfLine, skipEmpty } from './csv-bytes.ts';
import { countKnown } from './header.ts';
import { readRecords } from './records.ts';
import { textOf } from './text.ts';
import { maxRecordBytes } from './window.ts';
import { unwrapped } from './wrapped.ts';

/** How the cells of a file are told apart. */
export interface Dialect {
  readonly separator: number;
  /** The separator inside rows that stand as a whole in one quoted cell. */
  readonly inside: number;
}

/** The separators that are told apart, by the name people know. */
export const separators: ReadonlyMap<number, string> = new Map([
  [comma, 'commas'],
  [0x3b, 'semicolons'],
  [0x09, 'tabs'],
  [0x7c, 'vertical bars'],
]);

/** What stands in lines that hold nothing, under any separator. */
const empty: ReadonlySet<number> = new Set([...separators.keys(), 0x20, 0x0a, 0x0d]);

/** The dialect under which the heading line names the most columns; commas where nothing speaks for another. */
export function sniffDialect(bytes: Uint8Array): Dialect {
  const all = [...separators.keys()];
  const plain = all.map((separator): Dialect => ({ separator, inside: separator }));
  const wrapped = all.flatMap((separator) => all.map((inside): Dialect => ({ separator, inside })));
  let best: { dialect: Dialect; known: number } = { dialect: { separator: comma, inside: comma }, known: 0 };
  const start = bytes.findIndex((byte) => !empty.has(byte));
  const sample = bytes.subarray(Math.max(start - maxRecordBytes, 0), start + 2 * maxRecordBytes);
  for (const dialect of [...plain, ...wrapped]) {
    const known = countKnown(headingsOf(sample, dialect));
    if (known > best.known) best = { dialect, known };
  }
  return best.dialect;
}

function headingsOf(bytes: Uint8Array, { separator, inside }: Dialect): readonly string[] {
  for (const record of unwrapped(readRecords(bytes, separator), inside)) {
    if (record.kind === 'cells') return record.cells.map(textOf);
    if (record.kind === 'broken') return [];
  }
  return [];
}

/** How much of the bytes Excel's own hint takes, such as `sep=;` in a line above the headings, and how many lines. */
export function behindHint(bytes: Uint8Array): { readonly start: number; readonly lines: number } {
  const first = skipEmpty(bytes, 0, comma);
  const end = endOfLine(bytes, first);
  const isHint =
    end - first < 12 && /^"?sep=.?"?\s*$/iu.test(Buffer.from(bytes.subarray(first, end)).toString('latin1'));
  return isHint ? { start: end, lines: countBreaks(bytes, 0, end) } : { start: 0, lines: 0 };
}
