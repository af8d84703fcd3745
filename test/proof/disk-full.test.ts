import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import type { Db } from '../../src/store/db.ts';
import { storeError } from '../../src/store/sqlite.ts';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import { openCrowd, tally } from './crowd.ts';

const rows = 8;

/** A database whose disk is full from its n-th write on; reads go on, as they do in SQLite. */
function fillingDisk(): {
  through(db: Db): Db;
  fillAfter(writes: number): void;
  makeRoom(): void;
  readonly refused: number;
} {
  let left = Number.POSITIVE_INFINITY;
  let refused = 0;
  const write = (): void => {
    left -= 1;
    if (left >= 0) return;
    refused += 1;
    throw storeError(new Database.SqliteError('database or disk is full', 'SQLITE_FULL'));
  };
  const wrap = (db: Db): Db => ({
    query: async (sql, params) => {
      if (!/^\s*(?:SELECT|PRAGMA)/u.test(sql)) write();
      return db.query(sql, params);
    },
    tx: (fn) => db.tx((tx) => fn(wrap(tx))),
    close: () => db.close(),
  });
  return {
    through: wrap,
    fillAfter: (writes) => (left = writes),
    makeRoom: () => (left = Number.POSITIVE_INFINITY),
    get refused() {
      return refused;
    },
  };
}

describe('a disk that is full', () => {
  it.for(Array.from({ length: 20 }, (_, index) => index))(
    'after %i more writes lets nothing be asked without an intent, and the run goes on with room',
    async (writes) => {
      const disk = fillingDisk();
      const crowd = await openCrowd(rows, { through: (db) => disk.through(db) });
      const { clock, okta } = crowd.office;
      await crowd.approve();
      disk.fillAfter(writes);
      await clock.pass(5 * 60_000);
      const asked = requestsOn(okta, enrolRoute).length;
      await clock.pass(5 * 60_000);
      expect(requestsOn(okta, enrolRoute)).toHaveLength(asked);
      expect(disk.refused).toBeGreaterThan(0);
      disk.makeRoom();
      await crowd.until('finished');
      expect(tally(await crowd.rows())).toEqual({ enrolled: rows });
      expect(await crowd.wrong()).toEqual([]);
    },
  );

  it('is told apart from every other fault', () => {
    const error = storeError(new Database.SqliteError('database or disk is full', 'SQLITE_FULL'));
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe('STORE_UNWRITABLE');
  });
});
