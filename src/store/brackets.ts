import { AppError } from '../domain/errors.ts';
import type { Fields, Param } from './db.ts';

/** Runs one statement at once; errors come under our codes. */
export type Run = (sql: string, params?: readonly Param[]) => readonly Fields[];

/** The statements around a transaction. */
export interface Brackets {
  readonly begin: string;
  readonly end: string;
  readonly undo: readonly string[];
}

export const outer: Brackets = { begin: 'BEGIN IMMEDIATE', end: 'COMMIT', undo: ['ROLLBACK'] };

/** Of a transaction inside another one, which is undone alone. */
export const inner: Brackets = {
  begin: 'SAVEPOINT inner',
  end: 'RELEASE inner',
  undo: ['ROLLBACK TO inner', 'RELEASE inner'],
};

/** A full disk makes SQLite roll back by itself; a second ROLLBACK would then hide the first error. */
export function undo(run: Run, statements: readonly string[]): void {
  try {
    for (const sql of statements) run(sql);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
