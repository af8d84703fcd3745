import { z } from 'zod';
import type { HashedRow } from '../domain/plan-hash.ts';
import type { Db } from './db.ts';
import { decode, json } from './decode.ts';
import { rowOf, settingsSchema } from './row-fields.ts';

const vendorFacts = z.object({ seed_fingerprint: z.string(), settings: json(settingsSchema) });

/** What was agreed to of each row of a batch, as it is stored now, in the order of their lines. */
export async function hashedRows(db: Db, batchId: string): Promise<readonly HashedRow[]> {
  const rows = await db.query('SELECT * FROM batch_row WHERE batch_id = $1 ORDER BY line, id', [batchId]);
  return rows.map((fields) => {
    const { seed_fingerprint: seedFingerprint, settings } = decode(vendorFacts, fields, 'batch_row');
    return { ...rowOf(fields), seedFingerprint, settings };
  });
}
