import { Buffer } from 'node:buffer';
import { createDecipheriv, scrypt } from 'node:crypto';
import { armor, Decrypter, type Identity, type Stanza } from 'age-encryption';
import type { OpenedKeys } from '../domain/keys.ts';
import type { Secret } from '../domain/secret.ts';
import { withoutMark } from './text.ts';
import { collect, refusedAs, streamOf, type Unsealed } from './unsealed.ts';

export interface AgeOptions {
  readonly maxBytes: number;
  readonly keys: OpenedKeys;
  readonly passphrase?: Secret<string> | undefined;
}

/** What is written down while the header of a file is read. */
interface Header {
  kinds?: readonly string[];
  costly?: boolean;
  unwrapped?: boolean;
}

/**
 * Opens an age file, armored or binary, with the bot's identities or with a passphrase (https://c2sp.org/age). Never
 * throws for what the file is.
 */
export async function openAge(bytes: Uint8Array, options: AgeOptions): Promise<Unsealed> {
  const header: Header = {};
  try {
    const stream = await decrypterFor(header, options).decrypt(streamOf(binary(bytes)));
    header.unwrapped = true;
    const opened = await collect(stream, options.maxBytes);
    return opened === undefined ? refusedAs('sealed_too_large') : { kind: 'opened', bytes: opened };
  } catch {
    // The package throws plain errors; how far it came says what was wrong.
    return failure(header, options);
  }
}

function failure({ kinds, costly, unwrapped }: Header, { passphrase }: AgeOptions): Unsealed {
  if (costly === true) return refusedAs('sealed_costly');
  if (kinds === undefined || unwrapped === true) return refusedAs('sealed_damaged');
  if (kinds.includes('scrypt')) return { kind: 'needs-passphrase', tried: passphrase !== undefined };
  return refusedAs('sealed_other_key');
}

function binary(bytes: Uint8Array): Uint8Array {
  const text = withoutMark(bytes);
  return text[0] === '-'.codePointAt(0) ? armor.decode(Buffer.from(text).toString('latin1')) : bytes;
}

function decrypterFor(header: Header, { keys, passphrase }: AgeOptions): Decrypter {
  const decrypter = new Decrypter();
  decrypter.addIdentity(watch(header));
  for (const key of keys.age) decrypter.addIdentity(key.reveal());
  if (passphrase !== undefined) decrypter.addIdentity(scryptIdentity(passphrase, header));
  return decrypter;
}

/** Opens nothing, and remembers what the file could be opened with. */
const watch = (header: Header): Identity => ({
  unwrapFileKey(stanzas) {
    header.kinds = stanzas.map(({ args }) => args[0] ?? '');
    return null;
  },
});

/** age itself chooses 18, which takes 256 MiB for a second; each step above doubles both. */
const maxWorkFactor = 18;

/**
 * A passphrase, checked by Node's scrypt beside the event loop: the package would do it in JavaScript, and Slack would
 * get no acknowledgement meanwhile. https://c2sp.org/age#the-scrypt-recipient-type
 */
const scryptIdentity = (passphrase: Secret<string>, header: Header): Identity => ({
  async unwrapFileKey(stanzas) {
    const [stanza, ...others] = stanzas;
    const [kind, salt64 = '', factor = ''] = stanza?.args ?? [];
    if (stanza === undefined || kind !== 'scrypt' || others.length > 0) return null;
    const salt = Buffer.from(salt64, 'base64');
    if (salt.length !== 16 || stanza.body.length !== 32 || !/^[1-9]\d?$/u.test(factor)) return null;
    if (Number(factor) > maxWorkFactor) {
      header.costly = true;
      return null;
    }
    const key = await derive(passphrase, Buffer.concat([Buffer.from(label), salt]), 2 ** Number(factor));
    return unwrap(key, stanza);
  },
});

const label = 'age-encryption.org/v1/scrypt';

const derive = (passphrase: Secret<string>, salt: Uint8Array, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: cost, r: 8, p: 1, maxmem: 2 * 128 * 8 * cost };
    scrypt(passphrase.reveal(), salt, 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });

/** The file key under a key from a passphrase; nothing where it is the wrong one. */
function unwrap(key: Uint8Array, { body }: Stanza): Uint8Array | null {
  const decipher = createDecipheriv('chacha20-poly1305', key, new Uint8Array(12), { authTagLength: 16 });
  decipher.setAuthTag(body.subarray(16));
  const fileKey = decipher.update(body.subarray(0, 16));
  try {
    decipher.final();
    return fileKey;
  } catch {
    return null;
  }
}
