import type { InputProblem } from '../domain/intake.ts';
import { oathProblems } from './oath-problems.ts';
import { csvAgain, type ProblemEntry } from './problem-entry.ts';
import { refusedFiles } from './refused-files.ts';
import { sealedProblems } from './sealed-problems.ts';

const fromVendor = "Copy the secret key again from the vendor's file, without opening it in a spreadsheet.";

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
  separator_unknown: {
    means: 'The columns are separated by something else than commas.',
    expected: 'commas between the columns',
    mend: 'Save it with commas as separators.',
  },
  header_in_quotes: {
    means: 'The whole heading line stands in one pair of quotes, as a spreadsheet program leaves it.',
    expected: 'one cell per column',
    mend: 'Drop the file as the vendor sent it, or remove the quotes around each line.',
  },
  header_unreadable: {
    means: 'The heading line is far too long, or a quote in it is never closed.',
    expected: 'upn,serial number,secret key,timeinterval,manufacturer,model',
    mend: csvAgain,
  },
  header_missing: {
    means: 'The first line names none of the columns the bot knows.',
    expected: 'a first line such as upn,serial number,secret key,timeinterval,manufacturer,model',
    mend: 'Put that line on top of the file and check that the columns stand in its order.',
  },
  columns_missing: {
    means: 'Columns are missing that every token needs.',
    expected: 'the columns serial number, secret key and timeinterval',
    mend: 'Add the missing columns, or correct their headings.',
  },
  column_twice: {
    means: 'Two columns have the same heading.',
    expected: 'each column once',
    mend: 'Remove the column that does not belong there.',
  },
  no_rows: {
    means: 'There is a heading line and nothing below it.',
    expected: 'one line per token',
    mend: 'Add the tokens, or drop the right file.',
  },
  row_quote: {
    means: 'A quote in the row is never closed, closes many lines later, or closes in the middle of a cell.',
    expected: 'quotes in pairs around whole cells, and doubled inside them',
    mend: 'Remove the stray quote.',
  },
  row_too_long: {
    means: 'The row is longer than any token needs.',
    expected: 'at most 8192 bytes',
    mend: 'Look for a missing line break or a stray quote.',
  },
  row_in_quotes: {
    means: 'The whole row stands in one pair of quotes, as a spreadsheet program leaves it.',
    expected: 'one cell per column',
    mend: 'Drop the file as the vendor sent it, or remove the quotes around the line.',
  },
  cells_missing: {
    means: 'The row has fewer cells than it needs.',
    expected: 'as many cells as the heading line has',
    mend: 'Complete the row; an empty cell still needs its comma.',
  },
  cells_extra: {
    means: 'The row has more cells than the heading line.',
    expected: 'as many cells as the heading line has',
    mend: 'Look for a comma inside a cell, and put quotes around that cell.',
  },
  cell_too_long: {
    means: 'A cell is longer than anything that belongs there.',
    expected: 'at most 100 characters',
    mend: 'Correct the cell.',
  },
  cell_unreadable: {
    means: 'A cell holds a blank, a line break or an invisible character where none can be.',
    expected: 'visible characters only',
    mend: 'Type the cell anew instead of pasting it.',
  },
  secret_misplaced: {
    means: 'What looks like a secret key stands in another column; it is neither shown nor kept.',
    expected: 'secret keys only in the column secret key',
    mend: 'Check that no cell of the row is missing or doubled.',
  },
  serial_missing: {
    means: 'The row has no serial.',
    expected: 'the number on the back of the token',
    mend: 'Add the serial.',
  },
  serial_too_long: {
    means: 'The serial is longer than any serial.',
    expected: 'at most 64 characters',
    mend: 'Write only the number on the back of the token.',
  },
  serial_rounded: {
    means: 'A spreadsheet program turned the serial into a rounded number; its last digits are lost.',
    expected: 'every digit of the serial',
    mend: "Take the serial from the vendor's file, without opening it in a spreadsheet.",
  },
  serial_decimal: {
    means: 'The serial has decimals, as a program leaves it that took it for an amount.',
    expected: 'the plain number on the back of the token',
    mend: 'Remove the decimals, and compare the serial with the token.',
  },
  serial_formula: {
    means: 'The serial is written as a formula.',
    expected: 'the plain number on the back of the token',
    mend: 'Remove the equals sign and the quotes.',
  },
  seed_missing: {
    means: 'The row has no secret key.',
    expected: 'a secret key in base32',
    mend: "Copy it from the vendor's file.",
  },
  seed_character: {
    means: 'The secret key holds a character that base32 does not have.',
    expected: 'base32: the letters A to Z and the digits 2 to 7',
    mend: fromVendor,
  },
  seed_hex: {
    means: 'The secret key is written in hexadecimal.',
    expected: 'base32: the letters A to Z and the digits 2 to 7',
    mend: 'Ask the vendor for the file with secret keys in base32.',
  },
  seed_cut: {
    means: 'The secret key has a length that base32 cannot have: a character was lost or added.',
    expected: 'a whole secret key',
    mend: fromVendor,
  },
  seed_too_short: {
    means: 'The secret key is shorter than 14 bytes, too short to be safe.',
    expected: '14 bytes or more, usually 20',
    mend: 'Check that the key is whole; if it is, ask the vendor for a token with a longer one.',
  },
  seed_too_long: {
    means: 'The secret key is longer than any token holds.',
    expected: 'at most 128 bytes',
    mend: fromVendor,
  },
  seed_short: {
    means: 'A warning: the secret key is shorter than the 20 bytes that are usual.',
    expected: '20 bytes or more',
    mend: 'Check that the key is whole, and try one token first.',
  },
  step_missing: {
    means: 'The row has no time step.',
    expected: '15, 30 or 60',
    mend: "Write the seconds for which the token shows a code, as the vendor's data sheet says.",
  },
  step_unknown: {
    means: 'The time step is none that Okta offers.',
    expected: '15, 30 or 60',
    mend: "Write the seconds for which the token shows a code, as the vendor's data sheet says.",
  },
  ...oathProblems,
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
