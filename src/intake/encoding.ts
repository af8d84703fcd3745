import { isUtf8 } from 'node:buffer';
import { withoutMark } from './text.ts';

/** How the text of a file is written, by the name people know. */
export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252';

/** The text of a file as UTF-8 without a mark, or where it stops being text in any encoding that is read. */
export type TextReading =
  | {
      readonly kind: 'text';
      readonly bytes: Uint8Array;
      readonly encoding: Encoding;
      /** Whether `bytes` are a copy, to be wiped like the file itself. */
      readonly copied: boolean;
    }
  /** UTF-16 that ends in the middle of a character. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'unknown'; readonly line: number };

/**
 * Brings the text of a file into UTF-8 without ever making a string of it: UTF-16 of either byte order, by its mark or
 * by the zeros of plain text, and Windows-1252 where no byte speaks against it.
 */
export function readText(file: Uint8Array): TextReading {
  const utf16 = utf16Of(file);
  if (utf16 !== undefined) return fromUtf16(file, utf16);
  const bytes = withoutMark(file);
  if (isUtf8(bytes)) return { kind: 'text', bytes, encoding: 'UTF-8', copied: false };
  return looksWestern(bytes)
    ? { kind: 'text', bytes: fromWestern(bytes), encoding: 'Windows-1252', copied: true }
    : { kind: 'unknown', line: firstBadLine(bytes) };
}

/** Whether the bytes are text in UTF-16, with a mark or without. */
export const isUtf16 = (bytes: Uint8Array): boolean => utf16Of(bytes) !== undefined;

type ByteOrder = 'little' | 'big';

/** UTF-16 by its mark, or by the zero that every second byte of plain text then is. */
function utf16Of(bytes: Uint8Array): ByteOrder | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'little';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'big';
  const sample = bytes.subarray(0, 512);
  const even = sample.filter((byte, index) => byte === 0 && index % 2 === 0).length;
  const odd = sample.filter((byte, index) => byte === 0 && index % 2 === 1).length;
  if (Math.min(even, odd) > 0 || Math.max(even, odd) <= sample.length / 4) return undefined;
  return even > 0 ? 'big' : 'little';
}

function fromUtf16(file: Uint8Array, order: ByteOrder): TextReading {
  if (file.length % 2 !== 0) return { kind: 'cut' };
  const units = new DataView(file.buffer, file.byteOffset, file.length);
  // No unit of two bytes takes more than three in UTF-8.
  const utf8 = new Uint8Array((file.length / 2) * 3);
  let [end, line] = [0, 1];
  for (let at = 0; at < file.length; at += 2) {
    const character = characterAt(units, at, order === 'little');
    if (character === undefined) {
      utf8.fill(0);
      return { kind: 'unknown', line };
    }
    if (character === 0x0a) line++;
    if (character > 0xffff) at += 2;
    end = writeUtf8(utf8, end, character);
  }
  return { kind: 'text', bytes: withoutMark(utf8.subarray(0, end)), encoding: 'UTF-16', copied: true };
}

/** The character that begins at `at`; undefined where only half of one stands. */
function characterAt(units: DataView, at: number, little: boolean): number | undefined {
  const unit = units.getUint16(at, little);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const next = at + 2 < units.byteLength ? units.getUint16(at + 2, little) : 0;
  if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff) return undefined;
  return 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff);
}

/** Writes one character (https://www.rfc-editor.org/rfc/rfc3629#section-3); gives where the next one goes. */
function writeUtf8(utf8: Uint8Array, at: number, character: number): number {
  if (character < 0x80) {
    utf8[at] = character;
    return at + 1;
  }
  const width = character < 0x800 ? 2 : widthBeyond(character);
  const lead = [0, 0, 0xc0, 0xe0, 0xf0][width] ?? 0;
  utf8[at] = lead | (character >> (6 * (width - 1)));
  for (let index = 1; index < width; index++)
    utf8[at + index] = 0x80 | ((character >> (6 * (width - 1 - index))) & 0x3f);
  return at + width;
}

const widthBeyond = (character: number): number => (character < 0x10000 ? 3 : 4);

/** Line (from 1) of the first byte that is not UTF-8. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
  }
  return line;
}

/** Bytes Windows-1252 gives no character to. */
const unassigned: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** UTF-8 in part is UTF-8 that was damaged or put together from two files, and not to be guessed at. */
function looksWestern(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    if (unassigned.has(byte) || isSequence(bytes, at, byte)) return false;
  }
  return true;
}

/** Whether a character of UTF-8 of more than one byte stands at `at`. */
function isSequence(bytes: Uint8Array, at: number, first: number): boolean {
  if (first < 0xc2 || first > 0xf4) return false;
  const long = first >= 0xe0 ? 3 : 2;
  const end = at + (first >= 0xf0 ? 4 : long);
  for (let next = at + 1; next < end; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false;
  return true;
}

const windows1252 = new TextDecoder('windows-1252');

/** The characters of the upper half in UTF-8 (https://encoding.spec.whatwg.org/#windows-1252). */
const upperHalf = Array.from({ length: 128 }, (_, index) =>
  new TextEncoder().encode(windows1252.decode(Uint8Array.of(0x80 + index))),
);

function fromWestern(bytes: Uint8Array): Uint8Array {
  const size = bytes.reduce((sum, byte) => sum + (upperHalf[byte - 0x80]?.length ?? 1), 0);
  const utf8 = new Uint8Array(size);
  let end = 0;
  for (const byte of bytes) {
    const character = upperHalf[byte - 0x80];
    if (character === undefined) utf8[end++] = byte;
    else {
      utf8.set(character, end);
      end += character.length;
    }
  }
  return utf8;
}
