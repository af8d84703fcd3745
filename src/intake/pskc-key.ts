import { Buffer } from 'node:buffer';
import { pbkdf2 } from 'node:crypto';
import type { Secret } from '../domain/secret.ts';
import { isMac } from './pskc-cipher.ts';
import type { Derivation } from './pskc-derivation.ts';
import { cipherOf, type Lock } from './pskc-lock.ts';
import { bytesOf, elementAt, textAt, type XmlElement } from './xml.ts';

/** Opens one encrypted value of a file. */
export type Opener = (secret: XmlElement) => Opened;

export type Opened =
  | { readonly kind: 'opened'; readonly bytes: Uint8Array; readonly checked: boolean }
  | { readonly kind: 'problem'; readonly code: 'pskc_cipher' | 'pskc_undecipherable' | 'pskc_mac' };

/** What opens the values of a file, made of what somebody typed; undefined where that certainly is not the key. */
export async function openerFor(
  { derivation, mac }: Lock,
  typed: Secret<string>,
  keyBytes: number,
): Promise<Opener | undefined> {
  const key =
    derivation === undefined
      ? writtenKey(typed.reveal())
      : await derive(typed.reveal(), derivation, keyBytes);
  if (key === undefined) return undefined;
  if (mac === undefined) return (secret) => open(secret, key, undefined);
  if (mac.key === undefined) return (secret) => open(secret, key, { hash: mac.hash, key });
  if (mac.key.cipher.keyBytes !== key.length) return undefined;
  const macKey = mac.key.cipher.open(key, mac.key.value);
  return macKey === undefined ? undefined : (secret) => open(secret, key, { hash: mac.hash, key: macKey });
}

/** A key as vendors print it: in hexadecimal, perhaps in groups or with 0x in front, or in base64. */
function writtenKey(text: string): Uint8Array | undefined {
  const digits = text.replace(/^\s*0x|[\s:-]+/giu, '');
  const hexadecimal = /^(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/iu.test(digits);
  const key = hexadecimal ? Uint8Array.from(Buffer.from(digits, 'hex')) : bytesOf(text);
  return key !== undefined && [16, 24, 32].includes(key.length) ? key : undefined;
}

const derive = (password: string, { salt, iterations, keyBytes, hash }: Derivation, usual: number) =>
  new Promise<Uint8Array>((resolve, reject) => {
    pbkdf2(password, salt, iterations, keyBytes ?? usual, hash, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });

interface Mac {
  readonly hash: string;
  readonly key: Uint8Array;
}

function open(secret: XmlElement, key: Uint8Array, mac: Mac | undefined): Opened {
  const encrypted = elementAt(secret, 'EncryptedValue');
  const cipher = encrypted === undefined ? undefined : cipherOf(encrypted);
  if (cipher === undefined) return { kind: 'problem', code: 'pskc_cipher' };
  const value = bytesOf(textAt(encrypted, 'CipherData', 'CipherValue'));
  const bytes = value === undefined || cipher.keyBytes !== key.length ? undefined : cipher.open(key, value);
  if (bytes === undefined || value === undefined) return { kind: 'problem', code: 'pskc_undecipherable' };
  const told = bytesOf(textAt(secret, 'ValueMAC'));
  if (mac === undefined || told === undefined) return { kind: 'opened', bytes, checked: false };
  // RFC 6030 checks the encrypted bytes; some vendors check the clear ones.
  const matches = isMac(mac.hash, mac.key, value, told) || isMac(mac.hash, mac.key, bytes, told);
  if (matches) return { kind: 'opened', bytes, checked: true };
  bytes.fill(0);
  return { kind: 'problem', code: 'pskc_mac' };
}
