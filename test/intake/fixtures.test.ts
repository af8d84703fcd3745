import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemSentence, type InputProblem, type Reading, type VendorRow } from '../../src/domain/intake.ts';
import { read } from './read.ts';

const folder = new URL('../fixtures/csv/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));

const problemLine = (problem: InputProblem): string => `  ${problem.code}: ${problemSentence(problem)}`;

function rowLines(row: VendorRow): string[] {
  const seed = row.seedLength === undefined ? 'no seed' : `seed of ${String(row.seedLength)} bytes`;
  const what = [
    row.user,
    row.serial,
    seed,
    `${String(row.settings.timeStepSeconds)} s`,
    row.manufacturer,
    row.model,
  ];
  return [
    `line ${String(row.line)}: ${what.join(' | ')}`,
    ...row.problems.map(problemLine),
    ...(row.warnings ?? []).map(problemLine),
  ];
}

function report(reading: Reading): string {
  if (reading.kind === 'needs-key') return `asks for a ${reading.wants}\n`;
  const lines =
    reading.kind !== 'rows'
      ? [
          reading.kind,
          ...reading.problems.map((problem) => `line ${String(problem.line)}\n${problemLine(problem)}`),
        ]
      : [
          `${reading.format}, ignored: ${reading.ignoredColumns.join(', ') || 'nothing'}`,
          ...(reading.notes ?? []),
          ...reading.rows.flatMap(rowLines),
        ];
  return `${lines.join('\n')}\n`;
}

describe('a file as it comes from vendors and spreadsheets', () => {
  it.each(names)('is read as the text beside it says: %s', async (name) => {
    const reading = await read(readFileSync(new URL(name, folder)));
    await expect(report(reading)).toMatchFileSnapshot(`../fixtures/csv/${name.replace(/\.csv$/, '.txt')}`);
  });
});
