import { Buffer } from 'node:buffer';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import {
  createMessage,
  encrypt,
  enums,
  generateKey,
  type PartialConfig,
  type PrivateKey,
  type PublicKey,
} from 'openpgp';
import type { OpenedKeys } from '../../../src/domain/keys.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { heading } from '../read.ts';

const seed = 'CANARYSEALED2345CANARYSEALED6723';
export const vendorCsv = `${heading}\nana@acme.example,245252413141,${seed},30,Token2,C202\n`;

export interface KeyPair {
  readonly privateKey: PrivateKey;
  readonly publicKey: PublicKey;
}

const userIDs = [{ name: 'Token Desk' }];
export const eccKey = (config: PartialConfig = {}): Promise<KeyPair> =>
  generateKey({ type: 'ecc', curve: 'curve25519Legacy', userIDs, format: 'object', config });
export const rsaKey = (): Promise<KeyPair> =>
  generateKey({ type: 'rsa', rsaBits: 2048, userIDs, format: 'object' });

export const opened = (...pairs: readonly KeyPair[]): OpenedKeys => ({
  openpgp: pairs.map(({ privateKey }) => new Secret(privateKey.write())),
  age: [],
});

export interface AgePair {
  readonly recipient: string;
  readonly keys: OpenedKeys;
}

export async function agePair(): Promise<AgePair> {
  const identity = await generateX25519Identity();
  return {
    recipient: await identityToRecipient(identity),
    keys: { openpgp: [], age: [new Secret(identity)] },
  };
}

type Encryption = Omit<Parameters<typeof encrypt>[0], 'message' | 'format'>;

/** An OpenPGP message in bytes, compressed unless `config` says otherwise. */
export async function openPgp(clear: string | Uint8Array, how: Encryption): Promise<Uint8Array> {
  const message = await createMessage({ binary: new Uint8Array(Buffer.from(clear)) });
  const config = { preferredCompressionAlgorithm: enums.compression.zip, ...how.config };
  const made: unknown = await encrypt({ ...how, message, format: 'binary', config });
  if (made instanceof Uint8Array) return made;
  throw new Error('openpgp gave no bytes');
}
