import { chmodSync, mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/doctor/check.ts';
import {
  checkAddress,
  checkDebugger,
  checkDisk,
  checkFileSystem,
  checkFolder,
  checkMachine,
  checkNode,
} from '../../src/doctor/machine.ts';
import { checkFiles, checkWork } from '../../src/doctor/upkeep.ts';
import { backupFolder, databaseFile, openStore } from '../../src/store/open.ts';
import { make } from '../support/make.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';
import { intend, running, t0 } from '../store/fixture.ts';

const states = (checks: readonly Check[]): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, state }) => [name, state]));

describe('the check of the machine', () => {
  it('finds this one good', async () => {
    const dataDir = temporaryDir();
    const checks = await checkMachine({ dataDir, http: { host: '127.0.0.1', port: 0 } });
    expect(Object.values(states(checks))).not.toContain('fail');
    expect(checks).toHaveLength(6);
  });

  it.each([
    ['an old Node', checkNode('22.19.0'), 'fail'],
    ['a Node that is a little too old', checkNode('24.11.9'), 'fail'],
    ['an open debugger', checkDebugger(true), 'fail'],
    ['a folder that others may enter', checkFolder(0o40755), 'warn'],
    ['NFS', checkFileSystem(0x6969), 'fail'],
    ['CIFS with a sign', checkFileSystem(-11317950), 'fail'],
    ['little disk space', checkDisk(499e6), 'warn'],
    ['no disk space', checkDisk(1e6), 'fail'],
    ['an open address', checkAddress('0.0.0.0'), 'warn'],
  ])('finds %s', (_, check, state) => {
    expect(check.state).toBe(state);
    expect(check.mend).not.toBe('');
  });

  it.each([
    checkNode('24.12.0'),
    checkNode('26.0.1'),
    checkDebugger(false),
    checkFolder(undefined),
    checkFolder(0o40700),
    checkFileSystem(0xef53),
    checkDisk(500e6),
    checkAddress('127.0.0.1'),
  ])('is content where $name $line', ({ state }) => {
    expect(state).toBe('ok');
  });
});

/** A data directory with a database, and what a backup an hour ago left. */
async function kept(): Promise<string> {
  const dataDir = temporaryDir();
  await (await openStore({ dataDir })).close();
  mkdirSync(join(dataDir, backupFolder));
  const backup = join(dataDir, backupFolder, 'token-desk-x.db');
  writeFileSync(backup, '');
  utimesSync(backup, (t0 - 3_600_000) / 1000, (t0 - 3_600_000) / 1000);
  return dataDir;
}

describe('the check of how the data is kept', () => {
  it('finds nothing where all is well', async () => {
    const checks = checkFiles(await kept(), t0);
    expect(states(checks)).toEqual({
      Schema: 'ok',
      'Write-ahead log': 'ok',
      Backup: 'ok',
      'Intake keys': 'ok',
    });
  });

  it.each<[string, string, (dataDir: string) => void]>([
    [
      'Write-ahead log',
      'warn',
      (dataDir) => {
        const path = join(dataDir, `${databaseFile}-wal`);
        writeFileSync(path, '');
        truncateSync(path, 65e6);
      },
    ],
    ['Backup', 'warn', (dataDir) => utimesSync(join(dataDir, backupFolder, 'token-desk-x.db'), 1, 1)],
    [
      'Intake keys',
      'warn',
      (dataDir) => {
        writeFileSync(join(dataDir, 'intake-keys.json'), '{}');
        chmodSync(join(dataDir, 'intake-keys.json'), 0o644);
      },
    ],
    [
      'Schema',
      'fail',
      (dataDir) => {
        const connection = new Database(join(dataDir, databaseFile));
        connection.pragma('user_version = 999');
        connection.close();
      },
    ],
  ])('finds trouble with: %s', async (name, state, spoil) => {
    const dataDir = await kept();
    spoil(dataDir);
    expect(states(checkFiles(dataDir, t0))).toMatchObject({ [name]: state });
  });

  it('says that there is no backup', () => {
    expect(states(checkFiles(temporaryDir(), t0))).toMatchObject({ Backup: 'warn', Schema: 'warn' });
  });
});

describe('the check of the work', () => {
  it('finds nothing where all is well', async () => {
    const { db } = await temporaryStore();
    await running(db);
    expect(states(await checkWork(db, t0))).toEqual({ Journal: 'ok', Messages: 'ok', 'Rows in doubt': 'ok' });
  });

  it('finds messages and rows that wait for long', async () => {
    const { db } = await temporaryStore();
    const row = make.newRow();
    const batch = await running(db, [row]);
    await intend(db, row.id);
    await db.query(
      "INSERT INTO outbox (batch_id, channel_id, thread, kind, payload, priority, state, created_at) VALUES ($1, 'C1', 0, 'notice', '{}', 0, 'pending', $2)",
      [batch.id, t0],
    );
    expect(states(await checkWork(db, t0 + 2 * 3_600_000))).toMatchObject({
      Messages: 'warn',
      'Rows in doubt': 'warn',
    });
  });

  it('finds a database without its log', async () => {
    const dataDir = temporaryDir();
    await (await openStore({ dataDir })).close();
    const connection = new Database(join(dataDir, databaseFile));
    connection.pragma('journal_mode = DELETE');
    connection.close();
    const store = await openStore({ dataDir, readOnly: true });
    expect(states(await checkWork(store.db, t0))).toMatchObject({ Journal: 'warn' });
    await store.close();
  });
});
