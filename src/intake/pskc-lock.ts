import type { InputProblem, WantedKey } from '../domain/intake.ts';
import { cipherNamed, hashNamed, type Cipher } from './pskc-cipher.ts';
import { badIn, readDerivation, type Derivation } from './pskc-derivation.ts';
import { shown } from './shown.ts';
import { bytesOf, elementAt, elementsNamed, textAt, type XmlElement } from './xml.ts';

/** How a PSKC file is locked: with which kind of key, which cipher, and how its values are checked. */
export interface Lock {
  readonly wants: WantedKey;
  /** What the file calls the key; empty where it does not. */
  readonly keyName: string;
  readonly derivation: Derivation | undefined;
  readonly mac: MacMethod | undefined;
}

export interface MacMethod {
  readonly hash: string;
  /** The key of the check values, itself encrypted; undefined where the file's own key is used. */
  readonly key: { readonly cipher: Cipher; readonly value: Uint8Array } | undefined;
}

export type LockReading = Lock | { readonly problem: InputProblem };

/** Reads how the container's values are encrypted (https://www.rfc-editor.org/rfc/rfc6030#section-6). */
export function readLock(container: XmlElement): LockReading {
  const encryption = elementAt(container, 'EncryptionKey');
  if (encryption !== undefined && elementsNamed(encryption, 'X509Data').length > 0)
    return badIn('pskc_certificate', encryption, 'a certificate');
  const derivation = readDerivation(container);
  if (derivation !== undefined && 'problem' in derivation) return derivation;
  if (derivation === undefined && elementAt(encryption, 'DerivedKey') !== undefined)
    return badIn('pskc_derivation', encryption, 'no parameters of PBKDF2');
  const mac = readMacMethod(elementAt(container, 'MACMethod'));
  if (mac !== undefined && 'problem' in mac) return mac;
  const wants = derivation === undefined ? 'key' : 'passphrase';
  return { wants, keyName: keyNameOf(encryption), derivation, mac };
}

function keyNameOf(encryption: XmlElement | undefined): string {
  const derived = elementAt(encryption, 'DerivedKey');
  const names = [
    textAt(encryption, 'KeyName'),
    textAt(derived, 'MasterKeyName'),
    textAt(derived, 'CarriedKeyName'),
  ];
  const name = names.find((one) => one !== '') ?? '';
  return name.replace(/[\p{C}\p{Z}]+/gu, ' ').slice(0, 80);
}

function readMacMethod(
  method: XmlElement | undefined,
): MacMethod | { readonly problem: InputProblem } | undefined {
  if (method === undefined) return undefined;
  const identifier = method.attributes.get('Algorithm') ?? '';
  const hash = hashNamed(identifier);
  if (hash === undefined) return badIn('pskc_mac_method', method, shown(identifier));
  const key = elementAt(method, 'MACKey');
  if (key === undefined) return { hash, key: undefined };
  const cipher = cipherOf(key);
  const value = bytesOf(textAt(key, 'CipherData', 'CipherValue'));
  if (cipher === undefined || value === undefined) return badIn('pskc_cipher', key, 'another one');
  return { hash, key: { cipher, value } };
}

/** The cipher of an encrypted value; where it is derived from a password in place, the one named within. */
export function cipherOf(encrypted: XmlElement): Cipher | undefined {
  const method = elementAt(encrypted, 'EncryptionMethod');
  const inner = method === undefined ? undefined : elementsNamed(method, 'EncryptionScheme')[0];
  return cipherNamed((inner ?? method)?.attributes.get('Algorithm') ?? '');
}
