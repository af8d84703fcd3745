import { afterBreak, countBreaks, endOfLine } from './csv-bytes.ts';
import { maxRecordBytes, readWindow, wipe, type RecordFound } from './window.ts';

/** One record of a CSV file: the line it begins on, where it ends, and its cells without quotes and outer blanks. */
export type CsvRecord = Place & (Cells | Broken);

/** A record with nothing in its cells, if it has any. */
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
 * copies, and are wiped when the next record is asked for. A record without anything in its cells is `blank`. Where one
 * cannot be read, its first line alone is lost: reading goes on with the next.
 */
export function* readRecords(bytes: Uint8Array): Generator<CsvRecord | BlankRecord, undefined> {
  let [start, line] = [0, 1];
  const goOn = (end: number): void => {
    const next = afterBreak(bytes, end);
    line += countBreaks(bytes, start, next);
    start = next;
  };
  while (start < bytes.length) {
    const from = start;
    const window = bytes.subarray(from, from + windowBytes);
    const isLast = from + window.length === bytes.length;
    const { records, stop } = readWindow({ bytes: window, isLast });
    try {
      for (const record of records) {
        yield told(record, line, from + record.end);
        wipe(record);
        goOn(from + record.end);
      }
    } finally {
      records.forEach(wipe);
    }
    if (isLast && stop === undefined) return undefined;
    const left = from + window.length - start;
    const wasCut =
      stop === undefined ? start > from : stop === 'unclosed' && !isLast && left <= maxRecordBytes;
    if (wasCut) continue;
    const end = endOfLine(bytes, start);
    yield { kind: 'broken', line, end, why: end - start > maxRecordBytes ? 'too_long' : 'quote' };
    goOn(end);
  }
  return undefined;
}

const told = ({ cells }: RecordFound, line: number, end: number): CsvRecord | BlankRecord =>
  cells.some((cell) => cell.length > 0) ? { kind: 'cells', line, end, cells } : { kind: 'blank', line, end };
