import type { AsyncCommand } from 'fast-check';
import { expect } from 'vitest';
import { decide, type DecisionRequest, type DecisionVerb } from '../../src/domain/approval.ts';
import type { Batch, BatchEvent, BatchState } from '../../src/domain/batch.ts';
import { isFinalRow, type Row, type RowEvent } from '../../src/domain/row.ts';
import { auditOf } from '../../src/store/audit.ts';
import { expireDue, loadBatch, moveBatch } from '../../src/store/batches.ts';
import type { Db } from '../../src/store/db.ts';
import { countStates, recordIntent, recoverRows, rowsOf, settleRow } from '../../src/store/rows.ts';
import { make } from '../support/make.ts';

/** `U1` asked, `U2` may approve, `U3` may only use the bot. */
export const people = ['U1', 'U2', 'U3'] as const;

/** What must be true of a batch, kept apart from the store: whether somebody's decision lets it run. */
interface Model {
  approved: boolean;
}

/** The store under test, as one bot after another uses it. */
export interface Real {
  db: Db;
  readonly reopen: () => Promise<Db>;
  readonly batchId: string;
  now: number;
  /** The batch as it stood after each step: buttons stay on screens that are not drawn anew. */
  readonly drawn: Batch[];
  readonly ended: Map<string, Row>;
}

type Step = AsyncCommand<Model, Real>;

/** A step and, after it, everything that must hold whatever happened so far. */
const step = (name: string, act: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  async run(model, real) {
    await act(model, real);
    await hold(model, real);
    real.drawn.push(await loadBatch(real.db, real.batchId));
  },
  toString: () => name,
});

interface Press {
  readonly verb: DecisionVerb;
  readonly who: (typeof people)[number];
  /** How many steps ago the card was drawn that the button stands on. */
  readonly age: number;
  readonly forged: boolean;
  /** How long the look at the person and the batch took, ms. */
  readonly tookMs: number;
}

/** Somebody presses a button, and what was looked at may have changed when the batch is moved. */
export const press = (given: Press): Step =>
  step(JSON.stringify(given), async (model, real) => {
    const seen = real.drawn.at(-1 - given.age) ?? real.drawn[0];
    if (seen === undefined) return;
    const { verb, who } = given;
    const { revision, planHash } = seen;
    const valid = isValid(given, seen, await loadBatch(real.db, real.batchId), real.now);
    const move = { event: verb, at: real.now, actor: who, expect: { revision, planHash } };
    const moved =
      decide(asRequest(given, seen, real.now)).ok &&
      (await moveBatch(real.db, { batchId: real.batchId, ...move })).moved;
    expect(verb === 'approve' && moved).toBe(valid);
    model.approved ||= valid;
  });

const asRequest = ({ verb, who, forged, tookMs }: Press, seen: Batch, now: number): DecisionRequest => ({
  verb,
  actor: { person: make.person({ id: who }), inChannel: true, channelId: 'C1', teamId: 'T1' },
  batch: { ...seen, cardTs: '1.1' },
  seen: { revision: seen.revision, hash12: forged ? 'f'.repeat(12) : seen.planHash.slice(0, 12) },
  card: { channelId: 'C1', ts: '1.1' },
  policy: 'second-person',
  approvers: { kind: 'listed', userIds: ['U1', 'U2'] },
  isApprover: who !== 'U3',
  now: now - tookMs,
});

/** Whether a press lets the batch run, in words that share nothing with the code that decides. */
const isValid = ({ verb, who, forged }: Press, seen: Batch, current: Batch, now: number): boolean =>
  verb === 'approve' &&
  who === 'U2' &&
  !forged &&
  current.state === 'awaiting_approval' &&
  seen.revision === current.revision &&
  now < (current.expiresAt ?? 0);

/** The bot itself moves the batch: it pauses it, or finds nothing left to run. */
export const botMoves = (event: BatchEvent): Step =>
  step(`the bot: ${event}`, async (_, { db, batchId, now }) => {
    await moveBatch(db, { batchId, event, at: now, actor: 'bot' });
  });

export const timePasses = (ms: number): Step =>
  step(`${String(ms / 60_000)} minutes pass`, async (_, real) => {
    real.now += ms;
    await Promise.resolve();
  });

export const sweep = (): Step => step('a sweep', async (_, { db, now }) => void (await expireDue(db, now)));

/** The process ends and another one takes up its data. */
export const restart = (): Step =>
  step('a restart', async (_, real) => {
    real.db = await real.reopen();
    await recoverRows(real.db, real.now);
  });

/** The worker asks Okta for a row, or learns something of it. */
export const rowMoves = (index: number, event: RowEvent): Step =>
  step(`row ${String(index)}: ${event}`, async (_, { db, batchId, now }) => {
    const rowId = (await rowsOf(db, batchId))[index]?.id ?? '';
    if (event === 'intend') await recordIntent(db, { rowId, at: now, oktaAt: now, seenFactorIds: [] });
    else await settleRow(db, { rowId, event, at: now, outcome: 'Done.', factorId: `ost${String(index)}` });
  });

/** States that a batch can be in only after somebody let it run. */
const allowed: readonly BatchState[] = ['running', 'paused', 'stopping', 'stopped', 'finished'];

async function hold({ approved }: Model, real: Real): Promise<void> {
  const { db, batchId } = real;
  const batch = await loadBatch(db, batchId);
  const rows = await rowsOf(db, batchId);
  const approvals = (await auditOf(db, { batchId, limit: 1_000 })).filter(
    ({ event, actor, at, detail }) =>
      event === 'batch.approve' &&
      actor === 'U2' &&
      at < (batch.expiresAt ?? 0) &&
      detail.includes(batch.planHash),
  );
  expect(approvals).toHaveLength(approved ? 1 : 0);
  expect(allowed.includes(batch.state)).toBe(approved);
  const asked = rows.filter(({ attempt, state }) => attempt > 0 || state === 'stocked');
  if (!approved) expect(asked).toEqual([]);

  expect(rows).toHaveLength(batch.rowCount);
  const counted = Map.groupBy(rows, ({ state }) => state);
  expect(await countStates(db, batchId)).toEqual(
    Object.fromEntries([...counted].map(([state, { length }]) => [state, length])),
  );

  for (const row of rows) {
    const ended = real.ended.get(row.id);
    if (ended !== undefined) expect(row).toEqual(wasFound(ended, row) ? row : ended);
    if (isFinalRow(row.state)) real.ended.set(row.id, row);
  }
}

/** The one way out of an end: a later look shows what had been left to a person, after a lost answer. */
const wasFound = (before: Row, after: Row): boolean =>
  before.state === 'needs_review' && before.lost > 0 && after.state === 'enrolled';
