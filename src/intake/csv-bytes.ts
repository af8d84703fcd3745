const [tab, lf, cr, blank] = [0x09, 0x0a, 0x0d, 0x20];

export const quote = 0x22;
export const comma = 0x2c;

const isBreak = (byte: number | undefined): boolean => byte === lf || byte === cr;

const isBlank = (byte: number | undefined): boolean => byte === blank || byte === tab;

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

/** A view without blanks and tabs at either end. */
export function trimmed(bytes: Uint8Array): Uint8Array {
  let [start, end] = [0, bytes.length];
  while (start < end && isBlank(bytes[start])) start++;
  while (end > start && isBlank(bytes[end - 1])) end--;
  return bytes.subarray(start, end);
}
