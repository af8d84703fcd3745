import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { loadBatch } from '../../src/store/batches.ts';
import type { Db } from '../../src/store/db.ts';
import { distrust, saveMark, wasRestored } from '../../src/store/high-water.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { temporaryDir } from '../support/store.ts';
import { running, t0 } from './fixture.ts';

/** Works on the database of a data directory, and closes it. */
async function at<T>(dataDir: string, work: (db: Db) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir });
  try {
    return await work(store.db);
  } finally {
    await store.close();
  }
}

/** A data directory with a backup of an earlier state, and a mark of the later one. */
async function withBackup(): Promise<{ readonly dataDir: string; readonly backup: string }> {
  const dataDir = temporaryDir();
  const backup = join(temporaryDir(), 'backup.db');
  await at(dataDir, running);
  copyFileSync(join(dataDir, databaseFile), backup);
  await at(dataDir, async (db) => {
    await running(db);
    await saveMark(db, dataDir);
  });
  return { dataDir, backup };
}

it('trusts a new database, and one that is as far as the mark or further', async () => {
  const { dataDir } = await withBackup();
  expect(await at(temporaryDir(), (db) => wasRestored(db, dataDir))).toBe(true);
  const fresh = temporaryDir();
  expect(await at(fresh, (db) => wasRestored(db, fresh))).toBe(false);
  expect(await at(dataDir, (db) => wasRestored(db, dataDir))).toBe(false);
  await at(dataDir, running);
  expect(await at(dataDir, (db) => wasRestored(db, dataDir))).toBe(false);
});

it('knows an older database, also after it went on another way, and one without its mark', async () => {
  const { dataDir, backup } = await withBackup();
  copyFileSync(backup, join(dataDir, databaseFile));
  expect(await at(dataDir, (db) => wasRestored(db, dataDir))).toBe(true);
  await at(dataDir, async (db) => {
    await running(db);
    await running(db);
    expect(await wasRestored(db, dataDir)).toBe(true);
    await saveMark(db, dataDir);
    expect(await wasRestored(db, dataDir)).toBe(false);
  });
  rmSync(join(dataDir, 'high-water.json'));
  expect(await at(dataDir, (db) => wasRestored(db, dataDir))).toBe(true);
});

it('pauses what runs, and has every open row looked at again', async () => {
  await at(temporaryDir(), async (db) => {
    const batch = await running(db);
    expect(await distrust(db, t0)).toBe(1);
    expect(await loadBatch(db, batch.id)).toMatchObject({ state: 'paused' });
    expect((await loadBatch(db, batch.id)).trouble).toContain('restored from a backup');
    expect((await rowsOf(db, batch.id)).map((row) => row.observedAt)).toEqual([0]);
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
  });
});
