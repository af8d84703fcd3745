const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Blanks of any kind and invisible marks at either end. */
const outer = /^[\p{Z}\p{Cf}\s]+|(?<![\p{Z}\p{Cf}\s])[\p{Z}\p{Cf}\s]+$/gu;

const isVisibleAscii = (byte: number | undefined): boolean =>
  byte !== undefined && byte > 0x20 && byte < 0x7f;

/** The text of a cell, without outer blanks of any kind; the bytes must be UTF-8. Not for seeds: text cannot be wiped. */
export function textOf(bytes: Uint8Array): string {
  const text = utf8.decode(bytes);
  return isVisibleAscii(bytes[0]) && isVisibleAscii(bytes.at(-1)) ? text : text.replace(outer, '');
}

/** The bytes without the mark that some programs write before UTF-8. */
export const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
