import type { InputProblem } from '../domain/intake.ts';
import { oathProblems } from './oath-problems.ts';
import type { ProblemEntry } from './problem-entry.ts';
import { seedProblems } from './seed-problems.ts';
import { tableProblems } from './table-problems.ts';
import { pskcProblems } from './pskc-problems.ts';
import { refusedFiles } from './refused-files.ts';
import { sealedProblems } from './sealed-problems.ts';

/**
 * Everything intake can say about a file: stable codes, with what was expected and how to mend it. docs/import.md is
 * this table.
 */
export const problemCatalogue = {
  file_empty: {
    means: 'The file holds nothing.',
    expected: 'a heading line and one line per token',
    mend: 'Download it from the vendor again; if it was encrypted, the vendor may have had a damaged public key.',
  },
  file_too_large: {
    means: 'The file is larger than the bot reads.',
    expected: 'a smaller file',
    mend: 'Split it into several files, each with the heading line.',
  },
  too_many_rows: {
    means: 'The file has more rows than one batch may hold.',
    expected: 'fewer rows',
    mend: 'Split it into several files, each with the heading line.',
  },
  ...refusedFiles,
  ...sealedProblems,
  ...tableProblems,
  ...seedProblems,
  ...oathProblems,
  ...pskcProblems,
} as const satisfies Readonly<Record<string, ProblemEntry>>;

export type ProblemCode = keyof typeof problemCatalogue;

/** Where a problem stands and what was found there; `found` must come from `shown` or hold nothing of the file. */
export interface Finding {
  readonly line: number;
  readonly column?: string;
  readonly found: string;
  /** Where the limit is set by the operator and not by the catalogue. */
  readonly expected?: string;
}

export const problem = (
  code: ProblemCode,
  { line, column = '', found, expected }: Finding,
): InputProblem => ({
  line,
  column,
  code,
  found,
  expected: expected ?? problemCatalogue[code].expected,
  mend: problemCatalogue[code].mend,
});
