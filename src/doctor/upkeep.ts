import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Db } from '../store/db.ts';
import { keyFileName } from '../store/key-file.ts';
import { backupFolder, databaseFile, openStore, schemaKnown, schemaOfFile } from '../store/open.ts';
import { outboxLag } from '../store/outbox.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

const hour = 60 * 60_000;

/** How the data and the work in it were kept, looked at beside a running bot; nothing where there is no database yet. */
export async function checkUpkeep(dataDir: string, now: number): Promise<readonly Check[]> {
  if (!existsSync(join(dataDir, databaseFile))) return [];
  const files = checkFiles(dataDir, now);
  // What keeps the database from being opened is told by the check of the database itself.
  if (files.some(({ state }) => state === 'fail')) return files;
  const store = await openStore({ dataDir, readOnly: true });
  try {
    return [...files, ...(await checkWork(store.db, now))];
  } finally {
    await store.close();
  }
}

/** How the files of a data directory were kept; only looked at. `now` is epoch ms. */
export function checkFiles(dataDir: string, now: number): readonly Check[] {
  return [
    checkSchema(dataDir),
    checkLog(sizeOf(join(dataDir, `${databaseFile}-wal`))),
    checkBackup(newestBackup(dataDir), now),
    checkKeyFile(modeOf(join(dataDir, keyFileName))),
  ];
}

/** How the work in the database stands. */
export async function checkWork(db: Db, now: number): Promise<readonly Check[]> {
  const { waiting, oldestMs } = await outboxLag(db, now);
  return [
    checkJournal(await journalOf(db)),
    checkMessages(waiting, oldestMs),
    checkDoubt(await inDoubt(db, now - hour)),
  ];
}

function checkSchema(dataDir: string): Check {
  const name = 'Schema';
  try {
    const [found, known] = [schemaOfFile(dataDir), schemaKnown()];
    return found === known
      ? ok(name, `is of this version, step ${String(known)}.`)
      : warn(
          name,
          `is at step ${String(found)} of ${String(known)}.`,
          'The next start brings it up to date, with a copy before each step.',
        );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return fail(name, `is not of this version (${error.code}).`, error.hint);
  }
}

/** A log that keeps growing means that a reader never lets go of it. */
function checkLog(bytes: number): Check {
  const line = `${String(Math.ceil(bytes / 1e6))} MB.`;
  return bytes < 64e6
    ? ok('Write-ahead log', line)
    : warn('Write-ahead log', line, 'Look for a program that holds the database open, and restart the bot.');
}

function checkBackup(at: number | undefined, now: number): Check {
  const name = 'Backup';
  if (at === undefined)
    return warn(
      name,
      'There is none in DATA_DIR/backups.',
      'Run npm run backup every day, here or elsewhere.',
    );
  const hours = Math.floor((now - at) / hour);
  return hours <= 26
    ? ok(name, `The last one is ${String(hours)} hours old.`)
    : warn(
        name,
        `The last one is ${String(hours)} hours old.`,
        'Look at the timer that runs npm run backup.',
      );
}

function checkKeyFile(mode: number | undefined): Check {
  const name = 'Intake keys';
  if (mode === undefined) return ok(name, 'are made when they are first shown.');
  return (mode & 0o077) === 0
    ? ok(name, 'belong to the bot’s user alone.')
    : warn(name, 'can be read, sealed, by other users of this machine.', 'Take their rights away: mode 600.');
}

function checkJournal(mode: string): Check {
  return mode === 'wal'
    ? ok('Journal', 'is a write-ahead log.')
    : warn('Journal', `is ${mode}, so backups hinder the bot.`, 'Start the bot once: it sets what it needs.');
}

function checkMessages(waiting: number, oldestMs: number): Check {
  const line = `${String(waiting)} wait to be posted, the oldest for ${String(Math.round(oldestMs / 60_000))} minutes.`;
  return oldestMs < 10 * 60_000
    ? ok('Messages', line)
    : warn('Messages', line, 'If the bot runs, look in its log for why Slack does not take them.');
}

function checkDoubt(rows: number): Check {
  return rows === 0
    ? ok('Rows in doubt', 'there are none older than an hour.')
    : warn(
        'Rows in doubt',
        `${String(rows)} for more than an hour: Okta’s answer was lost and looking has not settled it.`,
        'If the bot runs and Okta is well, open the users in Okta’s console.',
      );
}

const countRow = z.object({ n: z.number() });

async function inDoubt(db: Db, before: number): Promise<number> {
  const [fields] = await db.query(
    "SELECT count(*) AS n FROM batch_row WHERE settled_at IS NULL AND state IN ('intended', 'unknown') AND intent_at < $1",
    [before],
  );
  return countRow.parse(fields).n;
}

async function journalOf(db: Db): Promise<string> {
  const [fields] = await db.query('PRAGMA journal_mode');
  return z.object({ journal_mode: z.string() }).parse(fields).journal_mode;
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const modeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.mode;

function newestBackup(dataDir: string): number | undefined {
  const folder = join(dataDir, backupFolder);
  if (!existsSync(folder)) return undefined;
  const times = readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .map((name) => statSync(join(folder, name)).mtimeMs);
  return times.length === 0 ? undefined : Math.max(...times);
}
