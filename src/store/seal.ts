import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { TokenSettings } from '../domain/token.ts';
import { type Box, openBox, packBox, sealBox, unpackBox } from './box.ts';

/** What a sealed seed belongs to. Under any other binding it does not open. */
export interface SeedBinding {
  readonly seedId: string;
  /** Okta's id of the org it was planned for; empty for a seed that was sealed before this was noted. */
  readonly orgId: string;
  readonly batchId: string;
  readonly rowId: string;
  readonly serial: string;
  readonly settings: TokenSettings;
}

/** A seed under a data key of its own, and that key under the one derived from SEED_KEY. */
export interface SealedSeed extends Box {
  readonly seedId: string;
  readonly orgId: string;
  /** The data key, 60 bytes. */
  readonly wrapped: Uint8Array;
  readonly keyId: string;
}

/** Seals seeds for the database and opens them for Okta; nothing else ever holds one in clear. */
export interface Vault {
  /** 32 hex digits: equal for equal seeds in one database, and no way back to the seed. */
  fingerprint(seed: Secret<Uint8Array>): string;
  seal(seed: Secret<Uint8Array>, binding: SeedBinding): SealedSeed;
  /** The seed, to be wiped after use; throws VAULT_TAMPERED when it was changed or belongs to something else. */
  open(sealed: SealedSeed, binding: SeedBinding): Secret<Uint8Array>;
}

/** A key of its own for each purpose (RFC 5869), so that none tells anything about another. 32 bytes. */
export function derivedKey(key: Secret<Uint8Array>, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key.reveal(), '', `token-desk ${purpose} 1`, 32));
}

/** A value by which a key is known again; it says nothing about the key. */
export const keyCheckValue = (key: Secret<Uint8Array>): string =>
  createHmac('sha256', derivedKey(key, 'key check')).update('key check').digest('hex').slice(0, 32);

/** A SEED_KEY with the name the database knows it by. */
export interface NamedKey {
  readonly id: string;
  readonly key: Secret<Uint8Array>;
}

/** The key of the fingerprints, as it is kept: it outlives SEED_KEY, or equal seeds would no longer show as equal. */
export const firstPrintingKey = (key: Secret<Uint8Array>): Uint8Array => derivedKey(key, 'fingerprint');

const printingFacts = (keyId: string): readonly string[] => ['token-desk fingerprint key 2', keyId];

export const wrapPrintingKey = ({ id, key }: NamedKey, printing: Uint8Array): Uint8Array =>
  packBox(sealBox(derivedKey(key, 'wrap'), printing, printingFacts(id)));

/** Throws VAULT_TAMPERED when it was changed, or another key wrapped it. */
export function unwrapPrintingKey({ id, key }: NamedKey, wrapped: Uint8Array): Uint8Array {
  const printing = openBox(derivedKey(key, 'wrap'), unpackBox(wrapped), printingFacts(id));
  if (printing === undefined) throw new AppError('VAULT_TAMPERED', { part: 'fingerprint key' });
  return printing;
}

const dataKeyFacts = (keyId: string, seedId: string): readonly string[] => [
  'token-desk data key 2',
  keyId,
  seedId,
];

/** The data key of a seed under another SEED_KEY; the seed itself is not opened. Throws VAULT_TAMPERED. */
export function rewrapDataKey(
  wrapped: Uint8Array,
  { seedId, from, to }: { readonly seedId: string; readonly from: NamedKey; readonly to: NamedKey },
): Uint8Array {
  const dataKey = openBox(derivedKey(from.key, 'wrap'), unpackBox(wrapped), dataKeyFacts(from.id, seedId));
  if (dataKey === undefined) throw new AppError('VAULT_TAMPERED', { seedId });
  try {
    return packBox(sealBox(derivedKey(to.key, 'wrap'), dataKey, dataKeyFacts(to.id, seedId)));
  } finally {
    dataKey.fill(0);
  }
}

/** The vault under a key of 32 bytes. */
export function createVault(named: NamedKey, printing: Uint8Array): Vault {
  const wrapping = derivedKey(named.key, 'wrap');
  return {
    fingerprint: (seed) => createHmac('sha256', printing).update(seed.reveal()).digest('hex').slice(0, 32),
    seal(seed, binding) {
      const { seedId, orgId } = binding;
      const dataKey = randomBytes(32);
      const box = sealBox(dataKey, seed.reveal(), factsOf(binding));
      const wrapped = packBox(sealBox(wrapping, dataKey, dataKeyFacts(named.id, seedId)));
      dataKey.fill(0);
      return { ...box, seedId, orgId, wrapped, keyId: named.id };
    },
    open(sealed, binding) {
      const { seedId, rowId } = binding;
      const dataKey = openBox(wrapping, unpackBox(sealed.wrapped), dataKeyFacts(sealed.keyId, seedId));
      const seed = dataKey === undefined ? undefined : openBox(dataKey, sealed, factsOf(binding));
      dataKey?.fill(0);
      if (seed === undefined) throw new AppError('VAULT_TAMPERED', { seedId, rowId });
      return new Secret(seed);
    },
  };
}

/** The version allows for another form. */
function factsOf({ seedId, orgId, batchId, rowId, serial, settings }: SeedBinding): readonly string[] {
  const { algorithm = '', digits = '', timeStepSeconds } = settings;
  const how = [algorithm, String(digits), String(timeStepSeconds)];
  return ['token-desk seed 2', orgId, batchId, rowId, seedId, serial, ...how];
}
