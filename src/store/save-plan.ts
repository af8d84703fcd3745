import { type BatchFile, type Briefing, nextBatchState } from '../domain/batch.ts';
import { isFinalRow, type Row } from '../domain/row.ts';
import { foldSerial, type TokenSettings } from '../domain/token.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { enqueue, type NewOutbox } from './outbox.ts';
import { insert } from './sql.ts';
import { keepSeed, type NewSeed } from './vault.ts';

/** What the vendor's file says of a token; it becomes the token when the row succeeds. */
export interface VendorFacts {
  readonly settings: TokenSettings;
  readonly manufacturer: string;
  readonly model: string;
  /** Empty where the row has no seed. */
  readonly seedFingerprint: string;
  /** Number of bytes. */
  readonly seedLength: number;
}

/** A row as it is planned, before anything was tried. */
export interface NewRow
  extends
    Omit<
      Row,
      | 'batchId'
      | 'state'
      | 'attempt'
      | 'lost'
      | 'intentAt'
      | 'notBefore'
      | 'factorId'
      | 'outcome'
      | 'cause'
      | 'held'
      | 'requestId'
      | 'settledAt'
    >,
    VendorFacts {
  readonly state: 'planned' | 'skipped' | 'blocked';
  /** The row of another batch that it tries again or takes back. */
  readonly sourceRowId?: string | undefined;
  /** Which try it is; 1 unless given. */
  readonly tries?: number | undefined;
}

export interface NewPlan {
  readonly batchId: string;
  readonly at: number;
  readonly event: 'submit' | 'discard';
  readonly code: string;
  readonly planHash: string;
  /** The file as it was found when it was read. */
  readonly file?: BatchFile | undefined;
  readonly expiresAt: number;
  readonly trouble: string;
  readonly briefing?: Briefing | undefined;
  readonly rows: readonly NewRow[];
  readonly seeds: readonly NewSeed[];
  readonly outbox: readonly NewOutbox[];
}

/** `too_late`: the batch is no longer being planned; `code_taken`: try again with another code. */
export type PlanSaved = 'saved' | 'too_late' | 'code_taken';

/** Puts a plan on disk and ends the planning of its batch, in one transaction. A discarded plan keeps no seeds. */
export function savePlan(db: Db, plan: NewPlan): Promise<PlanSaved> {
  return db.tx(async (tx) => {
    const [taken] = await tx.query("SELECT id FROM batch WHERE code = $1 AND code <> '' AND id <> $2", [
      plan.code,
      plan.batchId,
    ]);
    if (taken !== undefined) return 'code_taken';
    if (!(await endPlanning(tx, plan))) return 'too_late';
    await pausing(plan.rows, (row) => insertRow(tx, plan, row));
    if (plan.event === 'submit') await pausing(plan.seeds, (seed) => keepSeed(tx, seed, plan.at));
    await appendAudit(tx, {
      at: plan.at,
      actor: 'bot',
      event: `batch.${plan.event}`,
      batchId: plan.batchId,
      detail: {
        code: plan.code,
        planHash: plan.planHash,
        rows: plan.rows.length,
        planned: plan.rows.filter((row) => row.state === 'planned').length,
        ...(plan.file === undefined ? {} : { fileSha256: plan.file.sha256 }),
        ...(plan.trouble === '' ? {} : { trouble: plan.trouble }),
      },
    });
    await enqueue(tx, plan.outbox, plan.at);
    return 'saved';
  });
}

/** Lets sockets be served now and then: in one go, thousands of rows would keep Slack waiting for its acknowledgement. */
async function pausing<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (const [index, item] of items.entries()) {
    await work(item);
    if (index % 200 === 199) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function endPlanning(tx: Db, plan: NewPlan): Promise<boolean> {
  const state = nextBatchState('planning', plan.event) ?? 'planning';
  const ended = await tx.query(
    `UPDATE batch SET revision = revision + 1, state = $2, code = $3, plan_hash = $4, row_count = $5, expires_at = $6,
        trouble = $7, briefing = $8, finished_at = $9, file_name = coalesce($10, file_name),
        file_size_bytes = coalesce($11, file_size_bytes), file_sha256 = coalesce($12, file_sha256),
        file_permalink = coalesce($13, file_permalink)
      WHERE id = $1 AND state = 'planning' RETURNING id`,
    [
      plan.batchId,
      state,
      plan.code,
      plan.planHash,
      plan.rows.length,
      plan.expiresAt,
      plan.trouble,
      JSON.stringify(plan.briefing ?? {}),
      state === 'discarded' ? plan.at : null,
      plan.file?.name ?? null,
      plan.file?.sizeBytes ?? null,
      plan.file?.sha256 ?? null,
      plan.file?.permalink ?? null,
    ],
  );
  return ended.length === 1;
}

function insertRow(tx: Db, plan: NewPlan, row: NewRow): Promise<void> {
  return insert(tx, 'batch_row', {
    id: row.id,
    batch_id: plan.batchId,
    line: row.line,
    action: row.action,
    verdict: row.verdict,
    reason: row.reason,
    state: row.state,
    user_ref: row.userRef,
    user_id: row.userId,
    user_login: row.userLogin,
    serial: row.serial,
    serial_key: foldSerial(row.serial),
    authenticator_id: row.authenticatorId,
    target_factor_id: row.targetFactorId,
    report: row.report ?? '',
    old_serial: row.oldSerial ?? '',
    old_authenticator_id: row.oldAuthenticatorId ?? '',
    seen_factor_ids: JSON.stringify(row.seenFactorIds),
    only_factor: row.onlyFactor === undefined ? null : Number(row.onlyFactor),
    observed_at: row.observedAt,
    okta_at: row.oktaAt ?? null,
    settings: JSON.stringify(row.settings),
    manufacturer: row.manufacturer,
    model: row.model,
    seed_fingerprint: row.seedFingerprint,
    seed_length: row.seedLength,
    source_row_id: row.sourceRowId ?? null,
    tries: row.tries ?? 1,
    settled_at: isFinalRow(row.state) ? plan.at : null,
  });
}
