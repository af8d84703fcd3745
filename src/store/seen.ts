import { z } from 'zod';
import type { Db } from './db.ts';
import { decode } from './decode.ts';

/** True for the first caller with this key, false for every later one until it is forgotten. */
export async function firstSight(db: Db, key: string, at: number): Promise<boolean> {
  const added = await db.query(
    'INSERT INTO seen (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key',
    [key, at],
  );
  return added.length === 1;
}

/** Whether `firstSight` has had this key and it is not forgotten. */
export async function wasSeen(db: Db, key: string): Promise<boolean> {
  const known = await db.query('SELECT key FROM seen WHERE key = $1', [key]);
  return known.length === 1;
}

/** Forgets keys first seen before a time (epoch ms). */
export async function forgetSeen(db: Db, before: number): Promise<void> {
  await db.query('DELETE FROM seen WHERE at < $1', [before]);
}

/** How far something has been read; undefined before the first time. */
export async function getCursor(db: Db, name: string): Promise<number | undefined> {
  const [fields] = await db.query('SELECT value FROM cursor WHERE name = $1', [name]);
  return fields === undefined ? undefined : decode(cursor, fields, 'cursor').value;
}

const cursor = z.object({
  value: z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
});

export async function setCursor(db: Db, name: string, value: number): Promise<void> {
  await db.query(
    'INSERT INTO cursor (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [name, String(value)],
  );
}
