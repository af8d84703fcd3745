import type { Db } from '../../src/store/db.ts';
import { Death, type Life, silence } from './life.ts';

const reads = /^\s*(?:SELECT|PRAGMA)/u;

/**
 * A handle to the database that dies with its bot. One piece of work is given to the real handle at a time, so that
 * nothing waits there that would still be done after the death; a transaction that is open then is rolled back.
 */
export function mortalDb(db: Db, life: Life): Db {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(() => (life.dead ? silence() : work()));
    last = result.catch(() => undefined);
    return result;
  };
  return {
    query: (sql, params) =>
      inTurn(async () => {
        if (reads.test(sql)) return db.query(sql, params);
        const rows = await db.query(sql, params);
        return life.step(`after ${nameOf(sql)}`) ? rows : silence();
      }),
    tx: (fn) => inTurn(() => transaction(db, life, fn)),
    close: () => Promise.resolve(),
  };
}

async function transaction<T>(db: Db, life: Life, fn: (tx: Db) => Promise<T>): Promise<T> {
  const result = await db
    .tx(async (tx) => {
      const value = await Promise.race([fn(mortalTx(tx, life)), life.death]);
      if (!life.step('before commit')) throw new Death('before commit');
      return value;
    })
    .catch((error: unknown) => (life.dead ? silence() : Promise.reject(error)));
  return life.step('after commit') ? result : silence();
}

const mortalTx = (tx: Db, life: Life): Db => ({
  query: (sql, params) => (life.dead ? silence() : tx.query(sql, params)),
  tx: (fn) => (life.dead ? silence() : tx.tx((inner) => fn(mortalTx(inner, life)))),
  close: () => tx.close(),
});

const nameOf = (sql: string): string => sql.trim().split(/\s+/u).slice(0, 3).join(' ');
