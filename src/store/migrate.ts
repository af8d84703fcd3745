import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { decode, integer } from './decode.ts';

/** One numbered step of the schema. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** The steps that stand in a folder as `0001_name.sql`, `0002_…`, in order and without a gap. */
export function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const version = Number(name.slice(0, 4));
    if (version !== index + 1) throw new AppError('INTERNAL', { fault: 'a migration is missing', name });
    const sql = readFileSync(join(folder, name), 'utf8');
    return { version, name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

/** The version the database stands at; throws STORE_NEWER or STORE_DIFFERENT if these migrations did not make it. */
export function schemaVersion(connection: Database.Database, migrations: readonly Migration[]): number {
  const version = decode(integer, connection.pragma('user_version', { simple: true }), 'user_version');
  if (version > migrations.length) {
    throw new AppError('STORE_NEWER', { found: version, known: migrations.length });
  }
  const applied = version === 0 ? [] : connection.prepare(appliedSql).all();
  for (const [index, fields] of applied.entries()) {
    const found = decode(appliedRow, fields, 'migration');
    if (found.sha256 !== migrations[index]?.sha256) {
      throw new AppError('STORE_DIFFERENT', { migration: found.version });
    }
  }
  return version;
}

const appliedSql = 'SELECT version, sha256 FROM migration ORDER BY version';
const appliedRow = z.object({ version: integer, sha256: z.string() });

/**
 * Brings the schema up to the last step. Each step is one transaction: after a crash it is there whole, or not at all.
 * A table can only be made anew while foreign keys are not enforced, so they are checked before each step is kept
 * (https://www.sqlite.org/lang_altertable.html#otheralter); afterwards they are enforced.
 * `keep` is called before each step of a database that holds something.
 */
export function migrate(
  connection: Database.Database,
  migrations: readonly Migration[],
  keep: (step: Migration) => void,
): void {
  const version = schemaVersion(connection, migrations);
  connection.pragma('foreign_keys = OFF');
  try {
    for (const step of migrations.slice(version)) {
      if (version > 0) keep(step);
      apply(connection, step);
    }
  } finally {
    connection.pragma('foreign_keys = ON');
  }
}

function apply(connection: Database.Database, step: Migration): void {
  connection
    .transaction(() => {
      connection.exec(step.sql);
      const [broken] = z.array(z.unknown()).parse(connection.pragma('foreign_key_check'));
      if (broken !== undefined)
        throw new AppError('INTERNAL', { fault: 'a migration lost a row', step: step.name });
      connection
        .prepare('INSERT INTO migration (version, name, sha256) VALUES (?, ?, ?)')
        .run(step.version, step.name, step.sha256);
      connection.pragma(`user_version = ${String(step.version)}`);
    })
    .immediate();
}
