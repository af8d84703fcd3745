import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { readMigrations } from '../../src/store/migrate.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { temporaryDir } from '../support/store.ts';
import { startChild, until } from './child/start.ts';

const released = join(import.meta.dirname, '../../src/store/migrations');

/** The released migrations in a folder where more can be added, and a data directory that stands at the last of them. */
async function upgrade(): Promise<{
  readonly dataDir: string;
  readonly migrations: string;
  readonly add: (name: string, sql: string) => void;
}> {
  const dir = temporaryDir();
  const migrations = join(dir, 'migrations');
  mkdirSync(migrations);
  cpSync(released, migrations, { recursive: true });
  const dataDir = join(dir, 'data');
  await (await openStore({ dataDir, migrations })).close();
  return { dataDir, migrations, add: (name, sql) => writeFileSync(join(migrations, name), sql) };
}

const next = String(readMigrations(released).length + 1).padStart(4, '0');

async function tables(dataDir: string): Promise<readonly unknown[]> {
  const connection = new Database(join(dataDir, databaseFile), { readonly: true });
  const rows = connection
    .prepare("SELECT name FROM sqlite_master WHERE name LIKE 'extra%' ORDER BY 1")
    .pluck()
    .all();
  connection.close();
  return rows;
}

it('brings an older database up to date, once', async () => {
  const { dataDir, migrations, add } = await upgrade();
  add(`${next}_extra.sql`, 'CREATE TABLE extra (id TEXT) STRICT; INSERT INTO extra VALUES (1);');
  await expect(openStore({ dataDir, migrations, readOnly: true })).rejects.toMatchObject({
    code: 'STORE_OLDER',
  });
  for (const _ of [1, 2]) {
    const store = await openStore({ dataDir, migrations });
    expect(await store.db.query('SELECT * FROM extra')).toEqual([{ id: '1' }]);
    await store.close();
  }
});

it('keeps nothing of a step that fails, and takes it again when it is mended', async () => {
  const { dataDir, migrations, add } = await upgrade();
  add(`${next}_extra.sql`, 'CREATE TABLE extra (id TEXT) STRICT; INSERT INTO nowhere VALUES (1);');
  await expect(openStore({ dataDir, migrations })).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(await tables(dataDir)).toEqual([]);
  add(`${next}_extra.sql`, 'CREATE TABLE extra (id TEXT) STRICT;');
  await (await openStore({ dataDir, migrations })).close();
  expect(await tables(dataDir)).toEqual(['extra']);
});

it('keeps nothing of a step during which the process is killed', async () => {
  const { dataDir, migrations, add } = await upgrade();
  const endless = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)';
  const extra = 'CREATE TABLE extra (id INTEGER) STRICT;';
  add(`${next}_extra.sql`, `${extra} INSERT INTO extra ${endless} SELECT i FROM n;`);
  const child = startChild('open', dataDir, migrations);
  await until(child, 'opening');
  await child.kill();
  expect(await tables(dataDir)).toEqual([]);
  add(`${next}_extra.sql`, extra);
  await (await openStore({ dataDir, migrations })).close();
  expect(await tables(dataDir)).toEqual(['extra']);
});

it('refuses a database of a newer version, and one that other migrations made', async () => {
  const { dataDir, migrations, add } = await upgrade();
  const first = readMigrations(migrations)[0]?.name ?? '';
  add(`${next}_extra.sql`, 'CREATE TABLE extra (id TEXT) STRICT;');
  await (await openStore({ dataDir, migrations })).close();
  for (const readOnly of [false, true]) {
    await expect(openStore({ dataDir, readOnly })).rejects.toMatchObject({ code: 'STORE_NEWER' });
  }
  add(first, `${readFileSync(join(migrations, first), 'utf8')} -- edited`);
  await expect(openStore({ dataDir, migrations })).rejects.toMatchObject({ code: 'STORE_DIFFERENT' });
});

it('refuses a folder in which a step is missing', () => {
  const folder = temporaryDir();
  writeFileSync(join(folder, '0002_late.sql'), '');
  expect(() => readMigrations(folder)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
});

it('keeps every batch, row and seed while a table is made anew', async () => {
  const { dataDir, migrations, add } = await upgrade();
  const rows = ['batch_row.id', 'batch_row.batch_id'].join(', ');
  const look = async (): Promise<unknown> => {
    const store = await openStore({ dataDir, migrations });
    const found = await store.db.query(`SELECT ${rows} FROM batch_row JOIN batch ON batch.id = batch_id`);
    await store.close();
    return found;
  };
  const connection = new Database(join(dataDir, databaseFile));
  connection.exec(`
    INSERT INTO batch (id, kind, state, origin, channel_id, requested_by, command, asked, created_at)
      VALUES ('b1', 'csv', 'planning', 'o', 'C1', 'U1', '', '[]', 1);
    INSERT INTO batch_row (id, batch_id, line, action, verdict, reason, state, user_ref, user_id, user_login, serial,
        serial_key, authenticator_id, target_factor_id, seen_factor_ids, observed_at, settings, manufacturer, model,
        seed_fingerprint, seed_length)
      VALUES ('r1', 'b1', 2, 'stock', 'stock', '', 'planned', '', '', '', '', '', '', '', '[]', 1, '{}', '', '', '', 0);`);
  connection.close();
  const anew = 'CREATE TABLE anew (id TEXT PRIMARY KEY) STRICT; INSERT INTO anew SELECT id FROM batch;';
  add(`${next}_lossy.sql`, `${anew} DELETE FROM anew; DROP TABLE batch; ALTER TABLE anew RENAME TO batch;`);
  await expect(openStore({ dataDir, migrations })).rejects.toMatchObject({ code: 'INTERNAL' });
  add(`${next}_lossy.sql`, `${anew} DROP TABLE batch; ALTER TABLE anew RENAME TO batch;`);
  expect(await look()).toEqual([{ id: 'r1', batch_id: 'b1' }]);
});
