import { describe, expect, it } from 'vitest';
import { batchKinds, batchStates, isFinalBatch } from '../../src/domain/batch.ts';
import { isFinalRow, rowActions, rowStates, verdicts } from '../../src/domain/row.ts';
import { tokenStates } from '../../src/domain/token.ts';
import type { Db } from '../../src/store/db.ts';
import { outboxKinds, outboxStates } from '../../src/store/outbox.ts';
import { temporaryStore } from '../support/store.ts';

async function schema(db: Db): Promise<string> {
  const rows = await db.query(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type = 'table' DESC, type, name",
  );
  return `${rows.map((row) => `${String(row['sql'])};`).join('\n\n')}\n`;
}

/** The words that a CHECK allows in a column. */
async function allowed(db: Db, table: string, column: string): Promise<readonly string[]> {
  const [fields] = await db.query('SELECT sql FROM sqlite_master WHERE name = $1', [table]);
  const check = new RegExp(String.raw`\n  ${column} TEXT NOT NULL CHECK \(${column} IN \(([^)]*)\)`, 'u');
  return words(check.exec(String(fields?.['sql']))?.[1] ?? '');
}

const words = (list: string): readonly string[] =>
  [...list.matchAll(/'(\w+)'/gu)].map(([, word = '']) => word);

describe('the schema', () => {
  it('is the one that was agreed on', async () => {
    const { db } = await temporaryStore();
    await expect(await schema(db)).toMatchFileSnapshot('__snapshots__/schema.sql');
  });

  it.each([
    ['batch', 'state', batchStates],
    ['batch', 'kind', batchKinds],
    ['batch_row', 'state', rowStates],
    ['batch_row', 'action', rowActions],
    ['batch_row', 'verdict', verdicts],
    ['token', 'state', tokenStates],
    ['outbox', 'state', outboxStates],
    ['outbox', 'kind', outboxKinds],
  ] as const)('allows in %s.%s what the domain knows', async (table, column, known) => {
    const { db } = await temporaryStore();
    expect(await allowed(db, table, column)).toEqual(known);
  });

  it('agrees with the domain on what is final', async () => {
    const { db } = await temporaryStore();
    const text = await schema(db);
    const final = /\(finished_at IS NOT NULL\) = \(state IN \(([^)]*)\)/u.exec(text)?.[1] ?? '';
    expect(words(final).toSorted()).toEqual(batchStates.filter(isFinalBatch).toSorted());
    const open = /\(settled_at IS NOT NULL\) = \(state NOT IN \(([^)]*)\)/u.exec(text)?.[1] ?? '';
    expect(words(open).toSorted()).toEqual(rowStates.filter((state) => !isFinalRow(state)).toSorted());
  });

  it('is strict in every table', async () => {
    const { db } = await temporaryStore();
    const loose = await db.query(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
    );
    expect(loose).toEqual([]);
  });
});
