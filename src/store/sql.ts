import type { Db, Param } from './db.ts';

/** Adds one row. Names of tables and columns come from our own code, never from outside. */
export async function insert(tx: Db, table: string, values: Readonly<Record<string, Param>>): Promise<void> {
  const columns = Object.keys(values);
  await tx.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${parameters(columns.length)})`,
    Object.values(values),
  );
}

/** `$1, $2, …`: `count` parameters, the first being number `from`. */
export const parameters = (count: number, from = 1): string =>
  Array.from({ length: count }, (_, index) => `$${String(from + index)}`).join(', ');

/** Literals for a list of states, which are words from our own tables. */
export const words = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/** Parts of a list, so that no statement grows without bound. */
export function* chunks<T>(values: readonly T[], size = 200): Generator<readonly T[]> {
  for (let start = 0; start < values.length; start += size) yield values.slice(start, start + size);
}
