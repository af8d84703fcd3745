import { z } from 'zod';
import type { Db } from './db.ts';
import { decode, integer } from './decode.ts';

/**
 * Empties the write-ahead log into the database, so that what was deleted is in neither: pages that become free are
 * overwritten (`secure_delete`), but the log keeps what stood there until it is written over. Where somebody reads the
 * database just then, it stays for the next time; false then. https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
 */
export async function truncateLog(db: Db): Promise<boolean> {
  const [fields] = await db.query('PRAGMA wal_checkpoint(TRUNCATE)');
  return decode(z.object({ busy: integer }), fields, 'wal_checkpoint').busy === 0;
}

/** The last entry of the audit after `seq` that tells of deleted seeds; undefined when there is none. */
export async function lastShredding(db: Db, seq: number): Promise<number | undefined> {
  const [fields] = await db.query(
    "SELECT max(seq) AS seq FROM audit WHERE seq > $1 AND event IN ('seed.shred', 'token.retire')",
    [seq],
  );
  return decode(z.object({ seq: integer.nullable() }), fields, 'audit').seq ?? undefined;
}
