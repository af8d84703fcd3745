import { CsvError, parse, type InfoField, type Options } from 'csv-parse/sync';
import { afterBreak, countBreaks, isSpace, quote, trimmed } from './csv-bytes.ts';

/** Longer than any row of a vendor; keeps a stray quote from swallowing the file. */
export const maxRecordBytes = 8192;

/**
 * More line breaks than the cells of a row have together. A line is read once for every record that may reach it, so
 * this bounds what a file full of stray quotes costs.
 */
const maxBreaksInside = 32;

/** A part of a file that begins with a record. */
export interface Window {
  readonly bytes: Uint8Array;
  /** Whether the file ends with it. Otherwise its last record may be cut, and is not taken. */
  readonly isLast: boolean;
  /** The byte between two cells. */
  readonly separator: number;
}

/** Copies of a record's cells, without outer blanks, and where in the window it ends: before its line break. */
export interface RecordFound {
  readonly cells: Uint8Array[];
  end: number;
}

/** The whole records of a window, and why reading stopped behind them if the next one cannot be read. */
export interface WindowReading {
  readonly records: readonly RecordFound[];
  readonly stop: 'unclosed' | 'broken' | undefined;
}

const dialect = (separator: number): Options => ({
  encoding: null,
  delimiter: String.fromCharCode(separator),
  record_delimiter: ['\r\n', '\n', '\r'],
  ltrim: true,
  max_record_size: maxRecordBytes,
});

/** Thrown through csv-parse to end its work; one object, because a stack trace per stray quote would cost most of all. */
const unreadable = new Error('the record cannot be read');

/**
 * Reads a window with csv-parse. Cells are taken as they come, and csv-parse is left with records of nothing, which it
 * skips: it would keep a copy as JSON of each record that is longer or shorter than the first.
 */
export function readWindow(window: Window): WindowReading {
  const records: RecordFound[] = [];
  const stop = stopOf(() =>
    parse(window.bytes, {
      ...dialect(window.separator),
      relax_quotes: true,
      skip_records_with_empty_values: true,
      cast: collector(window, records),
    }),
  );
  const last = records.at(-1);
  if (last !== undefined && !isWhole(last, window)) {
    records.pop();
    wipe(last);
  }
  return { records, stop };
}

/** Overwrites the copies. */
export function wipe({ cells }: RecordFound): void {
  for (const cell of cells) cell.fill(0);
}

/** A record that something follows has its line break whole, and CRLF is not cut in two. */
const isWhole = ({ end }: RecordFound, { bytes, isLast, separator }: Window): boolean =>
  bytes[end] !== separator && (isLast || afterBreak(bytes, end) < bytes.length);

function stopOf(work: () => unknown): WindowReading['stop'] {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error !== unreadable && !(error instanceof CsvError)) throw error;
    return error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'unclosed' : 'broken';
  }
}

/** Puts each cell into its record, and gives csv-parse nothing for it. */
function collector(
  { bytes, separator }: Window,
  records: RecordFound[],
): (value: unknown, info: InfoField) => null {
  let record: RecordFound = { cells: [], end: 0 };
  let [start, breaks] = [0, 0];
  return (value, { index, bytes: end, quoting }) => {
    if (index === 0) [start, breaks] = [afterBreak(bytes, record.end), 0];
    const cell = quoting
      ? quoted(bytesOf(value), bytes.subarray(record.end, end), separator)
      : bytesOf(value);
    if (quoting) breaks += countBreaks(cell, 0, cell.length);
    if (end - start > maxRecordBytes || breaks > maxBreaksInside) {
      cell.fill(0);
      throw unreadable;
    }
    // Only behind the checks: a record is known to be whole by what stands where its last readable cell ends.
    if (index === 0) records.push((record = { cells: [], end }));
    record.cells.push(trimmed(cell, isSpace));
    record.end = end;
    return null;
  };
}

/**
 * What a cell holds. One that was in quotes and still begins with a quote was written so, or something follows its
 * closing quote, which `relax_quotes` hides by putting the quotes back. Only blanks may follow.
 */
function quoted(cell: Uint8Array, written: Uint8Array, separator: number): Uint8Array {
  if (cell[0] !== quote) return cell;
  cell.fill(0);
  const raw = trimmed(written.subarray(written.indexOf(quote)));
  if (raw.at(-1) !== quote) throw unreadable;
  let content: Uint8Array = new Uint8Array();
  const take = (inner: unknown): null => {
    content = bytesOf(inner);
    return null;
  };
  parse(raw, { ...dialect(separator), cast: take });
  return content;
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError('csv-parse gave no bytes for a cell');
}
