import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { backupFolder, databaseFile, openStore, schemaKnown } from '../../src/store/open.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { temporaryDir } from '../support/store.ts';

const fixtures = join(import.meta.dirname, '../fixtures/databases');

/** A data directory as an earlier version left it at the end of a day of work. */
function left(version: string): string {
  const dataDir = temporaryDir();
  const connection = new Database(join(dataDir, databaseFile));
  connection.exec(readFileSync(join(fixtures, version), 'utf8'));
  connection.close();
  return dataDir;
}

/** Every table with its number of rows, but for the one that lists the migrations. */
function counts(path: string): Readonly<Record<string, number>> {
  const connection = new Database(path, { readonly: true });
  const tables = connection
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration'")
    .pluck()
    .all();
  const found = tables.map((table) => {
    const n = connection.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    return [table, n] as const;
  });
  connection.close();
  return Object.fromEntries(found);
}

describe.each(readdirSync(fixtures))('a database of schema %s', (version) => {
  it('is brought to this version with everything in it', async () => {
    const dataDir = left(version);
    const before = counts(join(dataDir, databaseFile));
    const store = await openStore({ dataDir });
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true, count: before['audit'] });
    const batches = await latestBatches(store.db, 100);
    expect(batches).toHaveLength(before['batch'] ?? 0);
    const rows = await Promise.all(batches.map(({ id }) => rowsOf(store.db, id)));
    expect(rows.flat()).toHaveLength(before['batch_row'] ?? 0);
    await store.close();
    expect(counts(join(dataDir, databaseFile))).toMatchObject(before);
  });

  it('is copied before each step, as it was', async () => {
    const dataDir = left(version);
    const before = counts(join(dataDir, databaseFile));
    await (await openStore({ dataDir })).close();
    const copies = readdirSync(join(dataDir, backupFolder)).toSorted();
    expect(copies).toHaveLength(schemaKnown() - Number(version.slice(0, 4)));
    expect(counts(join(dataDir, backupFolder, copies[0] ?? ''))).toEqual(before);
  });
});

describe('a database of this version', () => {
  it('is not copied', async () => {
    const dataDir = temporaryDir();
    for (const _ of [1, 2]) await (await openStore({ dataDir })).close();
    expect(existsSync(join(dataDir, backupFolder))).toBe(false);
  });
});
