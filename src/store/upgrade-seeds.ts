import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { Db, Fields } from './db.ts';
import { decode, json } from './decode.ts';
import { settingsSchema } from './row-fields.ts';
import type { NamedKey, Vault } from './seal.ts';
import { openFirst } from './seal-first.ts';

const atOnce = 200;

/** Seals anew the seeds that have no data key of their own yet. A part at a time: cut short, it goes on at the next start. */
export async function giveDataKeys(db: Db, named: NamedKey, vault: Vault): Promise<void> {
  for (let done = atOnce; done === atOnce;) {
    done = await db.tx(async (tx) => {
      const rows = await tx.query(
        `SELECT s.*, r.batch_id, r.settings FROM seed s JOIN batch_row r ON r.id = s.row_id
          WHERE s.wrapped IS NULL LIMIT $1`,
        [atOnce],
      );
      for (const fields of rows) await giveDataKey(tx, fields, { named, vault });
      return rows.length;
    });
  }
}

async function giveDataKey(
  tx: Db,
  fields: Fields,
  { named, vault }: { readonly named: NamedKey; readonly vault: Vault },
): Promise<void> {
  const { id: seedId, ...first } = decode(firstSchema, fields, 'seed');
  const { row_id: rowId, serial, key_id: keyId } = first;
  const plain = openFirst(named.key, first, { keyId, seedId, rowId, serial });
  if (plain === undefined) throw new AppError('VAULT_TAMPERED', { seedId, rowId });
  const seed = new Secret(plain);
  const { batch_id: batchId, settings } = first;
  const sealed = vault.seal(seed, { seedId, orgId: '', batchId, rowId, serial, settings });
  seed.wipe();
  await tx.query(
    'UPDATE seed SET nonce = $2, ciphertext = $3, tag = $4, wrapped = $5, key_id = $6 WHERE id = $1',
    [seedId, sealed.nonce, sealed.ciphertext, sealed.tag, sealed.wrapped, sealed.keyId],
  );
}

const bytes = z.instanceof(Uint8Array);
const firstSchema = z.object({
  id: z.string(),
  row_id: z.string(),
  batch_id: z.string(),
  serial: z.string(),
  settings: json(settingsSchema),
  nonce: bytes,
  ciphertext: bytes,
  tag: bytes,
  key_id: z.string(),
});
