import type { OtpEncoding } from '../world.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A shared secret's bytes, or undefined where the text is not in the encoding (or holds nothing). */
export function decodeSecret(text: string, encoding: OtpEncoding): Uint8Array | undefined {
  const bytes = decoders[encoding](text);
  return bytes === undefined || bytes.length === 0 ? undefined : bytes;
}

const decoders: Readonly<Record<OtpEncoding, (text: string) => Uint8Array | undefined>> = {
  base32: decodeBase32,
  base64: (text) =>
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text)
      ? Buffer.from(text, 'base64')
      : undefined,
  hexadecimal: (text) => (/^(?:[0-9A-Fa-f]{2})*$/.test(text) ? Buffer.from(text, 'hex') : undefined),
};

/** RFC 4648 base32, upper case; padding may be there or not. */
function decodeBase32(text: string): Uint8Array | undefined {
  const match = /^([A-Z2-7]*)=*$/.exec(text);
  const digits = match?.[1];
  if (digits === undefined || [1, 3, 6].includes(digits.length % 8)) return undefined;
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const digit of digits) {
    buffer = ((buffer << 5) | base32.indexOf(digit)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((buffer >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
