import Database from 'better-sqlite3';
import { AppError, type ErrorCode } from '../domain/errors.ts';
import type { Db, Fields, Param } from './db.ts';

type Run = (sql: string, params?: readonly Param[]) => readonly Fields[];

/** Statements built from lists of different lengths are few; a bound keeps a mistake from filling the memory. */
const maxCachedStatements = 500;

/**
 * A connection behind the seam. The driver is synchronous and has one transaction at a time, while our transactions
 * span awaits: without the queue a stranger's statement would slip into an open transaction and be undone with it.
 */
export function sqliteDb(connection: Database.Database): Db {
  const run = cachedRun(connection);
  const inTurn = createQueue(createBreather());
  return {
    query: (sql, params) => inTurn(() => Promise.resolve(run(sql, params))),
    tx: (fn) =>
      inTurn(() => transaction(run, { begin: 'BEGIN IMMEDIATE', end: 'COMMIT', undo: ['ROLLBACK'] }, fn)),
    close: () =>
      inTurn(() => {
        connection.close();
        return Promise.resolve();
      }),
  };
}

interface Brackets {
  readonly begin: string;
  readonly end: string;
  readonly undo: readonly string[];
}

async function transaction<T>(run: Run, brackets: Brackets, fn: (tx: Db) => Promise<T>): Promise<T> {
  run(brackets.begin);
  const inTurn = createQueue();
  let open = true;
  const guard = (): void => {
    // A statement sent after the end would run alone, outside of any transaction.
    if (!open) throw new AppError('INTERNAL', { fault: 'a transaction was used after its end' });
  };
  const inner = {
    begin: 'SAVEPOINT inner',
    end: 'RELEASE inner',
    undo: ['ROLLBACK TO inner', 'RELEASE inner'],
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

/** A full disk makes SQLite roll back by itself; a second ROLLBACK would then hide the first error. */
function undo(run: Run, statements: readonly string[]): void {
  try {
    for (const sql of statements) run(sql);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
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

/** Runs one piece of work after another, in the order asked for; `between` is waited for before each. */
function createQueue(between?: () => Promise<void> | undefined): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(between).then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Somebody who presses a button waits no longer than this, and the piece of work under way, for the database. */
const breathAfterMs = 15;

/**
 * The driver answers without a pause: while pieces of work follow each other, timers and sockets have no turn. Gives
 * them one when they have waited for long.
 */
function createBreather(): () => Promise<void> | undefined {
  let heldSince: number | undefined;
  return () => {
    if (heldSince === undefined) {
      heldSince = performance.now();
      setImmediate(() => (heldSince = undefined)).unref();
      return undefined;
    }
    return performance.now() - heldSince < breathAfterMs ? undefined : new Promise(setImmediate);
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
