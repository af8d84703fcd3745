import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import { verifyAudit } from '../store/audit.ts';
import type { Db } from '../store/db.ts';
import { databaseFile, openStore } from '../store/open.ts';
import { keyCheckValue } from '../store/seal.ts';
import { knownKeys } from '../store/vault-key.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

const name = 'Database';

/** The database as it lies there, looked at without changing it, so that the bot may run meanwhile. */
export async function checkStore(config: Pick<Config, 'dataDir' | 'seedKey'>): Promise<readonly Check[]> {
  const { dataDir } = config;
  if (!existsSync(join(dataDir, databaseFile))) return [checkFolder(dataDir)];
  try {
    const store = await openStore({ dataDir, readOnly: true });
    try {
      return [
        checkRights(dataDir),
        await checkIntegrity(store.db),
        await checkAudit(store.db),
        await checkSeedKey(store.db, config.seedKey),
      ];
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [fail(name, `cannot be read (${error.code}).`, error.hint)];
  }
}

function checkFolder(dataDir: string): Check {
  const existing = nearestExisting(dataDir);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    return ok(name, 'is not there yet; the first start makes it.');
  } catch {
    return fail(
      name,
      'cannot be made: DATA_DIR may not be written.',
      'Give the bot’s user the right to write there.',
    );
  }
}

const nearestExisting = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));

function checkRights(dataDir: string): Check {
  const title = 'Database file';
  const others = statSync(join(dataDir, databaseFile)).mode & 0o077;
  return others === 0
    ? ok(title, 'belongs to the bot’s user alone.')
    : warn(title, 'can be opened by other users of this machine.', 'Take their rights away: mode 600.');
}

async function checkIntegrity(db: Db): Promise<Check> {
  const structure = await db.query('PRAGMA integrity_check(1)');
  const references = await db.query('PRAGMA foreign_key_check');
  return structure[0]?.['integrity_check'] === 'ok' && references.length === 0
    ? ok(name, 'is whole and of this version.')
    : fail(name, 'is damaged.', new AppError('STORE_DAMAGED').hint);
}

async function checkAudit(db: Db): Promise<Check> {
  const title = 'Audit';
  const verified = await verifyAudit(db);
  return verified.ok
    ? ok(title, `verifies: ${String(verified.count)} entries, ending in ${verified.hash}.`)
    : fail(title, `breaks at entry ${String(verified.seq)}.`, new AppError('AUDIT_BROKEN').hint);
}

async function checkSeedKey(db: Db, key: Config['seedKey']): Promise<Check> {
  const title = 'Seed key';
  const [known, second] = await knownKeys(db);
  if (second !== undefined) return fail(title, 'is half exchanged.', new AppError('VAULT_KEY_CHANGING').hint);
  if (known !== undefined && known.checkValue !== keyCheckValue(key)) {
    return fail(title, 'is not the one that sealed the seeds.', new AppError('VAULT_KEY_WRONG').hint);
  }
  return known === undefined
    ? ok(title, 'has sealed nothing yet.')
    : ok(title, 'is the one that sealed the seeds.');
}

/** A key of few different bytes was typed or padded, not drawn: a random one has fewer than 16 once in 10^16 draws. */
export function checkKeyStrength(key: Config['seedKey']): readonly Check[] {
  return new Set(key.reveal()).size >= 16
    ? []
    : [
        warn(
          'Seed key',
          'is not random.',
          'Before any seed is sealed, make a new one: openssl rand -base64 32',
        ),
      ];
}
