/** One record of a CSV file: the line it begins on, where it ends, and its cells without quotes and outer blanks. */
export type CsvRecord = { readonly line: number; readonly end: number } & (
  | { readonly kind: 'cells'; readonly cells: readonly Uint8Array[] }
  | { readonly kind: 'broken'; readonly why: 'quote' | 'too_long' }
);

/** Longer than any row of a vendor; keeps a stray quote from swallowing the file. */
export const maxRecordBytes = 8192;

const [tab, lf, cr, blank, quote, comma] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x2c];

/**
 * Splits a CSV file (RFC 4180, with LF, CR or CRLF) on its bytes, so that no seed ever becomes a string: cells are
 * views into `bytes`. Lines without any cell are left out but counted. Where a record cannot be read, that line alone
 * is lost: reading goes on with the next one.
 */
export function* readRecords(bytes: Uint8Array): Generator<CsvRecord, undefined> {
  let line = 1;
  for (let start = 0; start < bytes.length;) {
    const record = isBreak(bytes[start])
      ? blankLine
      : readRecord(bytes.subarray(start, start + maxRecordBytes + 1));
    const broken = typeof record === 'string';
    const end = start + (broken ? endOfLine(bytes.subarray(start)) : record.length);
    if (broken) yield { kind: 'broken', line, end, why: record };
    else if (record.cells.some((cell) => cell.length > 0))
      yield { kind: 'cells', line, end, cells: record.cells };
    const next = end + reach(bytes, end);
    line += countBreaks(bytes, start, next);
    start = next;
  }
  return undefined;
}

/** Reads the record at the beginning of `bytes`, which are all that is left or one more than a record may have. */
function readRecord(bytes: Uint8Array): { cells: Uint8Array[]; length: number } | 'quote' | 'too_long' {
  const cells: Uint8Array[] = [];
  for (let at = 0; ; at++) {
    const cell = readCell(bytes, at);
    if (cell === undefined) return 'quote';
    cells.push(cell.content);
    at = cell.end;
    if (at > maxRecordBytes) return 'too_long';
    if (bytes[at] !== comma) return { cells, length: at };
  }
}

interface Cell {
  readonly content: Uint8Array;
  /** Where the comma, the line break or the end of the file stands. */
  readonly end: number;
}

function readCell(bytes: Uint8Array, start: number): Cell | undefined {
  const first = skipBlanks(bytes, start);
  if (bytes[first] === quote) return readQuoted(bytes, first + 1);
  let end = first;
  while (!isEnd(bytes[end])) end++;
  return { content: trimmed(bytes.subarray(first, end)), end };
}

/** Reads on from behind an opening quote; undefined where it is never closed, or closed before the end of the cell. */
function readQuoted(bytes: Uint8Array, start: number): Cell | undefined {
  let close = bytes.indexOf(quote, start);
  let doubled = false;
  while (close !== -1 && bytes[close + 1] === quote) {
    doubled = true;
    close = bytes.indexOf(quote, close + 2);
  }
  if (close === -1) return undefined;
  const end = skipBlanks(bytes, close + 1);
  if (!isEnd(bytes[end])) return undefined;
  const content = bytes.subarray(start, close);
  return { content: trimmed(doubled ? withSingleQuotes(content) : content), end };
}

/** The only copy made of a cell; base32 has no quotes, so it is never one of a readable seed. */
function withSingleQuotes(content: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (let at = 0; at < content.length; at++) {
    const byte = content[at] ?? 0;
    kept.push(byte);
    if (byte === quote) at++;
  }
  return Uint8Array.from(kept);
}

const blankLine = { cells: [], length: 0 };

const isBreak = (byte: number | undefined): boolean => byte === lf || byte === cr;

const isEnd = (byte: number | undefined): boolean => byte === undefined || byte === comma || isBreak(byte);

const isBlank = (byte: number | undefined): boolean => byte === blank || byte === tab;

function skipBlanks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isBlank(bytes[at])) at++;
  return at;
}

function trimmed(bytes: Uint8Array): Uint8Array {
  const start = skipBlanks(bytes, 0);
  let end = bytes.length;
  while (end > start && isBlank(bytes[end - 1])) end--;
  return bytes.subarray(start, end);
}

function endOfLine(bytes: Uint8Array): number {
  const end = bytes.findIndex(isBreak);
  return end === -1 ? bytes.length : end;
}

/** How far the byte at `at` reaches: CRLF is one break of two bytes, and at the end there is nothing. */
function reach(bytes: Uint8Array, at: number): number {
  if (bytes[at] === cr && bytes[at + 1] === lf) return 2;
  return at < bytes.length ? 1 : 0;
}

function countBreaks(bytes: Uint8Array, start: number, end: number): number {
  let breaks = 0;
  for (let at = start; at < end; at += reach(bytes, at)) {
    if (isBreak(bytes[at])) breaks++;
  }
  return breaks;
}
