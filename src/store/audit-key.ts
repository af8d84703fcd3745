import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { ChainEnd } from '../domain/audit.ts';
import { type Checkpoint, checkpointText } from '../domain/checkpoint.ts';
import type { Secret } from '../domain/secret.ts';
import { derivedKey } from './seal.ts';

/** Signs how far the audit has come. */
export interface AuditKey {
  /** Raw Ed25519 public key, 64 hex digits. */
  readonly publicKey: string;
  sign(end: ChainEnd, at: number): Checkpoint;
}

// A raw Ed25519 key behind these bytes is DER: https://www.rfc-editor.org/rfc/rfc8410#section-10.3
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** The signing key that belongs to a SEED_KEY. */
export function auditKey(seedKey: Secret<Uint8Array>): AuditKey {
  const der = Buffer.concat([privatePrefix, derivedKey(seedKey, 'audit checkpoint')]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);
  const publicKey = raw.toString('hex');
  const keyId = auditKeyId(publicKey);
  return {
    publicKey,
    sign({ seq, hash }, at) {
      const unsigned = { seq, hash, at: Math.floor(at / 1000) * 1000, keyId };
      const signature = sign(null, Buffer.from(checkpointText(unsigned)), key).toString('hex');
      return { ...unsigned, signature };
    },
  };
}

/** The name of a public key (64 hex digits) in the checkpoints it signed. */
export const auditKeyId = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex').slice(0, 16);

/** Whether the owner of this public key (64 hex digits) signed a checkpoint. */
export function isSignedBy(publicKey: string, checkpoint: Checkpoint): boolean {
  if (!/^[0-9a-f]{64}$/.test(publicKey) || auditKeyId(publicKey) !== checkpoint.keyId) return false;
  const der = Buffer.concat([publicPrefix, Buffer.from(publicKey, 'hex')]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, Buffer.from(checkpointText(checkpoint)), key, Buffer.from(checkpoint.signature, 'hex'));
}
