import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { appendAudit } from './audit.ts';
import { batchesIn, moveBatch } from './batches.ts';
import type { Db } from './db.ts';
import { decode, integer } from './decode.ts';

/** How far the audit had come, beside the database and not in it: a restored database does not know what it lost. */
const markFile = 'high-water.json';
const markSchema = z.object({ seq: z.int(), hash: z.string() });

/** Notes how far the audit has come. A note that is some seconds old is as good. */
export async function saveMark(db: Db, dataDir: string): Promise<void> {
  const [head] = await db.query('SELECT seq, hash FROM audit_head');
  const path = join(dataDir, markFile);
  await writeFile(`${path}.new`, JSON.stringify(head), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/**
 * Whether the database is older than what this data directory has seen, or went another way since: then a backup was
 * put back. A database that has a past and no mark beside it came from elsewhere, and is distrusted as well.
 */
export async function wasRestored(db: Db, dataDir: string): Promise<boolean> {
  const mark = await readMark(dataDir);
  if (mark?.seq === 0) return false;
  const [row] = await db.query('SELECT hash FROM audit WHERE seq = $1', [mark?.seq ?? 1]);
  return mark === undefined ? row !== undefined : row?.['hash'] !== mark.hash;
}

async function readMark(dataDir: string): Promise<z.infer<typeof markSchema> | undefined> {
  const text = await readFile(join(dataDir, markFile), 'utf8').catch(() => '');
  try {
    return markSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Takes nothing for granted that a restored database says of Okta: what runs is paused until somebody resumes it, and
 * every open row is looked at again before it is written. Gives how many rows that concerns.
 */
export function distrust(db: Db, at: number): Promise<number> {
  return db.tx(async (tx) => {
    const rows = await tx.query('UPDATE batch_row SET observed_at = 0 WHERE settled_at IS NULL RETURNING id');
    const [head] = await tx.query('SELECT seq FROM audit_head');
    const { seq } = decode(z.object({ seq: integer }), head, 'audit_head');
    const detail = { seq, rows: rows.length };
    await appendAudit(tx, { at, actor: 'bot', event: 'store.restore', detail });
    for (const { id: batchId, channelId } of await batchesIn(tx, ['running'])) {
      const outbox = [{ kind: 'card', batchId, channelId, thread: false, priority: 0 } as const];
      await moveBatch(tx, { batchId, event: 'pause', at, actor: 'bot', trouble: restored, outbox });
    }
    return rows.length;
  });
}

const restored =
  'The database was restored from a backup, so the bot does not know what it did in Okta since. Press Resume: every user is looked at before anything is changed. Compare the replies in this thread with the rows that are still open.';
