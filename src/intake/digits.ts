const [tab, blank, hyphen, equals] = [0x09, 0x20, 0x2d, 0x3d];

/** What the characters of a secret key come to, without what people and programs put between them and behind them. */
export interface Digits {
  readonly count: number;
  readonly base32: boolean;
  readonly hex: boolean;
  readonly hasLetters: boolean;
}

const isLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** Bit 1: a digit of base32 (https://www.rfc-editor.org/rfc/rfc4648#section-6); bit 2: of hexadecimal; bit 4: a letter. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  const base32 = isLetter(byte) || (byte >= 0x32 && byte <= 0x37);
  const hex = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);
  return (base32 ? 1 : 0) | (hex ? 2 : 0) | (isLetter(byte) ? 4 : 0);
});

/** Looks at the characters of a secret key in either case; the bytes must be UTF-8. */
export function readDigits(cell: Uint8Array): Digits {
  let [count, every, some] = [0, 3, 0];
  const end = withoutPadding(cell);
  for (let at = 0; at < end; at++) {
    const byte = cell[at] ?? 0;
    if (isBetween(byte, cell[at + 1])) {
      if (byte === noBreak) at++;
      continue;
    }
    const kind = kinds[upper(byte)] ?? 0;
    every &= kind;
    some |= kind;
    count++;
  }
  return { count, base32: (every & 1) !== 0, hex: (every & 2) !== 0, hasLetters: (some & 4) !== 0 };
}

const upper = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte);

/** Begins the no-break space that web pages put between groups. */
const noBreak = 0xc2;

const isBetween = (byte: number, next: number | undefined): boolean =>
  byte === blank || byte === hyphen || byte === tab || (byte === noBreak && next === 0xa0);

/** Where the padding begins, and blanks that stand in it. */
function withoutPadding(cell: Uint8Array): number {
  let end = cell.length;
  while (end > 0 && (cell[end - 1] === equals || cell[end - 1] === blank || cell[end - 1] === tab)) end--;
  return end;
}

/** Packs the base32 digits of a cell into bytes; bits left over at the end carry nothing. */
export const packBase32 = (cell: Uint8Array, count = cell.length): Uint8Array =>
  pack(cell, new Uint8Array(Math.floor((count * 5) / 8)), 5);

/** Packs the hexadecimal digits of a cell into bytes. */
export const packHex = (cell: Uint8Array, count = cell.length): Uint8Array =>
  pack(cell, new Uint8Array(count >> 1), 4);

function pack(cell: Uint8Array, bytes: Uint8Array, width: 4 | 5): Uint8Array {
  let [bits, held, at] = [0, 0, 0];
  const end = withoutPadding(cell);
  for (let index = 0; index < end && at < bytes.length; index++) {
    const byte = upper(cell[index] ?? 0);
    if ((kinds[byte] ?? 0) === 0) continue;
    bits = ((bits << width) | (width === 5 ? base32Of(byte) : hexOf(byte))) & 0xfff;
    held += width;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
  }
  return bytes;
}

const base32Of = (digit: number): number => (isLetter(digit) ? digit - 0x41 : digit - 0x32 + 26);

const hexOf = (digit: number): number => (isLetter(digit) ? digit - 0x41 + 10 : digit - 0x30);
