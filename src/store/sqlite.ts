import Database from 'better-sqlite3';
import { AppError, type ErrorCode } from '../domain/errors.ts';
import type { Db, Fields, Param } from './db.ts';
import { type Brackets, inner, type Run, undo } from './brackets.ts';
import { createGroups } from './groups.ts';

/** Statements built from lists of different lengths are few; a bound keeps a mistake from filling the memory. */
const maxCachedStatements = 500;

/**
 * A connection behind the seam. The driver is synchronous and has one transaction at a time, while our transactions
 * span awaits: without the queue a stranger's statement would slip into an open transaction and be undone with it.
 */
export function sqliteDb(connection: Database.Database): Db {
  const run = cachedRun(connection);
  const inTurn = createGroups(run, () => connection.inTransaction);
  return {
    query: (sql, params) =>
      inTurn(joins.test(sql) ? 'statement' : 'alone', () => Promise.resolve(run(sql, params))),
    tx: (fn) => inTurn('transaction', (brackets) => transaction(run, brackets, fn)),
    close: () =>
      inTurn('alone', () => {
        connection.close();
        return Promise.resolve();
      }),
  };
}

/** Statements that mean the same inside of a transaction. */
const joins = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i;

async function transaction<T>(run: Run, brackets: Brackets, fn: (tx: Db) => Promise<T>): Promise<T> {
  run(brackets.begin);
  const inTurn = createQueue();
  let open = true;
  const guard = (): void => {
    // A statement sent after the end would run alone, outside of any transaction.
    if (!open) throw new AppError('INTERNAL', { fault: 'a transaction was used after its end' });
  };
  const tx: Db = {
    query: (sql, params) =>
      inTurn(() => {
        guard();
        return Promise.resolve(run(sql, params));
      }),
    tx: (nested) =>
      inTurn(() => {
        guard();
        return transaction(run, inner, nested);
      }),
    close: () =>
      Promise.reject(new AppError('INTERNAL', { fault: 'a transaction cannot close the database' })),
  };
  try {
    const result = await fn(tx);
    run(brackets.end);
    return result;
  } catch (error) {
    undo(run, brackets.undo);
    throw error;
  } finally {
    open = false;
  }
}

function cachedRun(connection: Database.Database): Run {
  const cache = new Map<string, Database.Statement<[Record<string, Param>], Fields>>();
  const statementFor = (sql: string): Database.Statement<[Record<string, Param>], Fields> => {
    const known = cache.get(sql);
    if (known !== undefined) return known;
    if (cache.size >= maxCachedStatements) cache.clear();
    const made = connection.prepare<[Record<string, Param>], Fields>(sql);
    cache.set(sql, made);
    return made;
  };
  return (sql, params = []) => {
    try {
      const statement = statementFor(sql);
      // The driver binds `$1` by its name "1".
      const named = Object.fromEntries(params.map((value, index) => [String(index + 1), value]));
      if (statement.reader) return statement.all(named);
      statement.run(named);
      return [];
    } catch (error) {
      throw storeError(error);
    }
  };
}

/** Runs one piece of work after another, in the order asked for. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

const codeByPrefix: readonly (readonly [string, ErrorCode])[] = [
  ['SQLITE_BUSY', 'STORE_BUSY'],
  ['SQLITE_CORRUPT', 'STORE_DAMAGED'],
  ['SQLITE_NOTADB', 'STORE_DAMAGED'],
  ['SQLITE_FULL', 'STORE_UNWRITABLE'],
  ['SQLITE_IOERR', 'STORE_UNWRITABLE'],
  ['SQLITE_READONLY', 'STORE_UNWRITABLE'],
  ['SQLITE_CANTOPEN', 'STORE_UNWRITABLE'],
];

/** The driver's error under our code, found by its result code (sqlite.org/rescode.html); the driver's stays as cause. */
export function storeError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const sqlite = error instanceof Database.SqliteError ? error.code : 'none';
  const [, code] = codeByPrefix.find(([prefix]) => sqlite.startsWith(prefix)) ?? ['', 'INTERNAL' as const];
  return new AppError(code, { sqlite }, error);
}
