/** What the bytes of a cell come to when they are read as base32 digits. */
export interface Digits {
  /** The value of each digit, 0 to 31; to be wiped after use. */
  readonly values: Uint8Array;
  /** Characters in all, without blanks, hyphens and the padding at the end. */
  readonly count: number;
  /** Characters that are no digit, in order. */
  readonly strange: readonly Strange[];
  readonly hasLetters: boolean;
  /** Whether every character could stand in a hexadecimal number as well. */
  readonly allHex: boolean;
}

export interface Strange {
  readonly character: string;
  /** Counted from 1 over everything in the cell. */
  readonly position: number;
}

const [tab, blank, hyphen, equals] = [0x09, 0x20, 0x2d, 0x3d];

/**
 * Reads base32 digits (https://www.rfc-editor.org/rfc/rfc4648#section-6) of either case, skipping what people and
 * programs put between them, and remembers what does not belong there. The bytes must be UTF-8.
 */
export function readDigits(cell: Uint8Array): Digits {
  const values = new Uint8Array(cell.length);
  const strange: Strange[] = [];
  const padding: Strange[] = [];
  let [known, count, hasLetters, allHex] = [0, 0, false, true];
  for (const { bytes, position } of charactersOf(cell)) {
    if (isSeparator(bytes)) continue;
    if (bytes[0] === equals) {
      padding.push({ character: '=', position });
      continue;
    }
    // Padding that something follows was none.
    strange.push(...padding.splice(0));
    count++;
    const value = valueOf(bytes);
    if (value === undefined) strange.push({ character: new TextDecoder().decode(bytes), position });
    else values[known++] = value;
    hasLetters ||= isLetter(bytes);
    allHex &&= isHex(bytes);
  }
  return { values: values.subarray(0, known), count, strange, hasLetters, allHex };
}

/** Packs `length` bytes out of five-bit digits; bits left over at the end carry nothing. */
export function pack(values: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const [index, value] of values.entries()) {
    const bit = index * 5;
    const at = bit >> 3;
    const shifted = value << (11 - (bit & 7));
    if (at < length) bytes[at] = (bytes[at] ?? 0) | (shifted >> 8);
    if (at + 1 < length) bytes[at + 1] = (bytes[at + 1] ?? 0) | (shifted & 0xff);
  }
  return bytes;
}

function* charactersOf(cell: Uint8Array): Generator<{ bytes: Uint8Array; position: number }, undefined> {
  let position = 1;
  for (let at = 0; at < cell.length; position++) {
    let end = at + 1;
    // Bytes 10xxxxxx continue the character before them.
    while (((cell[end] ?? 0) & 0xc0) === 0x80) end++;
    yield { bytes: cell.subarray(at, end), position };
    at = end;
  }
  return undefined;
}

/** Blank, tab, hyphen, or the no-break space that web pages put between groups. */
function isSeparator(character: Uint8Array): boolean {
  const [first, second] = character;
  return first === blank || first === tab || first === hyphen || (first === 0xc2 && second === 0xa0);
}

function valueOf(character: Uint8Array): number | undefined {
  const byte = character[0] ?? 0;
  if (byte >= 0x32 && byte <= 0x37) return byte - 0x32 + 26;
  return isLetter(character) ? (byte & 0xdf) - 0x41 : undefined;
}

function isLetter(character: Uint8Array): boolean {
  const upper = (character[0] ?? 0) & 0xdf;
  return upper >= 0x41 && upper <= 0x5a;
}

function isHex(character: Uint8Array): boolean {
  const byte = character[0] ?? 0;
  return (byte >= 0x30 && byte <= 0x39) || (isLetter(character) && (byte & 0xdf) <= 0x46);
}
