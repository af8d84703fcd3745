const [tab, blank, hyphen, equals] = [0x09, 0x20, 0x2d, 0x3d];

/** What the characters of a secret key come to; to be wiped after use. */
export interface Digits {
  /** The characters without what people and programs put between them and behind them, in upper case. */
  readonly characters: Uint8Array;
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

/** Reads the characters of a secret key in either case; the bytes must be UTF-8. */
export function readDigits(cell: Uint8Array): Digits {
  const characters = new Uint8Array(cell.length);
  let [count, every, some] = [0, 3, 0];
  const end = withoutPadding(cell);
  for (let at = 0; at < end; at++) {
    const byte = cell[at] ?? 0;
    if (byte === blank || byte === hyphen || byte === tab) continue;
    // The no-break space that web pages put between groups.
    if (byte === 0xc2 && cell[at + 1] === 0xa0) {
      at++;
      continue;
    }
    const upper = byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
    const kind = kinds[upper] ?? 0;
    every &= kind;
    some |= kind;
    characters[count++] = upper;
  }
  return {
    characters: characters.subarray(0, count),
    base32: (every & 1) !== 0,
    hex: (every & 2) !== 0,
    hasLetters: (some & 4) !== 0,
  };
}

/** Where the padding begins, and blanks that stand in it. */
function withoutPadding(cell: Uint8Array): number {
  let end = cell.length;
  while (end > 0 && (cell[end - 1] === equals || cell[end - 1] === blank || cell[end - 1] === tab)) end--;
  return end;
}

/** Packs base32 digits into bytes; bits left over at the end carry nothing. */
export function packBase32(characters: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.floor((characters.length * 5) / 8));
  let [bits, held, at] = [0, 0, 0];
  for (const character of characters) {
    bits = ((bits << 5) | (isLetter(character) ? character - 0x41 : character - 0x32 + 26)) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
  }
  return bytes;
}

/** Packs hexadecimal digits into bytes. */
export function packHex(characters: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(characters.length >> 1);
  for (const [index] of bytes.entries()) {
    bytes[index] = (hexOf(characters[2 * index]) << 4) | hexOf(characters[2 * index + 1]);
  }
  return bytes;
}

const hexOf = (character = 0): number => (isLetter(character) ? character - 0x41 + 10 : character - 0x30);
