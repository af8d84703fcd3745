import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Db } from '../../src/store/db.ts';
import { sqliteDb } from '../../src/store/sqlite.ts';

/** A database in a file, which commits happened, and what a second connection sees of it. */
async function openFile(): Promise<{ db: Db; commits: () => number; elsewhere: () => readonly unknown[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'token-desk-'));
  let commits = 0;
  const path = join(folder, 'groups.db');
  const verbose = (sql?: unknown): void => {
    if (sql === 'COMMIT') commits += 1;
  };
  const connection = new Database(path, { verbose });
  connection.pragma('journal_mode = WAL');
  const db = sqliteDb(connection);
  await db.query('CREATE TABLE t (n INTEGER PRIMARY KEY)');
  const other = new Database(path, { readonly: true });
  onTestFinished(async () => {
    other.close();
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const all = other.prepare<[], { n: number }>('SELECT n FROM t ORDER BY n');
  return { db, commits: () => commits, elsewhere: () => all.all().map(({ n }) => n) };
}

const insert = (db: Db, n: number): Promise<unknown> =>
  db.tx((tx) => tx.query('INSERT INTO t VALUES ($1)', [n]));

describe('transactions that wait together', () => {
  it('share commits', async () => {
    const { db, commits, elsewhere } = await openFile();
    await Promise.all(Array.from({ length: 20 }, (_, n) => insert(db, n)));
    expect(elsewhere()).toHaveLength(20);
    expect(commits()).toBeLessThanOrEqual(2);
  });

  it('are on disk before any of them is told of its end', async () => {
    const { db, elsewhere } = await openFile();
    const seen = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        await insert(db, n);
        return elsewhere().includes(n);
      }),
    );
    expect(seen).toEqual(Array.from({ length: 10 }, () => true));
  });

  it('are undone alone', async () => {
    const { db, elsewhere } = await openFile();
    const ends = await Promise.allSettled([0, 1, 2, 1, 3].map((n) => insert(db, n)));
    expect(ends.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(elsewhere()).toEqual([0, 1, 2, 3]);
  });

  it('are all told when their commit is lost, and the next ones go on', async () => {
    const { db, elsewhere } = await openFile();
    const ends = await Promise.allSettled([
      insert(db, 0),
      insert(db, 1),
      // What a full disk does to an open transaction.
      db.tx((tx) => tx.query('ROLLBACK')),
      insert(db, 2),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(elsewhere()).toEqual([2]);
  });
});
