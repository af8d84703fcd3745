import Database from 'better-sqlite3';
import { AppError } from '../domain/errors.ts';
import { storeError } from './sqlite.ts';

export interface InstanceLock {
  release(): void;
}

/**
 * Holds a data directory for one process, or throws STORE_LOCKED at once. The lock is SQLite's on a file of its own:
 * the kernel frees it when the process ends in whatever way, which a file holding a process number cannot promise.
 */
export function lockInstance(path: string): InstanceLock {
  const connection = new Database(path, { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    const reason = storeError(error);
    throw reason.code === 'STORE_BUSY' ? new AppError('STORE_LOCKED', { path }, error) : reason;
  }
  return {
    release() {
      connection.close();
    },
  };
}
