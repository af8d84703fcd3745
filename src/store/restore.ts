import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { keyFileName } from './key-file.ts';
import { checkCopy, dropCopy, keysBeside } from './backup.ts';
import { distrust, saveMark } from './high-water.ts';
import { lockInstance } from './lock.ts';
import { databaseFile, openStore } from './open.ts';

export interface Restored {
  /** Where what was there before is kept; undefined where nothing was. */
  readonly kept: string | undefined;
  /** Open rows that are looked at in Okta before anything is written. */
  readonly rows: number;
  readonly audit: { readonly count: number; readonly hash: string };
}

/**
 * Puts a backup in the database's place. What was there is moved aside, never deleted. Nothing that the backup says of
 * Okta is believed: what ran is paused, and every open row is looked at again. Throws STORE_LOCKED beside a running bot,
 * and what a damaged, newer or foreign backup is refused with; then nothing was changed.
 */
export async function restore(dataDir: string, backup: string, at: number): Promise<Restored> {
  const { kept, audit } = await putInPlace(dataDir, backup, at);
  const store = await openStore({ dataDir });
  try {
    const rows = await distrust(store.db, at);
    await saveMark(store.db, dataDir);
    return { kept, rows, audit };
  } finally {
    await store.close();
  }
}

async function putInPlace(
  dataDir: string,
  backup: string,
  at: number,
): Promise<Pick<Restored, 'kept' | 'audit'>> {
  if (!existsSync(backup)) throw new AppError('STORE_MISSING', { path: backup });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, databaseFile);
  const draft = `${path}.restoring`;
  const lock = lockInstance(join(dataDir, 'instance.lock'));
  try {
    copyFileSync(backup, draft);
    chmodSync(draft, 0o600);
    const audit = await checkCopy(draft);
    const kept = moveAside(dataDir, at);
    renameSync(draft, path);
    putKeysBack(dataDir, backup);
    return { kept, audit };
  } finally {
    dropCopy(draft);
    lock.release();
  }
}

/** The log belongs to its database: left behind, it would be played into the restored one. */
function moveAside(dataDir: string, at: number): string | undefined {
  const names = [databaseFile, `${databaseFile}-wal`, `${databaseFile}-shm`];
  const there = names.filter((name) => existsSync(join(dataDir, name)));
  if (there.length === 0) return undefined;
  const folder = join(dataDir, `replaced-${String(at)}`);
  mkdirSync(folder, { mode: 0o700 });
  for (const name of there) renameSync(join(dataDir, name), join(folder, name));
  return folder;
}

/** Keys that are there already may be younger, and files may have been sealed to them. */
function putKeysBack(dataDir: string, backup: string): void {
  const [from, to] = [keysBeside(backup), join(dataDir, keyFileName)];
  if (existsSync(from) && !existsSync(to)) copyFileSync(from, to);
}
