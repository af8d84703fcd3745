import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Secret } from '../src/domain/secret.ts';
import { verifyAudit } from '../src/store/audit.ts';
import { createBatch, moveBatch, savePlan } from '../src/store/batches.ts';
import type { Db } from '../src/store/db.ts';
import { openStore } from '../src/store/open.ts';
import { enqueue } from '../src/store/outbox.ts';
import { type NewRow, openRows, recordIntent, settleRow, takeRows } from '../src/store/rows.ts';
import type { Vault } from '../src/store/vault.ts';
import { openVault } from '../src/store/vault-key.ts';
import { type Figure, figure, timed } from './figures.ts';

const rowCount = 10_000;
const at = 1_767_603_600_000;

/** Measures the store on a real file under the system's temporary directory: every commit waits for the disk. */
export async function benchStore(): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'token-desk-bench-'));
  const { db, close } = bound(await openStore({ dataDir }));
  try {
    const vault = await openVault(db, new Secret(new Uint8Array(32).fill(7)));
    const rows = Array.from({ length: rowCount }, (_, index) => newRow(index));
    const planning = await planFigures(db, vault, rows);
    await moveBatch(db, { batchId: 'b1', event: 'approve', at, actor: 'U2' });
    const taking = await takingFigures(db, 'first');
    const running = await runFigures(db, rows);
    return [
      ...planning,
      ...taking,
      ...running,
      ...(await takingFigures(db, 'last')),
      ...(await auditFigures(db)),
    ];
  } finally {
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const bound = (store: Awaited<ReturnType<typeof openStore>>) => ({
  db: store.db,
  close: () => store.close(),
});

async function planFigures(db: Db, vault: Vault, rows: readonly NewRow[]): Promise<readonly Figure[]> {
  const { batch } = await createBatch(db, {
    id: 'b1',
    kind: 'csv',
    channelId: 'C1',
    requestedBy: 'U1',
    command: '',
    origin: 'bench',
    asked: [],
    at,
  });
  const seed = new Secret(new Uint8Array(20).fill(1));
  const about = { orgId: '00o1', batchId: batch.id };
  const seeds = rows.map(({ id: rowId, serial, settings }) => ({
    rowId,
    serial,
    sealed: vault.seal(seed, { ...about, seedId: `s${rowId}`, rowId, serial, settings }),
  }));
  const plan = { batchId: batch.id, at, code: 'BENC-H000', planHash: 'hash', expiresAt: at + 1, trouble: '' };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const ms = await timed(() => savePlan(db, { ...plan, event: 'submit', rows, seeds, outbox: [] }));
  await new Promise(setImmediate);
  delay.disable();
  return [
    figure(`save a plan of ${String(rowCount)} rows with seeds`, 'ms', ms),
    figure('longest time it holds the event loop', 'ms', delay.max / 1e6),
  ];
}

const blocks = 5;

async function runFigures(db: Db, rows: readonly NewRow[]): Promise<readonly Figure[]> {
  const one = await paces(db, rows.slice(0, 1_000), 1);
  const eight = await paces(db, rows.slice(1_000, rowCount - 10), 8);
  return [
    figure('durable intent and outcome, one at a time', 'pairs/s', ...one),
    figure('durable intent and outcome, eight at once', 'pairs/s', ...eight),
  ];
}

/** The rows in blocks, and the pairs in a second of each. */
async function paces(db: Db, rows: readonly NewRow[], lanes: number): Promise<readonly number[]> {
  const size = Math.ceil(rows.length / blocks);
  const found: number[] = [];
  for (let start = 0; start < rows.length; start += size) {
    const block = rows.slice(start, start + size);
    const ms = await timed(() => run(db, block, lanes));
    found.push((block.length / ms) * 1_000);
  }
  return found;
}

/** Runs rows as the worker does, without Okta in between. */
async function run(db: Db, rows: readonly NewRow[], lanes: number): Promise<void> {
  const left = rows.values();
  const lane = async (): Promise<void> => {
    for (const row of left) {
      await recordIntent(db, { rowId: row.id, at, oktaAt: at, seenFactorIds: [] });
      const { serial, userId, userLogin, authenticatorId } = row;
      const factorId = `ost${row.id}`;
      await settleRow(db, {
        rowId: row.id,
        event: 'enroll',
        at,
        factorId,
        outcome: `Token ${serial} is enrolled for ${userLogin}.`,
        token: { kind: 'assign', serial, userId, userLogin, authenticatorId, factorId },
        outbox: [{ kind: 'card', batchId: 'b1', channelId: 'C1', thread: false, priority: 0 }],
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function takingFigures(db: Db, which: string): Promise<readonly Figure[]> {
  const times = 50;
  const take = await timed(async () => {
    for (let n = 0; n < times; n += 1) {
      await takeRows(db, 'b1', { at, limit: 8, states: ['planned', 'unknown'] });
    }
  });
  const count = await timed(async () => {
    for (let n = 0; n < times; n += 1) await openRows(db, 'b1');
  });
  return [
    figure(`take the ${which} rows of ${String(rowCount)}`, 'ms', take / times),
    figure(`count open rows at the ${which} row`, 'ms', count / times),
  ];
}

async function auditFigures(db: Db): Promise<readonly Figure[]> {
  let count = 0;
  const ms = await timed(async () => {
    const verified = await verifyAudit(db);
    count = verified.ok ? verified.count : 0;
  });
  const entry = { kind: 'notice', batchId: 'b1', channelId: 'C1', thread: false, priority: 9 } as const;
  const post = await timed(() =>
    db.tx((tx) =>
      enqueue(
        tx,
        Array.from({ length: 1_000 }, () => entry),
        at,
      ),
    ),
  );
  return [
    figure('verify the audit', 'rows/s', (count / ms) * 1_000),
    figure('put 1000 messages into the outbox', 'ms', post),
  ];
}

const newRow = (index: number): NewRow => ({
  id: `r${String(index)}`,
  line: index + 2,
  action: 'enroll',
  verdict: 'enroll',
  reason: 'Token will be enrolled.',
  state: 'planned',
  userRef: `user${String(index)}@acme.com`,
  userId: `00u${String(index)}`,
  userLogin: `user${String(index)}@acme.com`,
  serial: String(245_200_000_000 + index),
  authenticatorId: 'fpr1',
  targetFactorId: '',
  seenFactorIds: [],
  observedAt: at,
  settings: { timeStepSeconds: 30 },
  manufacturer: 'Acme Tokens',
  model: 'c200',
  seedFingerprint: String(index).padStart(32, '0'),
  seedLength: 20,
});
