import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import { foldSerial } from '../domain/token.ts';
import { appendAudit } from './audit.ts';
import type { Db, Fields } from './db.ts';
import { decode, optional } from './decode.ts';
import { createVault, keyCheckValue, type SealedSeed, type Vault } from './seal.ts';
import { insert } from './sql.ts';

export type { Vault } from './seal.ts';

const keyBytes = 32;

/** The vault under a key of 32 bytes; throws VAULT_KEY_WRONG when another key sealed what the database holds. */
export async function openVault(db: Db, key: Secret<Uint8Array>, keyId = 'k1'): Promise<Vault> {
  const found = key.reveal().length;
  if (found !== keyBytes)
    throw new AppError('CONFIG_INVALID', { setting: 'SEED_KEY', bytes: found, expected: keyBytes });
  const checkValue = keyCheckValue(key);
  await db.tx(async (tx) => {
    const [known] = await tx.query('SELECT id, check_value FROM vault_key');
    if (known === undefined) await insert(tx, 'vault_key', { id: keyId, check_value: checkValue });
    else if (known['id'] !== keyId || known['check_value'] !== checkValue)
      throw new AppError('VAULT_KEY_WRONG');
  });
  return createVault(key, keyId);
}

/** A seed as it is put beside its row. */
export interface NewSeed {
  readonly rowId: string;
  readonly serial: string;
  readonly sealed: SealedSeed;
}

/** Keeps the sealed seed of a row. */
export function keepSeed(tx: Db, seed: NewSeed, at: number): Promise<void> {
  const { seedId, nonce, ciphertext, tag, keyId } = seed.sealed;
  const { rowId, serial } = seed;
  return insert(tx, 'seed', {
    id: seedId,
    row_id: rowId,
    serial,
    nonce,
    ciphertext,
    tag,
    key_id: keyId,
    created_at: at,
  });
}

/** The seed of a token the bot knows; undefined when it holds none. */
export async function loadSeed(
  db: Db,
  vault: Vault,
  serial: string,
): Promise<Secret<Uint8Array> | undefined> {
  const [fields] = await db.query(
    'SELECT s.* FROM token t JOIN seed s ON s.id = t.seed_id WHERE t.serial_key = $1',
    [foldSerial(serial)],
  );
  return fields === undefined ? undefined : opened(vault, fields);
}

/** The seed a row would enrol: the one its file brought, or else that of the token it names. */
export async function loadRowSeed(
  db: Db,
  vault: Vault,
  rowId: string,
): Promise<Secret<Uint8Array> | undefined> {
  const [fields] = await db.query(
    `SELECT s.* FROM batch_row r
       LEFT JOIN seed own ON own.row_id = r.id
       LEFT JOIN token t ON t.serial_key = r.serial_key
       JOIN seed s ON s.id = coalesce(own.id, t.seed_id)
     WHERE r.id = $1`,
    [rowId],
  );
  return fields === undefined ? undefined : opened(vault, fields);
}

/** The seed that a row's own file brought; undefined where it had none, or it was deleted. */
export async function loadOwnSeed(
  db: Db,
  vault: Vault,
  rowId: string,
): Promise<Secret<Uint8Array> | undefined> {
  const [fields] = await db.query('SELECT * FROM seed WHERE row_id = $1', [rowId]);
  return fields === undefined ? undefined : opened(vault, fields);
}

/**
 * Deletes the seeds of a batch's rows that no token uses, and gives how many there were. For a batch that will never
 * run, or whose rows nobody will try again: a row still open loses its seed as well.
 */
export function shredSeeds(db: Db, batchId: string, at: number): Promise<number> {
  return db.tx(async (tx) => {
    const gone = await tx.query(
      `DELETE FROM seed
        WHERE row_id IN (SELECT id FROM batch_row WHERE batch_id = $1)
          AND NOT EXISTS (SELECT 1 FROM token WHERE token.seed_id = seed.id)
        RETURNING id`,
      [batchId],
    );
    const seeds = gone.length;
    if (seeds > 0)
      await appendAudit(tx, { at, actor: 'bot', event: 'seed.shred', batchId, detail: { seeds } });
    return seeds;
  });
}

/** Deletes the seed of a token for good, inside the transaction that retires it. */
export async function shredTokenSeed(tx: Db, serial: string): Promise<void> {
  const [fields] = await tx.query('SELECT seed_id FROM token WHERE serial_key = $1', [foldSerial(serial)]);
  const { seed_id: seedId } = decode(z.object({ seed_id: optional(z.string()) }), fields, 'token');
  if (seedId === undefined) return;
  await tx.query('UPDATE token SET seed_id = NULL WHERE seed_id = $1', [seedId]);
  await tx.query('DELETE FROM seed WHERE id = $1', [seedId]);
}

const bytes = z.instanceof(Uint8Array);
const seedSchema = z.object({
  id: z.string(),
  row_id: z.string(),
  serial: z.string(),
  nonce: bytes,
  ciphertext: bytes,
  tag: bytes,
  key_id: z.string(),
});

function opened(vault: Vault, fields: Fields): Secret<Uint8Array> {
  const {
    id,
    row_id: rowId,
    serial,
    key_id: keyId,
    nonce,
    ciphertext,
    tag,
  } = decode(seedSchema, fields, 'seed');
  return vault.open({ seedId: id, nonce, ciphertext, tag, keyId }, { seedId: id, rowId, serial });
}
