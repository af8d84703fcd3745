import type { InputProblem, Reading, VendorRow } from '../domain/intake.ts';
import { columns, readHeader } from './header.ts';
import type { Limits } from './limits.ts';
import { problem } from './problems.ts';
import { readRecords, type BlankRecord, type CsvRecord } from './records.ts';
import { textOf, withoutMark } from './text.ts';
import { readRow, withProblem, type RowReading } from './vendor-row.ts';

/** Bytes read before other work gets its turn: a few milliseconds. */
const bytesAtOnce = 16_384;

const otherWork = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Reads a vendor's CSV file, which must be UTF-8. Rows come in the order of the file, with their problems. */
export async function readCsv(bytes: Uint8Array, limits: Limits): Promise<Reading> {
  const records = unhurried(readRecords(withoutMark(bytes)));
  try {
    return await readTable(records, limits);
  } finally {
    // The reader wipes what it had read ahead.
    await records.return(undefined);
  }
}

type Records = AsyncGenerator<CsvRecord, undefined>;

/** Leaves out blank records, and lets other work have its turn in between. */
async function* unhurried(records: Iterable<CsvRecord | BlankRecord>): Records {
  let rested = 0;
  for (const record of records) {
    if (record.kind !== 'blank') yield record;
    // What cannot be read may have been looked at far beyond its line.
    if (record.kind !== 'broken' && record.end - rested < bytesAtOnce) continue;
    await otherWork();
    rested = record.end;
  }
  return undefined;
}

async function readTable(records: Records, limits: Limits): Promise<Reading> {
  const first = (await records.next()).value;
  if (first === undefined) return refused(problem('file_empty', { line: 0, found: 'nothing' }));
  if (first.kind === 'broken')
    return refused(problem('header_unreadable', { line: first.line, found: 'something else' }));
  const heading = readHeader(first.line, first.cells.map(textOf));
  if (heading.kind === 'problems') return refused(...heading.problems);

  const readings: RowReading[] = [];
  for await (const record of records) {
    if (readings.length === limits.maxRows) return tooMany(readings, limits);
    readings.push(readRow(record, heading.header));
  }
  if (readings.length === 0) return refused(problem('no_rows', { line: 0, found: 'none' }));
  return { kind: 'rows', format: 'csv', rows: settleHex(readings), ignoredColumns: heading.header.ignored };
}

/**
 * Okta accepts a key in the wrong encoding and then refuses every code. So where one row of a file is certainly
 * hexadecimal, those that could be either are not taken for base32.
 */
function settleHex(readings: readonly RowReading[]): VendorRow[] {
  const certain = readings.some(({ row }) => row.problems.some((one) => one.code === 'seed_hex'));
  return readings.map(({ row, maybeHex }) =>
    certain && maybeHex
      ? withProblem(
          row,
          problem('seed_hex', {
            line: row.line,
            column: columns.seed,
            found: 'what other rows have in hexadecimal',
          }),
        )
      : row,
  );
}

function tooMany(readings: readonly RowReading[], limits: Limits): Reading {
  for (const { row } of readings) row.seed?.wipe();
  const found = `more than ${String(limits.maxRows)}`;
  return refused(
    problem('too_many_rows', { line: 0, found, expected: `at most ${String(limits.maxRows)} rows` }),
  );
}

const refused = (...problems: readonly InputProblem[]): Reading => ({ kind: 'refused', problems });
