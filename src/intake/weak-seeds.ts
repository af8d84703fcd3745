import { Buffer } from 'node:buffer';

/** Keys that stand in standards and in the examples of many programs. */
const published: readonly Buffer[] = [
  // https://www.rfc-editor.org/rfc/rfc6238#appendix-B, for each of its hash functions
  ...[20, 32, 64].map((length) => Buffer.alloc(length, '1234567890')),
  // JBSWY3DPEHPK3PXP, from https://github.com/google/google-authenticator/wiki/Key-Uri-Format
  Buffer.from('48656c6c6f21deadbeef', 'hex'),
];

/** Whether everybody knows this key. */
export const isPublished = (seed: Uint8Array): boolean =>
  published.some((one) => one.equals(seed)) || isCounting(seed);

/** 00 01 02 03 …, as in data sheets. */
const isCounting = (seed: Uint8Array): boolean =>
  seed.length > 1 && seed.every((byte, index) => byte === (((seed[0] ?? 0) + index) & 0xff));

/** Whether the key is the same part written at least twice, such as zeros only. */
export function isRepeated(seed: Uint8Array): boolean {
  for (let part = 1; part <= seed.length / 2; part++) {
    let at = part;
    while (at < seed.length && seed[at] === seed[at - part]) at++;
    if (at === seed.length) return true;
  }
  return false;
}
