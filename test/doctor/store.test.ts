import { chmodSync, openSync, writeSync, closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { checkKeyStrength, checkStore } from '../../src/doctor/store.ts';
import type { Check } from '../../src/doctor/check.ts';
import { appendAudit } from '../../src/store/audit.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { openVault } from '../../src/store/vault-key.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';

const keyOf = (first: number): Secret<Uint8Array> =>
  new Secret(Uint8Array.from({ length: 32 }, (_, index) => first + index));

const states = (checks: readonly Check[]): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, state }) => [name, state]));

/** A directory with a closed database that has sealed under `keyOf(1)` and recorded three events. */
async function usedDir(): Promise<string> {
  const dataDir = temporaryDir();
  const store = await openStore({ dataDir });
  await openVault(store.db, keyOf(1));
  for (const at of [1, 2, 3])
    await store.db.tx((tx) => appendAudit(tx, { at, actor: 'U1', event: 'batch.approve' }));
  await store.close();
  return dataDir;
}

describe('the check of the database', () => {
  it('finds a good one good, also beside a running bot', async () => {
    const dataDir = await usedDir();
    const good = { 'Database file': 'ok', Database: 'ok', Audit: 'ok', 'Seed key': 'ok' };
    const checks = await checkStore({ dataDir, seedKey: keyOf(1) });
    expect(states(checks)).toEqual(good);
    expect(checks.find(({ name }) => name === 'Audit')?.line).toMatch(
      /^verifies: 3 entries, ending in [0-9a-f]{64}\.$/,
    );
    await temporaryStore(dataDir);
    expect(states(await checkStore({ dataDir, seedKey: keyOf(1) }))).toEqual(good);
  });

  it('takes a missing one for a first start, and does not make it', async () => {
    const dataDir = join(temporaryDir(), 'deeper', 'still');
    const checks = await checkStore({ dataDir, seedKey: keyOf(1) });
    expect(states(checks)).toEqual({ Database: 'ok' });
    expect(statSync(dataDir, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('knows a seed key that sealed nothing here', async () => {
    const dataDir = await usedDir();
    expect(states(await checkStore({ dataDir, seedKey: keyOf(2) }))).toMatchObject({ 'Seed key': 'fail' });
  });

  it('finds an audit entry that was changed', async () => {
    const dataDir = await usedDir();
    const connection = new Database(join(dataDir, databaseFile));
    const triggers = connection.prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    );
    for (const { name } of triggers.all()) connection.exec(`DROP TRIGGER ${name}`);
    connection.exec("UPDATE audit SET actor = 'U2' WHERE seq = 2");
    connection.close();
    const checks = await checkStore({ dataDir, seedKey: keyOf(1) });
    expect(checks.find(({ name }) => name === 'Audit')).toMatchObject({
      state: 'fail',
      line: 'breaks at entry 2.',
    });
  });

  it('finds a file that is no database', async () => {
    const dataDir = await usedDir();
    const file = openSync(join(dataDir, databaseFile), 'r+');
    writeSync(file, 'not a database at all');
    closeSync(file);
    const [check] = await checkStore({ dataDir, seedKey: keyOf(1) });
    expect(check).toMatchObject({ name: 'Database', state: 'fail', line: 'cannot be read (STORE_DAMAGED).' });
  });

  it('warns of a file that others may open', async () => {
    const dataDir = await usedDir();
    chmodSync(join(dataDir, databaseFile), 0o644);
    expect(states(await checkStore({ dataDir, seedKey: keyOf(1) }))).toMatchObject({
      'Database file': 'warn',
    });
  });

  it('warns of a key that was not drawn at random', () => {
    expect(checkKeyStrength(new Secret(new Uint8Array(32).fill(7)))).toHaveLength(1);
    expect(checkKeyStrength(keyOf(1))).toEqual([]);
  });
});
