import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { generateKey } from 'openpgp';
import { Secret } from '../domain/secret.ts';
import type { KeptKey } from '../store/key-file.ts';

export interface KeyOwner {
  /** What the key says it is for, such as `acme.okta.com`. */
  readonly org: string;
  /** Epoch ms. */
  readonly at: number;
}

/** What every bot has: an OpenPGP key on Curve25519, which GnuPG takes since 2.1, and an age identity. */
export const generateKeys = async (owner: KeyOwner): Promise<readonly KeptKey[]> => [
  await openPgpKey(owner, 'ecc'),
  await ageKey(),
];

/** An RSA key of 4096 bits beside them, for senders whose program knows no elliptic curves. */
export const generateRsaKey = (owner: KeyOwner): Promise<KeptKey> => openPgpKey(owner, 'rsa');

const algorithms = {
  ecc: { type: 'ecc', curve: 'curve25519Legacy' },
  rsa: { type: 'rsa', rsaBits: 4096 },
} as const;

async function openPgpKey({ org, at }: KeyOwner, kind: 'ecc' | 'rsa'): Promise<KeptKey> {
  const { privateKey } = await generateKey({
    ...algorithms[kind],
    userIDs: [{ name: 'Token Desk', comment: org }],
    date: new Date(at),
    format: 'object',
  });
  return {
    kind,
    name: privateKey.getFingerprint().toUpperCase(),
    shown: privateKey.toPublic().armor(),
    secret: new Secret(privateKey.write()),
  };
}

async function ageKey(): Promise<KeptKey> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  return { kind: 'age', name: recipient, shown: recipient, secret: new Secret(Buffer.from(identity)) };
}
