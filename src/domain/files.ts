import type { Batch } from './batch.ts';
import type { Row } from './row.ts';

/** A file for the card's thread: RFC 4180 text, to be written as UTF-8. */
export interface CsvFile {
  readonly name: string;
  readonly text: string;
}

export const planFileName = (batch: Pick<Batch, 'code'>): string => `plan-${batch.code}.csv`;
export const resultFileName = (batch: Pick<Batch, 'code'>): string => `result-${batch.code}.csv`;

/** Every row of a plan with what would happen to it and why. Holds no seed: rows have none. */
export const planCsv = (batch: Pick<Batch, 'code'>, rows: readonly Row[]): CsvFile => ({
  name: planFileName(batch),
  text: csv(
    ['line', 'user', 'serial', 'action', 'verdict', 'reason'],
    rows.map((row) => [String(row.line), userOf(row), row.serial, row.action, row.verdict, row.reason]),
  ),
});

/** Every row of a batch with how it ended; `at` is ISO 8601 in UTC, and empty for a row that was never run. */
export const resultCsv = (batch: Pick<Batch, 'code'>, rows: readonly Row[]): CsvFile => ({
  name: resultFileName(batch),
  text: csv(
    ['line', 'user', 'serial', 'action', 'outcome', 'reason', 'okta_user_id', 'factor_id', 'at'],
    rows.map((row) => [
      String(row.line),
      userOf(row),
      row.serial,
      row.action,
      row.state,
      row.outcome === '' ? row.reason : row.outcome,
      row.userId,
      row.factorId,
      row.settledAt === undefined ? '' : new Date(row.settledAt).toISOString(),
    ]),
  ),
});

const userOf = (row: Row): string => (row.userLogin === '' ? row.userRef : row.userLogin);

/** RFC 4180 text of a heading and its lines; no cell is taken for a formula by a spreadsheet. */
export const csv = (heading: readonly string[], lines: readonly (readonly string[])[]): string =>
  [heading, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');

/** One cell as a spreadsheet may open it: quoted where RFC 4180 asks for it, and never taken for a formula. */
function cell(value: string): string {
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// Spreadsheets run what starts so, also in full width and behind leading blanks:
// owasp.org/www-community/attacks/CSV_Injection
const formulaStart = /^(?:[\t\r\n\0]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;
