import { Buffer } from 'node:buffer';
import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

/** How a value is decrypted with a key of `keyBytes` bytes; gives nothing where it is the wrong key. */
export interface Cipher {
  readonly keyBytes: number;
  readonly open: (key: Uint8Array, value: Uint8Array) => Uint8Array | undefined;
}

/** The ciphers by their identifiers, https://www.w3.org/TR/xmlenc-core1/#sec-Algorithms, without what all begin with. */
const ciphers: ReadonlyMap<string, Cipher> = new Map([
  ['xmlenc#aes128-cbc', cbc('aes-128-cbc', 16, 16)],
  ['xmlenc#aes192-cbc', cbc('aes-192-cbc', 24, 16)],
  ['xmlenc#aes256-cbc', cbc('aes-256-cbc', 32, 16)],
  ['xmlenc#tripledes-cbc', cbc('des-ede3-cbc', 24, 8)],
  ['xmlenc11#aes128-gcm', gcm('aes-128-gcm', 16)],
  ['xmlenc11#aes192-gcm', gcm('aes-192-gcm', 24)],
  ['xmlenc11#aes256-gcm', gcm('aes-256-gcm', 32)],
  ['xmlenc#kw-aes128', wrap('id-aes128-wrap', 16)],
  ['xmlenc#kw-aes192', wrap('id-aes192-wrap', 24)],
  ['xmlenc#kw-aes256', wrap('id-aes256-wrap', 32)],
]);

export const cipherNamed = (identifier: string): Cipher | undefined =>
  ciphers.get(identifier.trim().replace(/^.*\//u, ''));

/** The initialisation vector stands in front; the last byte counts the padding, and only that byte is defined. */
function cbc(name: string, keyBytes: number, block: number): Cipher {
  return {
    keyBytes,
    open(key, value) {
      if (value.length < 2 * block || value.length % block !== 0) return undefined;
      const decipher = createDecipheriv(name, key, value.subarray(0, block)).setAutoPadding(false);
      const clear = decipher.update(value.subarray(block));
      const padding = clear.at(-1) ?? 0;
      const usable = padding >= 1 && padding <= block;
      const opened = usable ? Uint8Array.from(clear.subarray(0, clear.length - padding)) : undefined;
      clear.fill(0);
      return opened;
    },
  };
}

function gcm(name: 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm', keyBytes: number): Cipher {
  return {
    keyBytes,
    open(key, value) {
      if (value.length < 12 + 16) return undefined;
      const decipher = createDecipheriv(name, key, value.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(value.subarray(-16));
      return finished(decipher.update(value.subarray(12, -16)), () => decipher.final());
    },
  };
}

/** AES key wrap, https://www.rfc-editor.org/rfc/rfc3394, which tells a wrong key by itself. */
function wrap(name: string, keyBytes: number): Cipher {
  return {
    keyBytes,
    open(key, value) {
      if (value.length < 24 || value.length % 8 !== 0) return undefined;
      const decipher = createDecipheriv(name, key, Buffer.alloc(8, 0xa6));
      try {
        return finished(decipher.update(value), () => decipher.final());
      } catch {
        return undefined;
      }
    },
  };
}

/** Node throws a plain error where a key is wrong. */
function finished(clear: Buffer, end: () => unknown): Uint8Array | undefined {
  try {
    end();
    return Uint8Array.from(clear);
  } catch {
    return undefined;
  } finally {
    clear.fill(0);
  }
}

/** A hash by an identifier such as http://www.w3.org/2001/04/xmldsig-more#hmac-sha256; undefined for any other. */
export const hashNamed = (identifier: string): string | undefined =>
  /hmac-?(?:with)?-?(sha(?:1|224|256|384|512))$/iu.exec(identifier.trim())?.[1]?.toLowerCase();

export function isMac(hash: string, key: Uint8Array, value: Uint8Array, mac: Uint8Array): boolean {
  const made = createHmac(hash, key).update(value).digest();
  return made.length === mac.length && timingSafeEqual(made, mac);
}
