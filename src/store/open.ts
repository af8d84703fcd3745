import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../domain/errors.ts';
import type { Db } from './db.ts';
import { lockInstance } from './lock.ts';
import { migrate, type Migration, readMigrations, schemaVersion } from './migrate.ts';
import { sqliteDb, storeError } from './sqlite.ts';

export interface Store {
  readonly db: Db;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly dataDir: string;
  /** Looks beside a running bot: no lock, no migration, no write. */
  readonly readOnly?: boolean | undefined;
  /** Folder of the migrations; only a test has its own. */
  readonly migrations?: string | undefined;
}

/** The wait for a busy file blocks the event loop, and Slack wants its acknowledgement within three seconds. */
const busyTimeoutMs = 750;

export const databaseFile = 'token-desk.db';
/** Where backups are put unless another place is named. */
export const backupFolder = 'backups';

/**
 * Opens the database of a data directory, making both if need be, and keeps every other process out until `close`.
 * Throws STORE_LOCKED, STORE_DAMAGED, STORE_NEWER, STORE_DIFFERENT, STORE_UNSAFE or STORE_UNWRITABLE; read-only also
 * STORE_MISSING and STORE_OLDER.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.readOnly === true ? openBeside(options) : openAlone(options);
}

function openAlone({ dataDir, migrations }: StoreOptions): Store {
  const path = join(dataDir, databaseFile);
  claimFiles(dataDir, path);
  const lock = lockInstance(join(dataDir, 'instance.lock'));
  try {
    const connection = connect(path, { timeout: busyTimeoutMs });
    return closing(connection, () => {
      harden(connection);
      checkStructure(connection);
      migrate(connection, readMigrations(migrations ?? defaultMigrations), (step) =>
        keepBefore(connection, dataDir, step),
      );
      return () => lock.release();
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openBeside({ dataDir, migrations }: StoreOptions): Store {
  const path = join(dataDir, databaseFile);
  if (!existsSync(path)) throw new AppError('STORE_MISSING', { path });
  const connection = connect(path, { timeout: busyTimeoutMs, readonly: true });
  return closing(connection, () => {
    const steps = readMigrations(migrations ?? defaultMigrations);
    const version = schemaVersion(connection, steps);
    if (version < steps.length) throw new AppError('STORE_OLDER', { found: version, needed: steps.length });
    return () => undefined;
  });
}

export const defaultMigrations = join(import.meta.dirname, 'migrations');

/** The schema that this version works with, by its last migration. */
export const schemaKnown = (): number => readMigrations(defaultMigrations).length;

function closing(connection: Database.Database, prepare: () => () => void): Store {
  try {
    const release = prepare();
    const db = sqliteDb(connection);
    return { db, close: () => db.close().finally(release) };
  } catch (error) {
    connection.close();
    throw storeError(error);
  }
}

function connect(path: string, options: Database.Options): Database.Database {
  try {
    return new Database(path, options);
  } catch (error) {
    throw storeError(error);
  }
}

/** Only the owner may read what is made here; SQLite gives its side files the rights of the database file. */
function claimFiles(dataDir: string, path: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    throw new AppError('STORE_UNWRITABLE', { path }, error);
  }
}

/**
 * Sets what durability and privacy rest on, and reads it back: this build of SQLite falls to synchronous=NORMAL
 * when a WAL database is opened again, and then a power cut could lose an intent that was already acted upon.
 */
function harden(connection: Database.Database): void {
  const wanted: readonly (readonly [string, string, string | number])[] = [
    ['journal_mode', 'WAL', 'wal'],
    ['synchronous', 'FULL', 2],
    ['foreign_keys', 'ON', 1],
    ['secure_delete', 'ON', 1],
    ['cell_size_check', 'ON', 1],
    ['trusted_schema', 'OFF', 0],
  ];
  for (const [name, value, expected] of wanted) {
    connection.pragma(`${name} = ${value}`);
    const found = connection.pragma(name, { simple: true });
    if (found !== expected) throw new AppError('STORE_UNSAFE', { pragma: name, found: String(found) });
  }
}

/** The schema that the database of a data directory stands at; 0 where there is none. Throws as `openStore` does. */
export function schemaOfFile(dataDir: string): number {
  const path = join(dataDir, databaseFile);
  if (!existsSync(path)) return 0;
  const connection = connect(path, { timeout: busyTimeoutMs, readonly: true });
  try {
    return schemaVersion(connection, readMigrations(defaultMigrations));
  } catch (error) {
    throw storeError(error);
  } finally {
    connection.close();
  }
}

/** A copy of the database as it is before a step of the schema, so that an upgrade can be taken back. */
function keepBefore(connection: Database.Database, dataDir: string, step: Migration): void {
  const folder = join(dataDir, backupFolder);
  const path = join(folder, `before-${step.name.replace(/\.sql$/, '')}.db`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // What an attempt that was cut off left behind may be half a copy.
  rmSync(path, { force: true });
  connection.prepare('VACUUM INTO ?').run(path);
  chmodSync(path, 0o600);
}

function checkStructure(connection: Database.Database): void {
  const found = connection.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new AppError('STORE_DAMAGED', { check: String(found) });
}
