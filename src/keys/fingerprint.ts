import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { auditKey } from '../store/audit-key.ts';
import { databaseFile, openStore } from '../store/open.ts';
import { keyCheckValue } from '../store/seal.ts';
import { knownKeys } from '../store/vault-key.ts';

/** By what SEED_KEY is known again, and whether it is the one the database is under; says nothing of the key itself. */
export async function fingerprint({
  dataDir,
  seedKey,
}: Pick<Config, 'dataDir' | 'seedKey'>): Promise<string> {
  const check = keyCheckValue(seedKey);
  return [
    `SEED_KEY ${check.match(/.{4}/g)?.join(' ') ?? check}`,
    await standing(dataDir, check),
    `Audit checkpoints are signed by ${auditKey(seedKey).publicKey}\n`,
  ].join('\n');
}

async function standing(dataDir: string, check: string): Promise<string> {
  if (!existsSync(join(dataDir, databaseFile))) return 'There is no database yet.';
  const store = await openStore({ dataDir, readOnly: true });
  try {
    const known = await knownKeys(store.db);
    const own = known.find(({ checkValue }) => checkValue === check);
    if (known.length > 1) return 'An exchange of keys was cut short: run npm run keys -- rotate again.';
    if (known.length === 0) return 'The database has sealed nothing yet.';
    return own === undefined
      ? 'The database is under ANOTHER key.'
      : `The database is under this key, and calls it ${own.id}.`;
  } finally {
    await store.close();
  }
}
