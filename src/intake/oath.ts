import type { InputProblem, Reading, VendorRow } from '../domain/intake.ts';
import type { Limits } from './limits.ts';
import { countHex } from './oath-hex.ts';
import { oathLines, openingComments } from './oath-lines.ts';
import { readOathRow, type OathColumns } from './oath-row.ts';
import { isTokenType } from './oath-shape.ts';
import { problem } from './problems.ts';
import { textOf, withoutMark } from './text.ts';

/** Rows read before other work gets its turn. */
const rowsAtOnce = 250;
const fewestDigits = 20;

const otherWork = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/**
 * Whether a text is an OATH list: lines without headings, with a serial, a key in hexadecimal and a type
 * (https://privacyidea.readthedocs.io/en/latest/workflows_and_tools/import/index.html). The first line decides: long
 * serials in other files are hexadecimal as well.
 */
export function isOathList(bytes: Uint8Array): boolean {
  const text = withoutMark(bytes);
  const { serial } = columnsOf(text);
  const { cells } = oathLines(text).next().value ?? { cells: [] };
  const key = cells[serial + 1];
  if (key === undefined) return false;
  const type = textOf(cells[serial + 2] ?? new Uint8Array());
  const isKey = (countHex(key) ?? 0) >= fewestDigits;
  return isKey ? /^\d{0,3}$/u.test(type) || isTokenType(type) : type !== '' && isTokenType(type);
}

/** The second version says so in a comment, and begins with user, resolver and realm. */
const columnsOf = (bytes: Uint8Array): OathColumns =>
  openingComments(bytes).some((comment) => /^version:?\s*2\b/iu.test(comment))
    ? { user: 0, serial: 3 }
    : { user: undefined, serial: 0 };

/** Reads an OATH list, which must be UTF-8. Rows come in the order of the file, with their problems. */
export async function readOathList(bytes: Uint8Array, limits: Limits): Promise<Reading> {
  const text = withoutMark(bytes);
  const columns = columnsOf(text);
  const rows: VendorRow[] = [];
  let typed = 0;
  for (const line of oathLines(text)) {
    if (rows.length === limits.maxRows) return tooMany(rows, limits);
    rows.push(readOathRow(line, columns));
    if (textOf(line.cells[columns.serial + 2] ?? new Uint8Array()) !== '') typed++;
    if (rows.length % rowsAtOnce === 0) await otherWork();
  }
  if (typed === 0)
    return refused(problem('type_missing', { line: rows[0]?.line ?? 0, found: 'no type in any line' }));
  return { kind: 'rows', format: 'oath-csv', rows, ignoredColumns: [] };
}

function tooMany(rows: readonly VendorRow[], { maxRows }: Limits): Reading {
  for (const { seed } of rows) seed?.wipe();
  const [found, expected] = [`more than ${String(maxRows)}`, `at most ${String(maxRows)} rows`];
  return refused(problem('too_many_rows', { line: 0, found, expected }));
}

const refused = (...problems: readonly InputProblem[]): Reading => ({ kind: 'refused', problems });
