import type { Secret } from './secret.ts';

/** The bot's own secret keys: OpenPGP keys as binary packets, age identities as `AGE-SECRET-KEY-1…`. */
export interface OpenedKeys {
  readonly openpgp: readonly Secret<Uint8Array>[];
  readonly age: readonly Secret<string>[];
}

/** What anybody may know of them, and a vendor needs to encrypt to the bot. */
export interface PublicKeys {
  readonly openpgp: readonly PublicOpenPgpKey[];
  /** Recipients as `age1…`. */
  readonly age: readonly string[];
}

export interface PublicOpenPgpKey {
  readonly algorithm: 'ECC' | 'RSA';
  /** Hexadecimal, capitals, without blanks. */
  readonly fingerprint: string;
  readonly armored: string;
}

/** A fingerprint as people read it to each other: groups of four. */
export const fingerprintGroups = (fingerprint: string): string =>
  (fingerprint.match(/.{1,4}/gu) ?? []).join(' ');
