import { z } from 'zod';
import type { ChainEnd } from '../domain/audit.ts';
import { auditHead } from './audit.ts';
import type { Db } from './db.ts';
import { decode, integer, json } from './decode.ts';
import { getCursor, setCursor } from './seen.ts';

const checkpointEvery = 100;

/** How far the audit is signed and published; times are epoch ms, undefined before the first. */
export interface Published {
  readonly signedSeq: number;
  readonly signedAt: number | undefined;
  readonly postedAt: number | undefined;
}

/** What has been published of the audit. */
export async function published(db: Db): Promise<Published> {
  return {
    signedSeq: (await getCursor(db, 'audit-signed')) ?? 0,
    signedAt: await getCursor(db, 'audit-signed-at'),
    postedAt: await getCursor(db, 'audit-posted-at'),
  };
}

/** Notes that the audit is signed up to a row. */
export async function noteSigned(db: Db, seq: number, at: number): Promise<void> {
  await setCursor(db, 'audit-signed', seq);
  await setCursor(db, 'audit-signed-at', at);
}

/** Notes when the end of the audit was last shown to people, or that counting begins. */
export const notePosted = (db: Db, at: number): Promise<void> => setCursor(db, 'audit-posted-at', at);

/** The ends to be signed after row `after`: every hundredth, and where `andHead` is given, the last of all. */
export async function endsToSign(db: Db, after: number, andHead: boolean): Promise<readonly ChainEnd[]> {
  const rows = await db.query(
    `SELECT seq, hash FROM audit WHERE seq > $1 AND seq % ${String(checkpointEvery)} = 0 ORDER BY seq LIMIT 100`,
    [after],
  );
  const hundredths = rows.map((fields) => decode(chainEnd, fields, 'audit'));
  const head = await auditHead(db);
  const last = hundredths.at(-1)?.seq ?? after;
  return andHead && head.seq > last ? [...hundredths, head] : hundredths;
}

const chainEnd = z.object({ seq: integer, hash: z.string() });

/** Public keys that signed checkpoints before SEED_KEY was exchanged; the chain itself vouches for them. */
export async function formerAuditKeys(db: Db): Promise<readonly string[]> {
  const rows = await db.query("SELECT detail FROM audit WHERE event = 'key.rotate'");
  return rows.map((fields) => decode(rotation, fields, 'audit').detail.formerAuditKey);
}

const rotation = z.object({ detail: json(z.object({ formerAuditKey: z.string() })) });
