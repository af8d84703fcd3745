const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32 without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/gu) ?? [])
    .map((five) => alphabet.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('');
}

/** Every form in which a seed could have been written down by mistake, by name; `latin1` text stands for bytes. */
export function encodingsOf(seed: Uint8Array): Readonly<Record<string, string>> {
  const bytes = Buffer.from(seed);
  return {
    'base32 in capitals': base32(seed),
    'base32 in small letters': base32(seed).toLowerCase(),
    'hexadecimal in capitals': bytes.toString('hex').toUpperCase(),
    'hexadecimal in small letters': bytes.toString('hex'),
    base64: bytes.toString('base64').replaceAll('=', ''),
    base64url: bytes.toString('base64url'),
    'raw bytes': bytes.toString('latin1'),
    'a list of numbers': [...seed].join(','),
  };
}
