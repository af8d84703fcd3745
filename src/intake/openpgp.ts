import { Buffer } from 'node:buffer';
import {
  decrypt,
  type DecryptedSessionKey,
  decryptSessionKeys,
  enums,
  type Message,
  type PrivateKey,
  readMessage,
  readPrivateKey,
  unarmor,
} from 'openpgp';
import type { OpenedKeys } from '../domain/keys.ts';
import type { Secret } from '../domain/secret.ts';
import { withoutMark } from './text.ts';
import { collect, refusedAs, streamOf, type Unsealed } from './unsealed.ts';

export interface OpenPgpOptions {
  readonly maxBytes: number;
  readonly keys: OpenedKeys;
  readonly passphrase?: Secret<string> | undefined;
}

type Encrypted = Message<ReadableStream<Uint8Array>>;

/**
 * Opens an OpenPGP message, armored or binary, with the bot's keys or with a passphrase (RFC 9580). Signatures are not
 * judged: nobody told the bot whose to trust. Never throws for what the message is.
 */
export async function openOpenPgp(bytes: Uint8Array, options: OpenPgpOptions): Promise<Unsealed> {
  const packets = await packetsOf(bytes);
  if (packets.kind === 'refused') return packets;
  const message = await attempt(() => readMessage({ binaryMessage: streamOf(packets.bytes) }));
  if (message === undefined) return refusedAs('sealed_damaged');
  const keys = await keysFor(message, options.keys);
  if (keys.length > 0) {
    const sessionKeys = await attempt(() => decryptSessionKeys({ message, decryptionKeys: keys }));
    return sessionKeys === undefined
      ? refusedAs('sealed_damaged')
      : content(message, sessionKeys, options.maxBytes);
  }
  if (has(message, enums.packet.symEncryptedSessionKey)) return byPassphrase(message, options);
  return refusedAs(message.getEncryptionKeyIDs().length > 0 ? 'sealed_other_key' : bare(message));
}

/** GnuPG's answer to a damaged public key is a message without anything in it. */
const bare = (message: Encrypted): 'sealed_damaged' | 'sealed_not_a_message' =>
  message.packets.length === 0 || has(message, enums.packet.symmetricallyEncryptedData)
    ? 'sealed_damaged'
    : 'sealed_not_a_message';

const has = (message: Encrypted, tag: enums.packet): boolean => message.packets.filterByTag(tag).length > 0;

/** Set in the first byte of every packet, and in none of armor. */
const packetBit = 0x80;

/** Only a message is opened: a key or a clear-signed text in armor says so in its first line. */
async function packetsOf(
  bytes: Uint8Array,
): Promise<
  { readonly kind: 'packets'; readonly bytes: Uint8Array } | Extract<Unsealed, { kind: 'refused' }>
> {
  const text = withoutMark(bytes);
  if ((text[0] ?? 0) >= packetBit) return { kind: 'packets', bytes };
  const armored = Buffer.from(text).toString('latin1').trim();
  if (!armored.startsWith('-----BEGIN PGP MESSAGE')) return { kind: 'refused', code: 'sealed_not_a_message' };
  const unarmored = await attempt(() => unarmor(armored));
  return unarmored === undefined || !(unarmored.data instanceof Uint8Array)
    ? { kind: 'refused', code: 'sealed_damaged' }
    : { kind: 'packets', bytes: unarmored.data };
}

/** Those of the bot's keys the message is encrypted to; all of them where it does not say to whom. */
async function keysFor(message: Encrypted, keys: OpenedKeys): Promise<PrivateKey[]> {
  const wanted = message.getEncryptionKeyIDs();
  if (wanted.length === 0) return [];
  const own = await Promise.all(keys.openpgp.map((key) => readPrivateKey({ binaryKey: key.reveal() })));
  return own.filter((key) => key.getKeyIDs().some((id) => wanted.some((one) => one.equals(id, true))));
}

async function byPassphrase(message: Encrypted, options: OpenPgpOptions): Promise<Unsealed> {
  const { passphrase, maxBytes } = options;
  if (passphrase === undefined) return { kind: 'needs-passphrase', tried: false };
  const sessionKeys = await attempt(() => decryptSessionKeys({ message, passwords: passphrase.reveal() }));
  const opened = sessionKeys === undefined ? undefined : await content(message, sessionKeys, maxBytes);
  // A passphrase makes a key of its own, right or wrong; that it was wrong shows where the content does not verify.
  return opened === undefined || (opened.kind === 'refused' && opened.code === 'sealed_damaged')
    ? { kind: 'needs-passphrase', tried: true }
    : opened;
}

/**
 * Decrypts while counting what comes out. Read as a stream, because only so a message that unpacks without end is told
 * apart from a changed one; nothing of it is used before its end, and with it its integrity, was checked.
 */
async function content(
  message: Encrypted,
  sessionKeys: DecryptedSessionKey[],
  maxBytes: number,
): Promise<Unsealed> {
  if (has(message, enums.packet.symmetricallyEncryptedData)) return refusedAs('sealed_unprotected');
  // A message with AEAD names the algorithm itself, and what is said here does not count.
  const given = sessionKeys.map(({ data, algorithm }) => ({ data, algorithm: algorithm ?? 'aes256' }));
  // Behind the count of our own: it holds for each layer of compression, also those that are never seen.
  const config = { allowUnauthenticatedStream: true, maxDecompressedMessageSize: maxBytes + slack };
  return (
    (await attempt(async () => {
      const decrypted: { readonly data: unknown } = await decrypt({
        message,
        sessionKeys: given,
        format: 'binary',
        config,
      });
      const { data } = decrypted;
      const bytes = data instanceof ReadableStream ? await collect(data, maxBytes) : undefined;
      return bytes === undefined ? refusedAs('sealed_too_large') : { kind: 'opened' as const, bytes };
    })) ?? refusedAs('sealed_damaged')
  );
}

/** A block of bzip2 comes out whole, and one of zeros has 46 MB: cut off inside it, a bomb would pass for damage. */
const slack = 48 * 1024 * 1024;

/** What was done, or nothing where openpgp.js threw: it has no codes, and its messages are no interface. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
