import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { findRow, recordIntent } from '../../src/store/rows.ts';
import { make } from '../support/make.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';
import { intend, running, t0 } from './fixture.ts';
import { startChild, until } from './child/start.ts';

/** A closed database with some rows in it. */
async function closedStore(): Promise<{ readonly dataDir: string; readonly path: string }> {
  const dataDir = temporaryDir();
  const store = await openStore({ dataDir });
  await running(
    store.db,
    Array.from({ length: 300 }, () => make.newRow()),
  );
  await store.close();
  return { dataDir, path: join(dataDir, databaseFile) };
}

describe('opening a data directory', () => {
  it('makes it and a database that only the owner may read', async () => {
    const dataDir = join(temporaryDir(), 'data');
    const { db } = await temporaryStore(dataDir);
    expect(await db.query('SELECT count(*) AS n FROM batch')).toEqual([{ n: 0 }]);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    for (const name of [databaseFile, `${databaseFile}-wal`]) {
      expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('sets what durability and privacy rest on, also when opened again', async () => {
    const { dataDir } = await closedStore();
    const { db } = await temporaryStore(dataDir);
    const settings = {
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      secure_delete: 1,
      cell_size_check: 1,
      trusted_schema: 0,
    };
    for (const [name, value] of Object.entries(settings)) {
      expect(await db.query(`PRAGMA ${name}`)).toEqual([{ [name]: value }]);
    }
    const [busy] = await db.query('PRAGMA busy_timeout');
    expect(busy?.['timeout']).toBeLessThanOrEqual(1_000);
  });

  it('refuses a directory it may not write', async () => {
    const file = join(temporaryDir(), 'file');
    writeFileSync(file, '');
    await expect(openStore({ dataDir: join(file, 'data') })).rejects.toMatchObject({
      code: 'STORE_UNWRITABLE',
    });
  });
});

describe('one process per data directory', () => {
  it('refuses a second one at once, and lets it in as soon as the first is killed', async () => {
    const dataDir = temporaryDir();
    const first = startChild('open', dataDir);
    await until(first, 'open');
    const begun = performance.now();
    await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(performance.now() - begun).toBeLessThan(200);
    await first.kill();
    const store = await temporaryStore(dataDir);
    expect(await store.db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const second = startChild('open', dataDir);
    expect(await until(second, 'STORE_LOCKED')).toEqual(['opening']);
  });

  it('leaves the lock free after a close, and after a start that failed', async () => {
    const { dataDir, path } = await closedStore();
    const whole = readFileSync(path);
    writeFileSync(path, 'not a database at all, but long enough to have a header of its own'.repeat(20));
    await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    writeFileSync(path, whole);
    await temporaryStore(dataDir);
  });
});

describe('looking beside a running bot', () => {
  it('reads what is there and writes nothing', async () => {
    const { db, dataDir } = await withRow();
    const beside = await openStore({ dataDir, readOnly: true });
    expect(await beside.db.query('SELECT count(*) AS n FROM batch_row')).toEqual([{ n: 1 }]);
    await expect(beside.db.query('DELETE FROM seen')).rejects.toMatchObject({ code: 'STORE_UNWRITABLE' });
    await beside.close();
    expect(await db.query('SELECT count(*) AS n FROM batch_row')).toEqual([{ n: 1 }]);
  });

  it('says so when there is nothing to look at', async () => {
    await expect(openStore({ dataDir: temporaryDir(), readOnly: true })).rejects.toMatchObject({
      code: 'STORE_MISSING',
    });
  });
});

async function withRow(): Promise<{
  readonly db: Awaited<ReturnType<typeof temporaryStore>>['db'];
  readonly dataDir: string;
  readonly rowId: string;
}> {
  const dataDir = temporaryDir();
  const { db } = await temporaryStore(dataDir);
  const row = make.newRow();
  await running(db, [row]);
  return { db, dataDir, rowId: row.id };
}

describe('a damaged database', () => {
  it.each([
    ['a header of something else', (path: string) => overwrite(path, 0, 100)],
    ['a page that was zeroed', (path: string) => overwrite(path, 4096 * 8, 4096)],
    [
      'an end that is missing',
      (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096),
    ],
  ])('is refused for %s', async (_, damage) => {
    const { dataDir, path } = await closedStore();
    damage(path);
    await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  });
});

function overwrite(path: string, start: number, length: number): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0, start, start + length));
}

describe('a database that cannot be written', () => {
  it('lets no intent pass when the disk is full, and goes on when there is room', async () => {
    const { db, rowId } = await withRow();
    const [size] = await db.query('PRAGMA page_count');
    await db.query(`PRAGMA max_page_count = ${String(size?.['page_count'])}`);
    const filled = async (): Promise<void> => {
      for (let n = 0; ; n += 1)
        await db.query('INSERT INTO seen (key, at) VALUES ($1, 0)', [`${String(n)}${'x'.repeat(500)}`]);
    };
    await expect(filled()).rejects.toMatchObject({
      code: 'STORE_UNWRITABLE',
      facts: { sqlite: 'SQLITE_FULL' },
    });
    // Larger than what is left on the pages in use.
    const large = { rowId, at: t0, seenFactorIds: ['x'.repeat(20_000)] };
    await expect(recordIntent(db, large)).rejects.toMatchObject({ code: 'STORE_UNWRITABLE' });
    expect(await findRow(db, rowId)).toMatchObject({ state: 'planned', attempt: 0 });
    await db.query('PRAGMA max_page_count = 100000');
    expect(await recordIntent(db, large)).toMatchObject({ state: 'intended' });
  });

  it('gives up within a second on another program that holds the file', async () => {
    const { db, dataDir, rowId } = await withRow();
    const other = new Database(join(dataDir, databaseFile));
    other.exec('BEGIN IMMEDIATE');
    const begun = performance.now();
    await expect(intend(db, rowId)).rejects.toMatchObject({ code: 'STORE_BUSY' });
    expect(performance.now() - begun).toBeLessThan(1_000);
    other.close();
    expect(await intend(db, rowId)).toMatchObject({ state: 'intended' });
  });
});
