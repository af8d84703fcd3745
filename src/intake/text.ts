import { isUtf8 } from 'node:buffer';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a cell, without outer blanks of any kind; the bytes must be UTF-8. Not for seeds: text cannot be wiped. */
export const textOf = (bytes: Uint8Array): string =>
  utf8.decode(bytes).replace(/^[\p{Z}\p{Cf}\s]+|(?<![\p{Z}\p{Cf}\s])[\p{Z}\p{Cf}\s]+$/gu, '');

/** The bytes without the mark that some programs write before UTF-8. */
export const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/** Line (from 1) of the first byte that is not UTF-8; undefined where all of it is. */
export function firstBadLine(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined;
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
  }
  return line;
}
