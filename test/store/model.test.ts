import {
  assert,
  asyncModelRun,
  asyncProperty,
  commands,
  constantFrom,
  boolean,
  nat,
  record,
  tuple,
} from 'fast-check';
import { expect, it } from 'vitest';
import type { DecisionVerb } from '../../src/domain/approval.ts';
import type { RowEvent } from '../../src/domain/row.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import type { Db } from '../../src/store/db.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { make } from '../support/make.ts';
import { temporaryDir } from '../support/store.ts';
import { hour, planned, t0 } from './fixture.ts';
import { botMoves, people, press, type Real, restart, rowMoves, sweep, timePasses } from './model.ts';

const rowCount = 3;
const runs = 100;
const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 1_000_000_000);

const verbs: readonly DecisionVerb[] = [
  'approve',
  'approve',
  'reject',
  'withdraw',
  'pause',
  'resume',
  'stop',
];
const rowEvents: readonly RowEvent[] = [
  'intend',
  'intend',
  'enroll',
  'unenroll',
  'stock',
  'fail',
  'release',
  'step',
  'hold',
  'lose',
  'review',
  'find',
  'cancel',
];

const hasty = { age: 0, forged: false, tookMs: 0 };
const approval = press({ verb: 'approve', who: 'U2', ...hasty });
const lawfulPress = tuple(constantFrom(...verbs), constantFrom(0, hour)).map(([verb, tookMs]) =>
  press({ ...hasty, verb, who: 'U2', tookMs }),
);
const anyPress = record({
  verb: constantFrom(...verbs),
  who: constantFrom(...people),
  age: nat(3),
  forged: constantFrom(false, false, true),
  tookMs: constantFrom(0, 0, hour),
}).map(press);
const anyRow = tuple(nat(rowCount - 1), constantFrom(...rowEvents)).map(([index, event]) =>
  rowMoves(index, event),
);
const others = constantFrom(
  botMoves('pause'),
  botMoves('drain'),
  timePasses(5 * 60_000),
  timePasses(hour),
  sweep(),
  restart(),
);

/** A store that is closed and opened again as by one process after another. */
async function openDisk(): Promise<{ open(): Promise<Db>; close(): Promise<void> }> {
  const dataDir = temporaryDir();
  let store: Store | undefined;
  const close = async (): Promise<void> => {
    await store?.close();
    store = undefined;
  };
  return {
    close,
    async open() {
      await close();
      store = await openStore({ dataDir });
      return store.db;
    },
  };
}

it('runs nothing without a valid decision, counts every row, and changes no end, whatever happens', async () => {
  process.stdout.write(`walks from MODEL_SEED=${String(seed)}\n`);
  const disk = await openDisk();
  let ran = 0;
  await assert(
    asyncProperty(
      boolean(),
      commands([anyPress, lawfulPress, anyRow, anyRow, anyRow, others], { maxCommands: 40 }),
      async (approvedFirst, walk) => {
        const db = await disk.open();
        const batch = await planned(
          db,
          Array.from({ length: rowCount }, () => make.newRow()),
        );
        const real: Real = {
          db,
          reopen: () => disk.open(),
          batchId: batch.id,
          now: t0,
          drawn: [batch],
          ended: new Map(),
        };
        const model = { approved: false };
        await asyncModelRun(() => ({ model, real }), approvedFirst ? [approval, ...walk] : walk);
        if (model.approved) ran += 1;
      },
    ),
    { numRuns: runs, seed },
  );
  // A walk that approves nothing proves little.
  expect(ran).toBeGreaterThan(runs / 4);
  expect(await verifyAudit(await disk.open())).toMatchObject({ ok: true });
  await disk.close();
}, 60_000);
