import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';

/** What a sealed seed belongs to. Under any other binding it does not open. */
export interface SeedBinding {
  readonly seedId: string;
  readonly rowId: string;
  readonly serial: string;
}

export interface SealedSeed {
  readonly seedId: string;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
  readonly keyId: string;
}

/** Seals seeds for the database and opens them for Okta; nothing else ever holds one in clear. */
export interface Vault {
  /** 32 hex digits: equal for equal seeds under one key, and no way back to the seed. */
  fingerprint(seed: Secret<Uint8Array>): string;
  seal(seed: Secret<Uint8Array>, binding: SeedBinding): SealedSeed;
  /** The seed, to be wiped after use; throws VAULT_TAMPERED when it was changed or belongs to something else. */
  open(sealed: SealedSeed, binding: SeedBinding): Secret<Uint8Array>;
}

const algorithm = 'aes-256-gcm';
/** NIST SP 800-38D, 8.2.2: random 96-bit nonces are safe for 2^32 seeds under one key. */
const nonceBytes = 12;
/** Without an explicit length Node also accepts tags cut to 4 bytes, which can be guessed. */
const authTagLength = 16;

/** A key of its own for each purpose (RFC 5869), so that none tells anything about another. 32 bytes. */
export function derivedKey(key: Secret<Uint8Array>, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key.reveal(), '', `token-desk ${purpose} 1`, 32));
}

/** A value by which a key is known again; it says nothing about the key. */
export const keyCheckValue = (key: Secret<Uint8Array>): string =>
  createHmac('sha256', derivedKey(key, 'key check')).update('key check').digest('hex').slice(0, 32);

/** The vault under a key of 32 bytes. */
export function createVault(key: Secret<Uint8Array>, keyId: string): Vault {
  const sealing = derivedKey(key, 'seal');
  const printing = derivedKey(key, 'fingerprint');
  return {
    fingerprint: (seed) => createHmac('sha256', printing).update(seed.reveal()).digest('hex').slice(0, 32),
    seal(seed, binding) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, sealing, nonce, { authTagLength });
      cipher.setAAD(boundTo(binding, keyId));
      const ciphertext = Buffer.concat([cipher.update(seed.reveal()), cipher.final()]);
      return { seedId: binding.seedId, nonce, ciphertext, tag: cipher.getAuthTag(), keyId };
    },
    open(sealed, binding) {
      const { nonce, ciphertext, tag } = sealed;
      const facts = { seedId: binding.seedId, rowId: binding.rowId };
      if (nonce.length !== nonceBytes || tag.length !== authTagLength)
        throw new AppError('VAULT_TAMPERED', facts);
      const decipher = createDecipheriv(algorithm, sealing, nonce, { authTagLength });
      decipher.setAAD(boundTo(binding, sealed.keyId)).setAuthTag(tag);
      // In this mode all of the text comes from `update`; joining parts would leave a second copy in memory.
      const seed = new Secret<Uint8Array>(decipher.update(ciphertext));
      try {
        decipher.final();
      } catch (error) {
        seed.wipe();
        throw new AppError('VAULT_TAMPERED', facts, error);
      }
      return seed;
    },
  };
}

/** Each part behind its length, so that no two bindings are written alike; the version allows for another form. */
function boundTo(binding: SeedBinding, keyId: string): Uint8Array {
  const parts = ['token-desk seed 1', keyId, binding.seedId, binding.rowId, binding.serial];
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
