import { z } from 'zod';
import type { Batch } from '../domain/batch.ts';
import { type FailedRow, type FollowUpVerb, type Leftover, sortFailures } from '../domain/follow-up.ts';
import type { Row } from '../domain/row.ts';
import { batchOf } from './batch-fields.ts';
import { createBatch } from './batches.ts';
import type { Db } from './db.ts';
import { decode, integer, json } from './decode.ts';
import type { NewOutbox } from './outbox.ts';
import { rowOf, settingsSchema } from './row-fields.ts';
import type { VendorFacts } from './save-plan.ts';

/** The batches that followed from this one, oldest first. */
async function followUpsOf(db: Db, batchId: string): Promise<readonly Batch[]> {
  const rows = await db.query('SELECT * FROM batch WHERE source_id = $1 ORDER BY created_at, id', [batchId]);
  return rows.map(batchOf);
}

/** A row as it ended, with its token as the row described it. */
export interface EndedRow extends FailedRow {
  readonly row: Row;
  readonly facts: VendorFacts;
  readonly tries: number;
}

const seedKept = `(r.action NOT IN ('enroll', 'replace')
  OR r.action = 'enroll' AND EXISTS (SELECT 1 FROM seed s WHERE s.row_id = r.id)
  OR EXISTS (SELECT 1 FROM token t WHERE t.serial_key = r.serial_key AND t.seed_id IS NOT NULL))`;

/** The rows of a batch that ended in a state, in the order of their lines. */
export async function endedRows(
  db: Db,
  batchId: string,
  state: 'failed' | 'enrolled',
): Promise<readonly EndedRow[]> {
  const rows = await db.query(
    `SELECT r.*, ${seedKept} AS seed_kept FROM batch_row r
      WHERE r.batch_id = $1 AND r.state = $2 ORDER BY r.line, r.id`,
    [batchId, state],
  );
  return rows.map((fields) => {
    const row = rowOf(fields);
    const { seed_kept: kept, tries, ...found } = decode(endedSchema, fields, 'batch_row');
    const facts: VendorFacts = {
      settings: found.settings,
      manufacturer: found.manufacturer,
      model: found.model,
      seedFingerprint: found.seed_fingerprint,
      seedLength: found.seed_length,
    };
    return { row, facts, tries, action: row.action, cause: row.cause, seedKept: kept === 1 };
  });
}

const endedSchema = z.object({
  seed_kept: integer,
  tries: integer,
  settings: json(settingsSchema),
  manufacturer: z.string(),
  model: z.string(),
  seed_fingerprint: z.string(),
  seed_length: integer,
});

/** What a batch leaves to follow. */
export async function leftoverOf(db: Db, batchId: string): Promise<Leftover> {
  const [fields] = await db.query(
    "SELECT count(*) AS n FROM batch_row WHERE batch_id = $1 AND state = 'enrolled'",
    [batchId],
  );
  const { n } = decode(z.object({ n: integer }), fields, 'batch_row');
  return {
    failures: sortFailures(await endedRows(db, batchId, 'failed')),
    enrolled: n,
    followUps: await followUpsOf(db, batchId),
  };
}

export interface NewFollowUp {
  readonly id: string;
  readonly verb: FollowUpVerb;
  readonly source: Batch;
  readonly by: string;
  /** How many of its kind were asked for before, as the one who asks saw it: two clicks at once are one batch. */
  readonly before: number;
  readonly at: number;
  readonly outbox: readonly NewOutbox[];
}

/** Begins the batch that follows from another one; false where somebody was quicker. */
export async function createFollowUp(db: Db, wanted: NewFollowUp): Promise<boolean> {
  const { verb, source } = wanted;
  const { created } = await createBatch(db, {
    id: wanted.id,
    kind: verb,
    sourceId: source.id,
    channelId: source.channelId,
    requestedBy: wanted.by,
    command: `${verb} of plan ${source.code}`,
    origin: `${verb}:${source.id}:${String(wanted.before)}`,
    asked: [],
    at: wanted.at,
    outbox: wanted.outbox,
  });
  return created;
}
