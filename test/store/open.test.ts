import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseFile } from '../../src/store/open.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';

it('makes a data directory and a database that only the owner may read', async () => {
  const dataDir = join(temporaryDir(), 'data');
  const { db } = await temporaryStore(dataDir);
  expect(await db.query('SELECT count(*) AS n FROM batch')).toEqual([{ n: 0 }]);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  for (const name of [databaseFile, `${databaseFile}-wal`]) {
    expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
  }
});
