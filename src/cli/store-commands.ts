import { backUp, backupPath } from '../store/backup.ts';
import { openStore, schemaKnown, schemaOfFile } from '../store/open.ts';
import { countPurgeable, purge } from '../store/purge.ts';
import { restore } from '../store/restore.ts';
import type { Command, Run } from './command.ts';

export const backupCommand: Command = {
  name: 'backup',
  takes: '[file]',
  summary: 'copies the database, also while the bot runs, and checks the copy',
  details: `Without a file, into DATA_DIR/backups under the present time. The copy is checked before it gets its name. Seeds in it are
sealed; SEED_KEY is not in it and must be kept elsewhere. The intake keys go along, sealed as well.`,
  parse: ([file, ...more]) => {
    if (more.length > 0) return undefined;
    return async ({ dataDir, clock, say }) => {
      const made = await backUp(dataDir, file ?? backupPath(dataDir, clock.now()));
      say(`${made.path}: ${String(made.bytes)} bytes, whole.`);
      say(`Its audit verifies: ${String(made.audit.count)} entries, ending in ${made.audit.hash}.`);
    };
  },
};

export const restoreCommand: Command = {
  name: 'restore',
  takes: '<file>',
  summary: 'puts a backup in the place of the database; the bot must be stopped',
  details: `The backup is checked first. What was there before is moved aside and kept. Batches that ran are paused, and every open
row is looked at in Okta before anything is written: the bot does not know what it did since the backup.`,
  parse: ([file, ...more]) => {
    if (file === undefined || more.length > 0) return undefined;
    return async ({ dataDir, clock, say }) => {
      const done = await restore(dataDir, file, clock.now());
      say(`Restored: ${String(done.audit.count)} entries of the audit, ending in ${done.audit.hash}.`);
      if (done.kept !== undefined) say(`What was there before is kept in ${done.kept}.`);
      say(
        `${String(done.rows)} open rows will be looked at in Okta. Start the bot, then press Resume on paused cards.`,
      );
    };
  },
};

const migrateNow: Run = async ({ dataDir, say }) => {
  const store = await openStore({ dataDir });
  await store.close();
  say(`The schema is at step ${String(schemaKnown())}.`);
};

export const migrateCommand: Command = {
  name: 'migrate',
  takes: '[--dry-run]',
  summary: 'brings the database up to this version; the bot does so itself when it starts',
  details: `A copy is put into DATA_DIR/backups before each step. There is no way back but such a copy: an older version refuses a
newer database. --dry-run says which steps would be taken.`,
  parse: (words) => {
    if (words.length === 0) return migrateNow;
    if (words.join(' ') !== '--dry-run') return undefined;
    return ({ dataDir, say }) => {
      const found = schemaOfFile(dataDir);
      const known = schemaKnown();
      say(
        found === known
          ? `The schema is at step ${String(known)}: nothing to do.`
          : `The schema is at step ${String(found)} and would be brought to ${String(known)}.`,
      );
      return Promise.resolve();
    };
  },
};

/** A day as `2026-01-31`, as its first moment in UTC; undefined for anything else. */
function dayOf(word: string | undefined): number | undefined {
  if (word === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(word)) return undefined;
  const at = Date.parse(`${word}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : at;
}

export const purgeCommand: Command = {
  name: 'purge',
  takes: '--before <YYYY-MM-DD> [--dry-run]',
  summary: 'deletes what ended before a day; the bot must be stopped',
  details: `Batches with their rows, messages and seeds that nobody needs go. Tokens and what they came from stay, and so does the
audit, which holds ids and decisions. --dry-run counts and deletes nothing. Backups are yours to delete.`,
  parse: (words) => {
    const dryRun = words.includes('--dry-run');
    const [flag, day, ...more] = words.filter((word) => word !== '--dry-run');
    const before = dayOf(day);
    if (flag !== '--before' || before === undefined || more.length > 0) return undefined;
    return async ({ dataDir, clock, say }) => {
      const store = await openStore({ dataDir, readOnly: dryRun });
      try {
        const { batches, rows, seeds } = dryRun
          ? await countPurgeable(store.db, before)
          : await purge(store.db, before, clock.now());
        const what = `${String(batches)} batches, ${String(rows)} rows, ${String(seeds)} seeds`;
        say(dryRun ? `Would delete ${what}.` : `Deleted ${what}.`);
      } finally {
        await store.close();
      }
    };
  },
};
