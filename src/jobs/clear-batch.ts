import type { Refusal } from '../domain/approval.ts';
import type { Batch, BatchEvent } from '../domain/batch.ts';
import type { ApprovalPolicy } from '../domain/messages.ts';
import type { Authenticator } from '../domain/okta.ts';
import { planHash, policyVersion } from '../domain/plan-hash.ts';
import type { Clock } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { moveBatch, noteCleared } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { hashedRows } from '../store/hashed-rows.ts';
import { announcements } from './announcements.ts';
import type { Authenticators } from './authenticators.ts';
import type { ReadOrg } from './org.ts';

export type ApprovalStands = (batch: Batch) => Promise<Refusal | undefined>;

export interface ClearDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly authenticators: Authenticators;
  readonly org: ReadOrg;
  readonly policy: ApprovalPolicy;
  readonly approvalStands: ApprovalStands;
}

/** The last look before anything of an approved batch is begun. */
export interface Clear {
  /** Lets the batch begin, ends it or gives it back to those who decide; what cannot be looked up now waits. Never rejects. */
  look(batch: Batch): Promise<void>;
  /** When a batch is worth another look (epoch ms). */
  waitsUntil(batchId: string): number;
}

const againMs = 10_000;
const believedMs = 60_000;

export function createClear(deps: ClearDeps): Clear {
  const waiting = new Map<string, number>();
  return {
    waitsUntil: (batchId) => waiting.get(batchId) ?? 0,
    async look(batch) {
      try {
        const found = await judge(deps, batch);
        if (found.kind === 'later') waiting.set(batch.id, deps.clock.now() + againMs);
        else {
          waiting.delete(batch.id);
          await follow(deps, batch, found);
        }
      } catch (error) {
        deps.log.error('approved batch not looked at', { batchId: batch.id }, error);
        waiting.set(batch.id, deps.clock.now() + againMs);
      }
    },
  };
}

type Judgement =
  | { readonly kind: 'clear' }
  | { readonly kind: 'later' }
  | {
      readonly kind: 'not';
      readonly event: Extract<BatchEvent, 'expire' | 'recall' | 'discard'>;
      readonly trouble: string;
      readonly code: string;
    };

async function judge(deps: ClearDeps, batch: Batch): Promise<Judgement> {
  if (batch.expiresAt === undefined || deps.clock.now() >= batch.expiresAt)
    return { kind: 'not', event: 'expire', code: 'expired', trouble: tooLate };
  const hash = await hashOnDisk(deps, batch);
  if (hash === undefined) return { kind: 'later' };
  if (hash !== batch.planHash)
    return { kind: 'not', event: 'discard', code: 'plan_changed', trouble: changed };
  // What was looked up for the click is believed for a minute, as every look at a person is.
  if (deps.clock.now() - (batch.decidedAt ?? 0) <= believedMs) return { kind: 'clear' };
  const refusal = await deps.approvalStands(batch);
  if (refusal === undefined) return { kind: 'clear' };
  // What cannot be looked up now is neither a yes nor a reason to take an approval away.
  if (refusal.code === 'not_verified') return { kind: 'later' };
  return { kind: 'not', event: 'recall', code: refusal.code, trouble: recalled };
}

const tooLate =
  'It was approved in time, but could not begin before it expired: the bot was not running, or could not look up who approved.';
const changed =
  'What is stored is not what was approved, so nothing of it was run. An authenticator or the approval rules were changed since, or somebody changed the database: look into the log and the audit.';
const recalled =
  'The approval was taken back before anything ran, because whoever gave it may not approve any more. Somebody else who may has to approve it again.';

async function follow(
  { db, clock, log }: ClearDeps,
  batch: Batch,
  found: Exclude<Judgement, { kind: 'later' }>,
): Promise<void> {
  if (found.kind === 'clear') {
    await noteCleared(db, batch, clock.now());
    return;
  }
  const { event, code, trouble } = found;
  const { moved } = await moveBatch(db, {
    batchId: batch.id,
    event,
    at: clock.now(),
    actor: 'bot',
    trouble,
    expect: { revision: batch.revision, planHash: batch.planHash },
    detail: { code, approvedBy: batch.decidedBy ?? '' },
    outbox: [announcements(batch).card()],
  });
  const facts = { batchId: batch.id, code };
  if (!moved) return;
  if (event === 'discard') log.error('approved plan is not what is stored', facts);
  else log.warn('approval does not stand', facts);
}

/** The hash of the plan as its rows are stored; undefined while Okta cannot say what the rest of it rests on. */
async function hashOnDisk(
  { db, authenticators, org, policy }: ClearDeps,
  batch: Batch,
): Promise<string | undefined> {
  const seen = await org();
  const known = await readKnown(authenticators);
  if (seen.kind !== 'ok' || known === undefined) return undefined;
  return planHash({
    orgId: seen.value.id,
    policy: policyVersion(policy),
    kind: batch.kind,
    rows: await hashedRows(db, batch.id),
    authenticators: known,
  });
}

async function readKnown(authenticators: Authenticators): Promise<readonly Authenticator[] | undefined> {
  const read = await authenticators.read();
  if (read.kind === 'ok') return read.value;
  const known = authenticators.known();
  return known.length === 0 ? undefined : known;
}
