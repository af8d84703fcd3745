import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { auditHead, recordRefusal, verifyAudit } from '../../src/store/audit.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { temporaryDir } from '../support/store.ts';
import { t0 } from './fixture.ts';

const count = 30;

/** A closed database with `count` audit rows, and the end of its chain as somebody outside wrote it down. */
async function audited() {
  const dataDir = temporaryDir();
  const store = await openStore({ dataDir });
  for (let index = 0; index < count; index += 1) {
    await recordRefusal(store.db, { at: t0 + index, actor: `U${String(index)}`, code: 'not_an_approver' });
  }
  const head = await auditHead(store.db);
  await store.close();
  return { dataDir, head };
}

const disarm = 'DROP TRIGGER audit_keeps_rows; DROP TRIGGER audit_keeps_all; DROP TRIGGER audit_keeps_head;';

const columns = [
  'at',
  'actor',
  'event',
  'batch_id',
  'row_id',
  'serial_key',
  'user_id',
  'detail',
  'prev_hash',
  'hash',
] as const;
const row = fc.integer({ min: 1, max: count });

/** What somebody with the file and a SQL prompt could do to it. */
const tamperings = fc.oneof(
  fc
    .tuple(row, fc.constantFrom(...columns))
    .map(([seq, column]) => `UPDATE audit SET ${column} = '1' WHERE seq = ${String(seq)}`),
  row.map((seq) => `DELETE FROM audit WHERE seq = ${String(seq)}`),
  row.map((seq) => `DELETE FROM audit WHERE seq >= ${String(seq)}`),
  fc
    .uniqueArray(row, { minLength: 2, maxLength: 2 })
    .map(
      ([a, b]) =>
        `UPDATE audit SET seq = -1 WHERE seq = ${String(a)}; UPDATE audit SET seq = ${String(a)} WHERE seq = ${String(b)}; UPDATE audit SET seq = ${String(b)} WHERE seq = -1`,
    ),
  fc.constantFrom("UPDATE audit_head SET hash = '1'", 'UPDATE audit_head SET seq = seq + 1'),
  row.map((seq) => `UPDATE audit SET seq = seq + 100 WHERE seq >= ${String(seq)}`),
);

it('shows whatever was done to it behind its back', async () => {
  const { dataDir } = await audited();
  await fc.assert(
    fc.asyncProperty(tamperings, async (sql) => {
      expect(await verifiedAfter(dataDir, sql)).toMatchObject({ ok: false });
    }),
    { numRuns: 150 },
  );
}, 60_000);

it('shows against an end kept elsewhere that its own end was cut off or written anew', async () => {
  const { dataDir, head } = await audited();
  const cut = `DELETE FROM audit WHERE seq > 10;
    UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit WHERE seq = 10)`;
  expect(await verifiedAfter(dataDir, cut)).toMatchObject({ ok: true, count: 10 });
  expect(await verifiedAfter(dataDir, cut, head)).toEqual({ ok: false, seq: 11 });
  expect(await verifiedAfter(dataDir, '', head)).toEqual({ ok: true, count, hash: head.hash });
  expect(await verifiedAfter(dataDir, '', { ...head, hash: 'another' })).toEqual({ ok: false, seq: count });
});

async function verifiedAfter(dataDir: string, sql: string, kept?: Parameters<typeof verifyAudit>[1]) {
  const copy = mkdtempSync(join(dataDir, 'copy-'));
  copyFileSync(join(dataDir, databaseFile), join(copy, databaseFile));
  const connection = new Database(join(copy, databaseFile));
  connection.exec(`${disarm} ${sql}`);
  connection.close();
  const store = await openStore({ dataDir: copy });
  const verified = await verifyAudit(store.db, kept);
  await store.close();
  rmSync(copy, { recursive: true });
  return verified;
}
