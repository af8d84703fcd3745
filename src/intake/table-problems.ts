import { csvAgain, type ProblemEntry } from './problem-entry.ts';

const asSent =
  'The file went through a spreadsheet program: ask the vendor for it again, and edit it only in a text editor.';

/** What can be wrong with the shape of a CSV file, and with the cells that name the token and its user. */
export const tableProblems = {
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
  too_many_columns: {
    means: 'The file has more columns than a list of tokens.',
    expected: 'at most 32 columns',
    mend: 'Remove the columns that do not belong there; the heading line tells which.',
  },
  columns_missing: {
    means: 'Columns are missing that every token needs.',
    expected:
      'the columns serial number, secret key and timeinterval; or upn and serial number for tokens in stock',
    mend: 'Add the missing columns, or correct their headings.',
  },
  column_twice: {
    means: 'Two columns mean the same, and which of them counts cannot be known.',
    expected: 'each column once',
    mend: 'Remove the column that does not belong there, or give it a heading of its own.',
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
  cells_missing: {
    means: 'The row has fewer cells than it needs.',
    expected: 'as many cells as the heading line has',
    mend: 'Complete the row; an empty cell still needs its separator.',
  },
  cells_extra: {
    means: 'The row has more cells than the heading line.',
    expected: 'as many cells as the heading line has',
    mend: 'Look for a separator inside a cell, and put quotes around that cell.',
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
  cell_error: {
    means: 'A spreadsheet program left an error, or a column that was too narrow, where the value stood.',
    expected: 'the value itself',
    mend: asSent,
  },
  secret_misplaced: {
    means: 'What looks like a secret key stands in another column; it is neither shown nor kept.',
    expected: 'secret keys only in the column secret key',
    mend: 'Check that no cell of the row is missing or doubled.',
  },
  user_missing: {
    means:
      'The file has no secret keys, so it gives tokens of the stock to users, and the row names no user.',
    expected: "the user's Okta login or e-mail address",
    mend: 'Write who gets the token, or remove the row.',
  },
  seed_heading_unknown: {
    means: 'What looks like a secret key stands in a file whose headings name no column of secret keys.',
    expected: 'a column secret key, or no secret keys at all',
    mend: 'If the file is from the vendor, name that column secret key. If it only says who gets which token, remove the column. Delete this file from Slack.',
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
    mend: asSent,
  },
  serial_decimal: {
    means: 'The serial has decimals, as a program leaves it that took it for an amount.',
    expected: 'the plain number on the back of the token',
    mend: asSent,
  },
  serial_date: {
    means: 'A spreadsheet program took the serial for a date.',
    expected: 'the number on the back of the token',
    mend: asSent,
  },
  serial_zeros: {
    means:
      'The serial is shorter than the others, which begin with zeros: a spreadsheet program drops those in front.',
    expected: 'as many digits as the other serials have',
    mend: asSent,
  },
  serial_formula: {
    means: 'The serial is written as a formula.',
    expected: 'the plain number on the back of the token',
    mend: 'Write only the number on the back of the token.',
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
} as const satisfies Readonly<Record<string, ProblemEntry>>;
