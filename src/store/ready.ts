import { z } from 'zod';
import type { Db } from './db.ts';
import { decode, integer } from './decode.ts';

const name = 'ready';

/** Writes a word and commits it, so that a full or read-only disk shows before a row needs it. */
export async function tryWriting(db: Db, at: number): Promise<void> {
  await db.query(
    'INSERT INTO cursor (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [name, String(at)],
  );
}

/** The last migration that the database went through. */
export async function schemaOf(db: Db): Promise<number> {
  const [row] = await db.query('SELECT max(version) AS version FROM migration');
  return decode(z.object({ version: integer }), row, 'migration').version;
}
