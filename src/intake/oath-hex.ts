const [tab, blank, hyphen] = [0x09, 0x20, 0x2d];

/** How many hexadecimal digits a cell holds; undefined where it holds anything else but blanks and hyphens. */
export function countHex(cell: Uint8Array): number | undefined {
  let count = 0;
  for (const byte of cell) {
    if (isBetween(byte)) continue;
    if (valueOf(byte) === undefined) return undefined;
    count++;
  }
  return count;
}

/** The bytes that an even number of hexadecimal digits stands for. */
export function packHex(cell: Uint8Array, digits: number): Uint8Array {
  const bytes = new Uint8Array(digits / 2);
  let at = 0;
  for (const byte of cell) {
    const value = valueOf(byte);
    if (value === undefined) continue;
    bytes[at >> 1] = ((bytes[at >> 1] ?? 0) << 4) | value;
    at++;
  }
  return bytes;
}

/** People and programs put blanks and hyphens between groups of digits. */
const isBetween = (byte: number): boolean => byte === blank || byte === tab || byte === hyphen;

function valueOf(byte: number): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte & 0xdf;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x41 + 10 : undefined;
}
