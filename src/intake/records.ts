import { afterBreak, countBreaks, endOfLine, skipEmpty, splitPlain, startOfLine } from './csv-bytes.ts';
import { maxRecordBytes, readWindow, wipe, type RecordFound } from './window.ts';

/** One record of a CSV file: the line it begins on, where it ends, and its cells without quotes and outer blanks. */
export type CsvRecord = Place & (Cells | Broken);

/** A record with nothing in its cells, though they are in quotes. */
export type BlankRecord = Place & { readonly kind: 'blank' };

interface Place {
  readonly line: number;
  readonly end: number;
}

interface Cells {
  readonly kind: 'cells';
  readonly cells: readonly Uint8Array[];
}

interface Broken {
  readonly kind: 'broken';
  readonly why: 'quote' | 'too_long';
}

/** Holds the longest record and what follows it, so that a whole window without a whole record is one that is too long. */
const windowBytes = 2 * maxRecordBytes;

/**
 * Splits a CSV file (RFC 4180, with LF, CR or CRLF) on its bytes, so that no seed ever becomes a string. Cells are
 * views of the file, or copies where quotes had to go, which are wiped when the next record is asked for. Lines with
 * nothing but separators are left out. Where a record cannot be read, its first line alone is lost: reading goes on
 * with the next.
 */
export function* readRecords(
  bytes: Uint8Array,
  separator: number,
  firstLine = 1,
): Generator<CsvRecord | BlankRecord, undefined> {
  let [start, line] = [0, firstLine];
  const goOn = (next: number): void => {
    line += countBreaks(bytes, start, next);
    start = next;
  };
  for (;;) {
    const content = skipEmpty(bytes, start, separator);
    if (content === bytes.length) return undefined;
    if (content > start) goOn(startOfLine(bytes, content, start));
    const plain = splitPlain(bytes, start, { separator, maxBytes: maxRecordBytes });
    if (plain === undefined) {
      for (const record of readQuoted(bytes, { start, line, separator })) {
        yield record;
        goOn(afterBreak(bytes, record.end));
      }
      continue;
    }
    const { cells, end } = plain;
    yield cells === undefined
      ? { kind: 'broken', line, end, why: 'too_long' }
      : { kind: 'cells', line, end, cells };
    start = afterBreak(bytes, end);
    line++;
  }
}

/** The records of one window that begins where a quote stands; at least one of them. */
function* readQuoted(
  bytes: Uint8Array,
  from: { start: number; line: number; separator: number },
): Generator<CsvRecord | BlankRecord, undefined> {
  let { start, line } = from;
  const window = bytes.subarray(start, start + windowBytes);
  const isLast = start + window.length === bytes.length;
  const { records, stop } = readWindow({ bytes: window, isLast, separator: from.separator });
  try {
    for (const record of records) {
      const end = from.start + record.end;
      yield told(record, line, end);
      wipe(record);
      const next = afterBreak(bytes, end);
      line += countBreaks(bytes, start, next);
      start = next;
    }
  } finally {
    records.forEach(wipe);
  }
  const left = from.start + window.length - start;
  if (left === 0 || (isLast && stop === undefined)) return undefined;
  const wasCut =
    stop === undefined ? start > from.start : stop === 'unclosed' && !isLast && left <= maxRecordBytes;
  if (wasCut) return undefined;
  const end = endOfLine(bytes, start);
  yield { kind: 'broken', line, end, why: end - start > maxRecordBytes ? 'too_long' : 'quote' };
  return undefined;
}

const told = ({ cells }: RecordFound, line: number, end: number): CsvRecord | BlankRecord =>
  cells.some((cell) => cell.length > 0) ? { kind: 'cells', line, end, cells } : { kind: 'blank', line, end };
