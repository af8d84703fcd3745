import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ChainEnd, chainStart } from '../../src/domain/audit.ts';
import { auditHead, recordRefusal, verifyAudit } from '../../src/store/audit.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { sqliteDb } from '../../src/store/sqlite.ts';
import { temporaryDir } from '../support/store.ts';
import { t0 } from './fixture.ts';

const count = 30;

/** A closed database with `count` audit rows as bytes, and the end of its chain as somebody outside wrote it down. */
async function audited() {
  const dataDir = temporaryDir();
  const store = await openStore({ dataDir });
  for (let index = 0; index < count; index += 1) {
    await recordRefusal(store.db, { at: t0 + index, actor: `U${String(index)}`, code: 'not_an_approver' });
  }
  const head = await auditHead(store.db);
  await store.close();
  const bytes = readFileSync(join(dataDir, databaseFile));
  // A database in memory has no log beside it: https://www.sqlite.org/c3ref/deserialize.html
  bytes.fill(1, 18, 20);
  return { bytes, head };
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
const two = fc.uniqueArray(row, { minLength: 2, maxLength: 2 }).map(([a = 1, b = 2]) => [a, b] as const);
const place = (seq: number): string => `WHERE seq = ${String(seq)}`;

/** What somebody with the file and a SQL prompt could do to it. */
const tamperings = fc.oneof(
  fc
    .tuple(row, fc.constantFrom(...columns), fc.integer({ min: 0, max: 1_000_000 }))
    .map(([seq, column, value]) => `UPDATE audit SET ${column} = '${String(value)}' ${place(seq)}`),
  row.map((seq) => `DELETE FROM audit ${place(seq)}`),
  two.map(
    ([a, b]) =>
      `UPDATE audit SET seq = -1 ${place(a)}; UPDATE audit SET seq = ${String(a)} ${place(b)}; UPDATE audit SET seq = ${String(b)} ${place(-1)}`,
  ),
  two.map(
    ([a, b]) =>
      `UPDATE audit SET (actor, detail) = (SELECT o.actor, 'x' || o.detail FROM audit o WHERE o.seq = ${String(b)}) ${place(a)}`,
  ),
  fc.constantFrom("UPDATE audit_head SET hash = '1'", 'UPDATE audit_head SET seq = seq + 1'),
  row.map((seq) => `UPDATE audit SET seq = seq + 100 WHERE seq >= ${String(seq)}`),
  row.map((seq) => `DELETE FROM audit WHERE seq >= ${String(seq)}`),
);

/** Rows cut off, and the end set back so that everything left fits. */
const cutAt = (seq: number): string => `DELETE FROM audit WHERE seq > ${String(seq)};
  UPDATE audit_head SET (seq, hash) = (SELECT coalesce(max(seq), 0), coalesce(max(hash), '${chainStart.hash}')
    FROM audit ${place(seq)})`;

it('shows each of 1,000 things that were done to it behind its back', async () => {
  const { bytes, head } = await audited();
  const cuts = fc.integer({ min: 0, max: count - 1 }).map(cutAt);
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof({ arbitrary: tamperings, weight: 5 }, cuts), async (sql) => {
      expect(await verifiedAfter(bytes, sql, head)).toMatchObject({ ok: false });
      found += 1;
    }),
    { numRuns: 1_000 },
  );
  expect(found).toBe(1_000);
}, 60_000);

it('shows without any checkpoint all but a cut end', async () => {
  const { bytes } = await audited();
  await fc.assert(
    fc.asyncProperty(tamperings, async (sql) => {
      expect(await verifiedAfter(bytes, sql)).toMatchObject({ ok: false });
    }),
    { numRuns: 200 },
  );
});

it('shows against an end kept elsewhere that its own end was cut off or written anew', async () => {
  const { bytes, head } = await audited();
  expect(await verifiedAfter(bytes, cutAt(10))).toMatchObject({ ok: true, count: 10 });
  expect(await verifiedAfter(bytes, cutAt(10), head)).toEqual({ ok: false, seq: 11, why: 'end' });
  expect(await verifiedAfter(bytes, '', head)).toEqual({ ok: true, count, hash: head.hash });
  expect(await verifiedAfter(bytes, '', { ...head, hash: 'another' })).toEqual({
    ok: false,
    seq: count,
    why: 'checkpoint',
  });
});

async function verifiedAfter(bytes: Buffer, sql: string, kept?: ChainEnd) {
  const connection = new Database(Buffer.from(bytes));
  connection.exec(`${disarm} ${sql}`);
  const db = sqliteDb(connection);
  const verified = await verifyAudit(db, kept === undefined ? [] : [kept]);
  await db.close();
  return verified;
}
