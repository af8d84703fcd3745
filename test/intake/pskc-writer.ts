import { Buffer } from 'node:buffer';
import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';

/** A key as a test wants it in a file; `data` and `around` go into its Data and beside it as they are. */
export interface WrittenKey {
  readonly serial: string;
  readonly seed: Uint8Array;
  readonly algorithm?: string;
  readonly suite?: string;
  readonly digits?: number;
  readonly step?: number;
  readonly user?: string;
  readonly around?: string;
  readonly device?: string;
}

/** How a file is encrypted; `passphrase` derives the key, `key` is one that both sides have. */
export interface Sealing {
  readonly key: Uint8Array;
  readonly cipher?: 'aes128-cbc' | 'aes192-cbc' | 'aes256-cbc' | 'aes256-gcm' | 'kw-aes128';
  readonly mac?: 'sha1' | 'sha256' | 'none';
  /** Over the clear bytes, as some vendors have it. */
  readonly macOfClear?: boolean;
  /** Without one the check values are made with the file's own key. */
  readonly macKey?: Uint8Array;
  readonly encryptionKey: string;
}

const sha1 = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';
const macNames = { sha1, sha256: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', none: '' };

const element = (name: string, text: string) => `<${name}>${text}</${name}>`;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

export const preShared = '<EncryptionKey><ds:KeyName>Key 7</ds:KeyName></EncryptionKey>';

/** A password's key and how the file says to derive it. */
export function derived(
  password: string,
  { iterations = 1000, bytes = 16, prf = '' } = {},
): Pick<Sealing, 'key' | 'encryptionKey'> {
  const salt = Buffer.from('salt of a test');
  const hash = prf === '' ? 'sha1' : prf;
  const method = prf === '' ? '<PRF/>' : `<PRF Algorithm="${macNames.sha256}"/>`;
  return {
    key: pbkdf2Sync(password, salt, iterations, bytes, hash),
    encryptionKey: `<EncryptionKey><xenc11:DerivedKey><xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2"><pkcs5:PBKDF2-params><Salt><Specified>${base64(salt)}</Specified></Salt><IterationCount>${String(iterations)}</IterationCount><KeyLength>${String(bytes)}</KeyLength>${method}</pkcs5:PBKDF2-params></xenc11:KeyDerivationMethod><xenc11:MasterKeyName>My password</xenc11:MasterKeyName></xenc11:DerivedKey></EncryptionKey>`,
  };
}

const methodOf = (cipher: string) =>
  `<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc${cipher.endsWith('gcm') ? '11' : ''}#${cipher}"/>`;

function encrypt(cipher: NonNullable<Sealing['cipher']>, key: Uint8Array, clear: Uint8Array): Buffer {
  if (cipher === 'kw-aes128') {
    const wrap = createCipheriv('id-aes128-wrap', key, Buffer.alloc(8, 0xa6));
    return Buffer.concat([wrap.update(clear), wrap.final()]);
  }
  if (cipher === 'aes256-gcm') {
    const iv = Buffer.alloc(12, 5);
    const gcm = createCipheriv('aes-256-gcm', key, iv);
    return Buffer.concat([iv, gcm.update(clear), gcm.final(), gcm.getAuthTag()]);
  }
  const iv = Buffer.alloc(16, 9);
  const cbc = createCipheriv(cipher.replace('aes', 'aes-'), key, iv);
  return Buffer.concat([iv, cbc.update(clear), cbc.final()]);
}

function secretOf(seed: Uint8Array, sealing: Sealing | undefined): string {
  if (sealing === undefined) return element('PlainValue', base64(seed));
  const { cipher = 'aes128-cbc', mac = 'sha1', key } = sealing;
  const value = encrypt(cipher, key, seed);
  const encrypted = `<EncryptedValue>${methodOf(cipher)}<xenc:CipherData><xenc:CipherValue>${base64(value)}</xenc:CipherValue></xenc:CipherData></EncryptedValue>`;
  if (mac === 'none') return encrypted;
  const checked = createHmac(mac, sealing.macKey ?? key)
    .update(sealing.macOfClear === true ? seed : value)
    .digest();
  return encrypted + element('ValueMAC', base64(checked));
}

function macMethod({ mac = 'sha1', macKey, key, cipher = 'aes128-cbc' }: Sealing): string {
  if (mac === 'none') return '';
  const inner =
    macKey === undefined
      ? ''
      : `<MACKey>${methodOf(cipher)}<xenc:CipherData><xenc:CipherValue>${base64(encrypt(cipher, key, macKey))}</xenc:CipherValue></xenc:CipherData></MACKey>`;
  return `<MACMethod Algorithm="${macNames[mac]}">${inner}</MACMethod>`;
}

function packageOf(one: WrittenKey, sealing: Sealing | undefined): string {
  const { algorithm = 'totp', digits = 6, suite, step = 30, user = '', around = '', device = '' } = one;
  const parameters = `${suite === undefined ? '' : element('Suite', suite)}<ResponseFormat Length="${String(digits)}" Encoding="DECIMAL"/>`;
  const data = `${element('Secret', secretOf(one.seed, sealing))}<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>${String(step)}</PlainValue></TimeInterval>`;
  return `<KeyPackage><DeviceInfo><Manufacturer>oath.TK</Manufacturer><SerialNo>${one.serial}</SerialNo><Model>C202</Model>${device}</DeviceInfo>
<Key Id="${one.serial}-1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:${algorithm}"><AlgorithmParameters>${parameters}</AlgorithmParameters><Data>${data}</Data>${user === '' ? '' : element('UserId', user)}${around}</Key></KeyPackage>
`;
}

/** A PSKC file (https://www.rfc-editor.org/rfc/rfc6030) with these keys, encrypted or in clear. */
export const pskc = (
  keys: readonly WrittenKey[],
  sealing?: Sealing,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#">
${sealing === undefined ? '' : sealing.encryptionKey + macMethod(sealing)}
${keys.map((key) => packageOf(key, sealing)).join('')}</KeyContainer>`;
