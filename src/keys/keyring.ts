import type { OpenedKeys, PublicKeys, PublicOpenPgpKey } from '../domain/keys.ts';
import { Secret } from '../domain/secret.ts';
import { type KeptKey, openKeyFile } from '../store/key-file.ts';
import { generateKeys, generateRsaKey } from './generate.ts';

/** The bot's own keys, to which vendors encrypt. */
export interface Keyring {
  /** What opens files; nothing until the keys were shown for the first time, since nobody can have used them. */
  opened(): OpenedKeys;
  /** What senders need; makes the keys at the first call. */
  shown(): Promise<PublicKeys>;
  /** Adds an RSA key; false where there is one already. */
  addRsa(): Promise<boolean>;
}

export interface KeyringOptions {
  readonly dataDir: string;
  readonly seedKey: Secret<Uint8Array>;
  /** Host of the Okta org, which the OpenPGP key names. */
  readonly org: string;
  readonly now: () => number;
}

/** The keys in a data directory. Every call reads the file, so that a key added beside the running bot is used at once. */
export function openKeyring({ dataDir, seedKey, org, now }: KeyringOptions): Keyring {
  const file = openKeyFile(dataDir, seedKey);

  async function all(): Promise<readonly KeptKey[]> {
    const kept = file.read();
    if (kept.length > 0) return kept;
    // Whoever comes second, here or in another process, takes the keys of the first.
    file.create(await generateKeys({ org, at: now() }));
    return file.read();
  }

  return {
    opened: () => openedOf(file.read()),
    shown: async () => publicOf(await all()),
    async addRsa() {
      const kept = await all();
      if (kept.some(({ kind }) => kind === 'rsa')) return false;
      file.replace([...kept, await generateRsaKey({ org, at: now() })]);
      return true;
    },
  };
}

const openedOf = (keys: readonly KeptKey[]): OpenedKeys => ({
  openpgp: keys.filter(({ kind }) => kind !== 'age').map(({ secret }) => secret),
  age: keys
    .filter(({ kind }) => kind === 'age')
    .map(({ secret }) => new Secret(Buffer.from(secret.reveal()).toString('utf8'))),
});

const publicOf = (keys: readonly KeptKey[]): PublicKeys => ({
  openpgp: keys.flatMap((key) => (key.kind === 'age' ? [] : [publicKey(key)])),
  age: keys.filter(({ kind }) => kind === 'age').map(({ shown }) => shown),
});

const publicKey = ({ kind, name, shown }: KeptKey): PublicOpenPgpKey => ({
  algorithm: kind === 'rsa' ? 'RSA' : 'ECC',
  fingerprint: name,
  armored: shown.trim().replaceAll('\r\n', '\n'),
});
