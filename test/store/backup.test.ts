import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { backUp, backupPath } from '../../src/store/backup.ts';
import { loadBatch } from '../../src/store/batches.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { restore } from '../../src/store/restore.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { wasRestored } from '../../src/store/high-water.ts';
import { openVault } from '../../src/store/vault-key.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';
import { running, t0 } from './fixture.ts';

const target = (): string => join(temporaryDir(), 'kept', 'copy.db');

describe('a backup', () => {
  it('is taken beside a running bot, while it writes, and is whole', async () => {
    const dataDir = temporaryDir();
    const { db } = await temporaryStore(dataDir);
    for (let index = 0; index < 3; index += 1) {
      const ended = new AbortController();
      const writer = (async () => {
        while (!ended.signal.aborted) await running(db);
      })();
      const made = await backUp(dataDir, target()).finally(() => ended.abort());
      await writer;
      const copy = join(dirname(made.path), databaseFile);
      copyFileSync(made.path, copy);
      const store = await openStore({ dataDir: dirname(made.path) });
      expect(await verifyAudit(store.db)).toEqual({ ok: true, ...made.audit });
      await store.close();
    }
  });

  it('belongs to its owner alone and stands beside the database unless told otherwise', async () => {
    const dataDir = temporaryDir();
    await temporaryStore(dataDir);
    const path = backupPath(dataDir, t0);
    expect(path).toBe(join(dataDir, 'backups', 'token-desk-20260105T090000Z.db'));
    await backUp(dataDir, path);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readdirSync(dirname(path))).toEqual(['token-desk-20260105T090000Z.db']);
  });

  it('holds no key', async () => {
    const dataDir = temporaryDir();
    const { db } = await temporaryStore(dataDir);
    const key = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 1);
    await openVault(db, new Secret(key));
    const { path } = await backUp(dataDir, target());
    const bytes = readFileSync(path);
    for (const form of [
      Buffer.from(key),
      Buffer.from(key).toString('base64'),
      Buffer.from(key).toString('hex'),
    ])
      expect(bytes.includes(form)).toBe(false);
  });

  it('of nothing is refused, and leaves nothing', async () => {
    const path = target();
    await expect(backUp(temporaryDir(), path)).rejects.toMatchObject({ code: 'STORE_MISSING' });
    expect(existsSync(path)).toBe(false);
  });
});

/** A data directory with a batch that runs, its backup, and another batch begun since. */
async function withBackup(): Promise<{
  readonly dataDir: string;
  readonly backup: string;
  readonly batchId: string;
}> {
  const dataDir = temporaryDir();
  const store = await openStore({ dataDir });
  const batch = await running(store.db);
  const { path } = await backUp(dataDir, target());
  await running(store.db);
  await store.close();
  return { dataDir, backup: path, batchId: batch.id };
}

describe('a restored backup', () => {
  it('takes the place of the database; what ran is paused, and its rows are looked at again', async () => {
    const { dataDir, backup, batchId } = await withBackup();
    const done = await restore(dataDir, backup, t0 + 1);
    expect(done.rows).toBe(1);
    expect(readdirSync(done.kept ?? '')).toContain(databaseFile);
    const { db } = await temporaryStore(dataDir);
    expect(await loadBatch(db, batchId)).toMatchObject({ state: 'paused' });
    expect((await rowsOf(db, batchId)).map(({ observedAt }) => observedAt)).toEqual([0]);
    expect(await wasRestored(db, dataDir)).toBe(false);
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
  });

  it('can also be put where nothing was', async () => {
    const { backup, batchId } = await withBackup();
    const fresh = join(temporaryDir(), 'new');
    expect(await restore(fresh, backup, t0)).toMatchObject({ kept: undefined, rows: 1 });
    const { db } = await temporaryStore(fresh);
    expect(await loadBatch(db, batchId)).toMatchObject({ state: 'paused' });
  });

  it('is refused beside a running bot', async () => {
    const { dataDir, backup } = await withBackup();
    await temporaryStore(dataDir);
    await expect(restore(dataDir, backup, t0)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  });

  it.each([
    ['cut short', (path: string) => copyFileSync('package.json', path), 'STORE_DAMAGED'],
    ['changed', damage, 'STORE_DAMAGED'],
  ])('is refused when it was %s, and nothing is touched', async (_, spoil, code) => {
    const { dataDir, backup } = await withBackup();
    const before = readFileSync(join(dataDir, databaseFile));
    spoil(backup);
    await expect(restore(dataDir, backup, t0)).rejects.toMatchObject({ code });
    expect(readFileSync(join(dataDir, databaseFile)).equals(before)).toBe(true);
  });
});

/** Writes over the middle of a file. */
function damage(path: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(8_192, 0xff), 0, 8_192, 16_384);
  closeSync(file);
}
