import type { Allowance } from '../domain/okta.ts';
import type { ApprovalPolicy, ApproverRule, CardModel } from '../domain/messages.ts';
import { type Batch, type BatchState, isFinalBatch } from '../domain/batch.ts';
import type { Clock } from '../domain/ports.ts';
import { type Progress, progressOf } from '../domain/progress.ts';
import { loadBatch } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { leftoverOf } from '../store/follow-ups.ts';
import { authenticatorsOf, countStates, countVerdicts, latestEndings, rowsOf } from '../store/rows.ts';
import { changing, needsAPerson } from '../domain/verdicts.ts';
import type { Authenticators } from './authenticators.ts';
import { expectedMs } from '../domain/pace.ts';

export interface CardDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly authenticators: Authenticators;
  readonly allowance: () => Allowance | undefined;
  readonly policy: ApprovalPolicy;
  readonly approvers: ApproverRule;
}

/** As many as a card can carry with their sentences; the view may show fewer, and counts the rest. */
const listed = 20;

/** Reads everything a card shows from disk, so that any process can draw it at any time. */
export async function cardModel(deps: CardDeps, batchId: string): Promise<CardModel> {
  const batch = await loadBatch(deps.db, batchId);
  const states = await countStates(deps.db, batchId);
  const verdictCounts = await countVerdicts(deps.db, batchId);
  const problems = await rowsOf(deps.db, batchId, { verdicts: needsAPerson, limit: listed });
  const failures = await rowsOf(deps.db, batchId, { states: ['failed', 'needs_review'], limit: listed });
  const used = await authenticatorsOf(deps.db, batchId);
  return {
    batch,
    rowCount: batch.rowCount,
    verdicts: verdictCounts,
    states,
    problems: [...failures, ...problems].slice(0, listed),
    problemCount: (states.failed ?? 0) + (states.needs_review ?? 0) + count(verdictCounts, needsAPerson),
    changes: await rowsOf(deps.db, batchId, { verdicts: changing, limit: listed }),
    authenticators: deps.authenticators.known().filter((one) => used.includes(one.id)),
    expectedMs:
      batch.state === 'awaiting_approval' ? expectedMs(states.planned ?? 0, deps.allowance()) : undefined,
    progress: under.includes(batch.state) ? await progress(deps, batch, states, verdictCounts) : undefined,
    left:
      batch.startedAt !== undefined && isFinalBatch(batch.state)
        ? await leftoverOf(deps.db, batchId)
        : undefined,
    policy: deps.policy,
    approvers: deps.approvers,
  };
}

const under: readonly BatchState[] = ['running', 'paused', 'stopping'];

async function progress(
  { db, clock, allowance }: CardDeps,
  batch: Batch,
  states: CardModel['states'],
  verdicts: CardModel['verdicts'],
): Promise<Progress> {
  const now = clock.now();
  return progressOf({
    ...(await latestEndings(db, batch.id, now)),
    total: count(verdicts, changing),
    states,
    startedAt: batch.startedAt ?? now,
    now,
    allowance: allowance(),
  });
}

const count = <K extends string>(counts: Partial<Record<K, number>>, keys: readonly K[]): number =>
  keys.reduce((sum, key) => sum + (counts[key] ?? 0), 0);
