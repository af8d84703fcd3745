import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { databaseFile } from '../../src/store/open.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';
import { storeContract } from './contract.ts';

describe('on SQLite', () => {
  storeContract(async () => (await temporaryStore()).db);

  it('holds the right to write from the start of a transaction', async () => {
    const dataDir = temporaryDir();
    const { db } = await temporaryStore(dataDir);
    const other = new Database(join(dataDir, databaseFile), { timeout: 0 });
    // Otherwise what was read could be overtaken, and the first write of the transaction would fail at once.
    await db.tx(async (tx) => {
      await tx.query('SELECT count(*) FROM batch');
      expect(() => other.exec('BEGIN IMMEDIATE')).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
    });
    other.close();
  });
});
