/** What may be bound to `$1`, `$2`, …. Truth is stored as 0 or 1; times are epoch ms. */
export type Param = string | number | Uint8Array | null;

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The seam to a database. SQL is written once, with `$1` parameters and in the subset that SQLite and PostgreSQL
 * share; what comes back is undecoded.
 */
export interface Db {
  /** Runs one statement and gives the rows it returned. */
  query(sql: string, params?: readonly Param[]): Promise<readonly Fields[]>;
  /**
   * Runs `fn` in one transaction that holds the right to write from its start: all of it happens, or nothing if `fn`
   * throws. Nobody else's statement runs in between, so `fn` must use the handle it is given; a transaction inside a
   * transaction is undone alone.
   */
  tx<T>(fn: (tx: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
