import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../domain/errors.ts';
import { verifyAudit } from './audit.ts';
import { keyFileName } from './key-file.ts';
import { readMigrations, schemaVersion } from './migrate.ts';
import { backupFolder, databaseFile, defaultMigrations } from './open.ts';
import { sqliteDb, storeError } from './sqlite.ts';

export interface BackedUp {
  readonly path: string;
  readonly bytes: number;
  /** Entries of the audit in the copy, all of which verify, and the hash of the last. */
  readonly audit: { readonly count: number; readonly hash: string };
}

/** `DATA_DIR/backups/token-desk-20260105T090000Z.db`. */
export const backupPath = (dataDir: string, at: number): string =>
  join(dataDir, backupFolder, `token-desk-${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}.db`);

/**
 * Copies the database beside a running bot, checks the copy, and only then gives it its name. The intake keys go along,
 * sealed as they are; the key that opens them and the seeds does not. Throws STORE_MISSING, STORE_DAMAGED, AUDIT_BROKEN,
 * STORE_UNWRITABLE.
 */
export async function backUp(dataDir: string, target: string): Promise<BackedUp> {
  const source = join(dataDir, databaseFile);
  if (!existsSync(source)) throw new AppError('STORE_MISSING', { path: source });
  const draft = `${target}.part`;
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    dropCopy(draft);
    await copyOnline(source, draft);
    const audit = await checkCopy(draft);
    renameSync(draft, target);
    const keys = join(dataDir, keyFileName);
    if (existsSync(keys)) copyFileSync(keys, keysBeside(target));
    return { path: target, bytes: statSync(target).size, audit };
  } catch (error) {
    dropCopy(draft);
    throw error instanceof AppError ? error : new AppError('STORE_UNWRITABLE', { path: target }, error);
  }
}

/** The intake keys that belong to a backup. */
export const keysBeside = (backup: string): string => `${backup}.${keyFileName}`;

/** More pages than any step can copy (better-sqlite3 hands SQLite a 32-bit number): the whole database in one step. */
const wholeDatabase = 0x7f_ff_ff_ff;

/**
 * SQLite's own way (https://www.sqlite.org/backup.html). All goes in one step: it reads one state of the database and
 * hinders no writer, while a copy in many steps begins anew at each write of the bot. The number of pages counted a moment
 * ago will not do for it: a database that grew since leaves a step over each time, and the copy would never end.
 */
async function copyOnline(source: string, draft: string): Promise<void> {
  const connection = new Database(source, { readonly: true, timeout: 5_000 });
  try {
    await connection.backup(draft, { progress: () => wholeDatabase });
    chmodSync(draft, 0o600);
  } finally {
    connection.close();
  }
}

/**
 * Checks that a copy is whole, of a known version, and its audit unbroken; gives the audit's end. The copy becomes one
 * file by that: a write-ahead log beside it would be forgotten when it is moved.
 */
export async function checkCopy(path: string): Promise<BackedUp['audit']> {
  const connection = openCopy(path);
  try {
    connection.pragma('journal_mode = DELETE');
    const [structure] = connection.prepare<[], string>('PRAGMA integrity_check(1)').pluck().all();
    const references = connection.prepare('PRAGMA foreign_key_check').all();
    if (structure !== 'ok' || references.length > 0) throw new AppError('STORE_DAMAGED', { path });
    schemaVersion(connection, readMigrations(defaultMigrations));
    const verified = await verifyAudit(sqliteDb(connection));
    if (!verified.ok) throw new AppError('AUDIT_BROKEN', { path, seq: verified.seq });
    return { count: verified.count, hash: verified.hash };
  } catch (error) {
    throw error instanceof AppError ? error : storeError(error);
  } finally {
    connection.close();
  }
}

/** Removes a copy that came to nothing, with what SQLite may have put beside it. */
export function dropCopy(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

function openCopy(path: string): Database.Database {
  try {
    return new Database(path, { fileMustExist: true });
  } catch (error) {
    throw new AppError('STORE_MISSING', { path }, error);
  }
}
