import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import type { Db } from './db.ts';
import { decode, optional } from './decode.ts';
import {
  createVault,
  firstPrintingKey,
  keyCheckValue,
  type NamedKey,
  unwrapPrintingKey,
  type Vault,
  wrapPrintingKey,
} from './seal.ts';
import { insert } from './sql.ts';
import { giveDataKeys } from './upgrade-seeds.ts';

const keyBytes = 32;

/** What the database knows of a SEED_KEY. */
export interface KnownKey {
  readonly id: string;
  readonly checkValue: string;
  readonly printing: Uint8Array | undefined;
}

const bytes = z.instanceof(Uint8Array);
const knownSchema = z
  .object({ id: z.string(), check_value: z.string(), printing: optional(bytes) })
  .transform(({ id, check_value: checkValue, printing }): KnownKey => ({ id, checkValue, printing }));

/** The keys the database knows: one, or two while SEED_KEY is being exchanged; none before the first start. */
export async function knownKeys(db: Db): Promise<readonly KnownKey[]> {
  const rows = await db.query('SELECT * FROM vault_key ORDER BY length(id), id');
  return rows.map((fields) => decode(knownSchema, fields, 'vault_key'));
}

/**
 * The vault under a key of 32 bytes. Throws VAULT_KEY_WRONG when another key sealed what the database holds, and
 * VAULT_KEY_CHANGING while it is half exchanged. Seeds of the first form get their data keys here.
 */
export async function openVault(db: Db, key: Secret<Uint8Array>): Promise<Vault> {
  const found = key.reveal().length;
  if (found !== keyBytes)
    throw new AppError('CONFIG_INVALID', { setting: 'SEED_KEY', bytes: found, expected: keyBytes });
  const { named, printing } = await db.tx((tx) => claim(tx, key));
  const vault = createVault(named, printing);
  await giveDataKeys(db, named, vault);
  return vault;
}

async function claim(
  tx: Db,
  key: Secret<Uint8Array>,
): Promise<{ readonly named: NamedKey; readonly printing: Uint8Array }> {
  const [known, second] = await knownKeys(tx);
  if (second !== undefined) throw new AppError('VAULT_KEY_CHANGING');
  const checkValue = keyCheckValue(key);
  if (known !== undefined && known.checkValue !== checkValue) throw new AppError('VAULT_KEY_WRONG');
  const named = { id: known?.id ?? 'k1', key };
  if (known?.printing !== undefined) return { named, printing: unwrapPrintingKey(named, known.printing) };
  const printing = firstPrintingKey(key);
  const wrapped = wrapPrintingKey(named, printing);
  if (known === undefined)
    await insert(tx, 'vault_key', { id: named.id, check_value: checkValue, printing: wrapped });
  else await tx.query('UPDATE vault_key SET printing = $2 WHERE id = $1', [named.id, wrapped]);
  return { named, printing };
}
