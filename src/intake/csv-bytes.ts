const [tab, lf, cr, blank] = [0x09, 0x0a, 0x0d, 0x20];

export const quote = 0x22;
export const comma = 0x2c;

const isBreak = (byte: number | undefined): boolean => byte === lf || byte === cr;

const isBlank = (byte: number | undefined): boolean => byte === blank || byte === tab;

/** A blank that is no tab. */
export const isSpace = (byte: number | undefined): boolean => byte === blank;

/** Where the line that holds `at` ends: at its break, or at the end of the bytes. */
export function endOfLine(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && !isBreak(bytes[end])) end++;
  return end;
}

/** Behind the line break that begins at `at`; `at` itself where none does. CRLF is one break. */
export function afterBreak(bytes: Uint8Array, at: number): number {
  if (!isBreak(bytes[at])) return at;
  return bytes[at] === cr && bytes[at + 1] === lf ? at + 2 : at + 1;
}

/** How many line breaks begin from `start` to before `end`. */
export function countBreaks(bytes: Uint8Array, start: number, end: number): number {
  let breaks = 0;
  for (let at = start; at < end; at = isBreak(bytes[at]) ? afterBreak(bytes, at) : at + 1) {
    if (isBreak(bytes[at])) breaks++;
  }
  return breaks;
}

/** A view without blanks at either end, and without tabs unless they may separate what stands in it. */
export function trimmed(bytes: Uint8Array, isOuter = isBlank): Uint8Array {
  let [start, end] = [0, bytes.length];
  while (start < end && isOuter(bytes[start])) start++;
  while (end > start && isOuter(bytes[end - 1])) end--;
  return end - start === bytes.length ? bytes : bytes.subarray(start, end);
}

/** Where the first byte stands that is more than a blank or a separator, on whichever line; the end where none is. */
export function skipEmpty(bytes: Uint8Array, at: number, separator: number): number {
  let end = at;
  while (end < bytes.length && (isBlank(bytes[end]) || isBreak(bytes[end]) || bytes[end] === separator))
    end++;
  return end;
}

/** Where the line begins that holds `at`. */
export function startOfLine(bytes: Uint8Array, at: number, from: number): number {
  let start = at;
  while (start > from && !isBreak(bytes[start - 1])) start--;
  return start;
}

/** A line without quotes: its cells without outer blanks, and where it ends. */
export interface PlainLine {
  /** Views; of a line that is too long, undefined. */
  readonly cells: Uint8Array[] | undefined;
  readonly end: number;
}

/**
 * Splits the line that begins at `start`. Without any quote, nothing but the separator and the line break means
 * anything; undefined where there is one.
 */
export function splitPlain(
  bytes: Uint8Array,
  start: number,
  { separator, maxBytes }: { readonly separator: number; readonly maxBytes: number },
): PlainLine | undefined {
  const cells: Uint8Array[] = [];
  let from = start;
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) return undefined;
    if (at - start > maxBytes) return { cells: undefined, end: endOfLine(bytes, at) };
    if (byte === separator) {
      cells.push(trimmed(bytes.subarray(from, at)));
      from = at + 1;
    } else if (byte === lf || byte === cr) break;
  }
  cells.push(trimmed(bytes.subarray(from, at)));
  return { cells, end: at };
}
