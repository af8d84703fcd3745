import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchKinds, batchStates, batchTransitions, isFinalBatch } from '../../src/domain/batch.ts';
import { isFinalRow, rowActions, rowStates, rowTransitions, verdicts } from '../../src/domain/row.ts';
import { tokenStates, tokenTransitions } from '../../src/domain/token.ts';
import { openStore } from '../../src/store/open.ts';
import { batchMeanings, rowMeanings, tokenMeanings } from './state-meanings.ts';
import { root } from './texts.ts';

type Table = Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>;

interface Machine {
  readonly name: string;
  readonly about: string;
  readonly starts: readonly string[];
  readonly table: Table;
  readonly meanings: Readonly<Record<string, string>>;
}

const machines: readonly Machine[] = [
  {
    name: 'Batch',
    about: 'Everything approved together: the rows of a file, or the single row of a command.',
    starts: ['planning'],
    table: batchTransitions,
    meanings: batchMeanings,
  },
  {
    name: 'Row',
    about: 'One action for one user and one token. Planning decides with which state it begins.',
    starts: ['planned', 'skipped', 'blocked'],
    table: rowTransitions,
    meanings: rowMeanings,
  },
  {
    name: 'Token',
    about: 'A device, known by its serial.',
    starts: ['stock', 'assigned'],
    table: tokenTransitions,
    meanings: tokenMeanings,
  },
];

function graphOf({ starts, table }: Machine): string {
  const edges = Object.entries(table).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => `    ${from} --> ${to ?? ''}: ${event}`),
  );
  const ends = Object.entries(table)
    .filter(([, events]) => Object.keys(events).length === 0)
    .map(([state]) => `    ${state} --> [*]`);
  const lines = [...starts.map((state) => `    [*] --> ${state}`), ...edges, ...ends];
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

const pageOf = (all: readonly Machine[]): string =>
  [
    '# States',
    'Drawn from the tables in `src/domain`, which the database repeats as CHECK constraints. An event that a state does not list is refused. To draw it again after a change: `npx vitest run test/repository/states.test.ts -u`.',
    ...all.flatMap((machine) => [
      `## ${machine.name}`,
      machine.about,
      graphOf(machine),
      Object.entries(machine.meanings)
        .map(([state, meaning]) => `- \`${state}\`: ${meaning}`)
        .join('\n'),
    ]),
  ].join('\n\n');

describe('docs/states.md', () => {
  it('shows every state and transition of the tables', async () => {
    await expect(`${pageOf(machines)}\n`).toMatchFileSnapshot(join(root, 'docs/states.md'));
  });

  it.each(machines)('reaches every state of a $name, and ends', ({ starts, table }) => {
    const reached = new Set(starts);
    for (const state of reached) {
      for (const next of Object.values(table[state] ?? {})) if (next !== undefined) reached.add(next);
    }
    expect([...reached].toSorted()).toEqual(Object.keys(table).toSorted());
    expect(Object.values(table).some((events) => Object.keys(events).length === 0)).toBe(true);
  });
});

describe('the database', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'token-desk-states-'));
  const created = new Map<string, string>();

  beforeAll(async () => {
    const store = await openStore({ dataDir });
    const tables = await store.db.query("SELECT name, sql FROM sqlite_master WHERE type = 'table'");
    await store.close();
    for (const { name, sql } of tables) created.set(String(name), String(sql));
  });

  afterAll(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** The values in the list that follows this text in the definition of a table. */
  const valuesAfter = (table: string, text: string): readonly string[] => {
    const [, after = ''] = created.get(table)?.split(text) ?? [];
    return [...(after.split(')')[0] ?? '').matchAll(/'([a-z_]+)'/g)].map(([, value = '']) => value);
  };

  it.each<readonly [string, string, readonly string[]]>([
    ['batch', 'CHECK (state IN (', batchStates],
    ['batch', 'CHECK (kind IN (', batchKinds],
    ['batch_row', 'CHECK (state IN (', rowStates],
    ['batch_row', 'CHECK (action IN (', rowActions],
    ['batch_row', 'CHECK (verdict IN (', verdicts],
    ['token', 'CHECK (state IN (', tokenStates],
    ['batch', '(finished_at IS NOT NULL) = (state IN (', batchStates.filter(isFinalBatch)],
    [
      'batch_row',
      '(settled_at IS NOT NULL) = (state NOT IN (',
      rowStates.filter((state) => !isFinalRow(state)),
    ],
  ])('lets %s hold, after "%s", what the domain lists', (table, text, values) => {
    expect(valuesAfter(table, text).toSorted()).toEqual(values.toSorted());
  });
});
