import { z } from 'zod';
import type { Secret } from '../domain/secret.ts';
import { foldSerial } from '../domain/token.ts';
import { appendAudit } from './audit.ts';
import type { Db, Fields } from './db.ts';
import { decode, json, optional } from './decode.ts';
import { settingsSchema } from './row-fields.ts';
import type { SealedSeed, Vault } from './seal.ts';
import { insert } from './sql.ts';

export type { Vault } from './seal.ts';

/** A seed as it is put beside its row. */
export interface NewSeed {
  readonly rowId: string;
  readonly serial: string;
  readonly sealed: SealedSeed;
}

/** Keeps the sealed seed of a row. */
export function keepSeed(tx: Db, seed: NewSeed, at: number): Promise<void> {
  const { seedId, orgId, nonce, ciphertext, tag, wrapped, keyId } = seed.sealed;
  const { rowId, serial } = seed;
  return insert(tx, 'seed', {
    id: seedId,
    row_id: rowId,
    serial,
    nonce,
    ciphertext,
    tag,
    wrapped,
    org_id: orgId,
    key_id: keyId,
    created_at: at,
  });
}

/** What a seed is bound to is read where the rest of the bot reads it, so that a changed row does not get its seed. */
const sealedWithRow = `
  SELECT s.*, r.batch_id, r.serial AS row_serial, r.settings FROM seed s JOIN batch_row r ON r.id = s.row_id`;

/** The seed of a token the bot knows; undefined when it holds none. */
export async function loadSeed(
  db: Db,
  vault: Vault,
  serial: string,
): Promise<Secret<Uint8Array> | undefined> {
  const [fields] = await db.query(
    `${sealedWithRow} JOIN token t ON t.seed_id = s.id WHERE t.serial_key = $1`,
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
    `${sealedWithRow} WHERE s.id = (SELECT coalesce(own.id, t.seed_id) FROM batch_row w
        LEFT JOIN seed own ON own.row_id = w.id
        LEFT JOIN token t ON t.serial_key = w.serial_key
      WHERE w.id = $1)`,
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
  const [fields] = await db.query(`${sealedWithRow} WHERE s.row_id = $1`, [rowId]);
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
  batch_id: z.string(),
  row_serial: z.string(),
  settings: json(settingsSchema),
  nonce: bytes,
  ciphertext: bytes,
  tag: bytes,
  wrapped: bytes,
  org_id: z.string(),
  key_id: z.string(),
});

function opened(vault: Vault, fields: Fields): Secret<Uint8Array> {
  const found = decode(seedSchema, fields, 'seed');
  const { id: seedId, org_id: orgId, row_id: rowId, batch_id: batchId, key_id: keyId } = found;
  const { row_serial: serial, settings, nonce, ciphertext, tag, wrapped } = found;
  return vault.open(
    { seedId, orgId, nonce, ciphertext, tag, wrapped, keyId },
    { seedId, orgId, batchId, rowId, serial, settings },
  );
}
