import type { InputProblem, Reading } from '../domain/intake.ts';
import { behindHint, separators, sniffDialect, type Dialect } from './dialect.ts';
import { readHeader, type Header } from './header.ts';
import { columns } from './headings.ts';
import type { Limits } from './limits.ts';
import { problem } from './problems.ts';
import { readRecords, type BlankRecord, type CsvRecord } from './records.ts';
import { withoutLostZeros } from './serial-pattern.ts';
import { settleSeeds } from './settle-seeds.ts';
import { textOf } from './text.ts';
import { readRow, wipeSeed, type RowReading } from './vendor-row.ts';
import { unwrapped } from './wrapped.ts';

/** Bytes read before other work gets its turn: a few milliseconds. */
const bytesAtOnce = 16_384;

const otherWork = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Reads a vendor's CSV file, which must be UTF-8 without a mark. Rows come in the order of the file, with their problems. */
export async function readCsv(file: Uint8Array, limits: Limits): Promise<Reading> {
  const { start, lines } = behindHint(file);
  // Not a Buffer: its views cost several times as much.
  const bytes = new Uint8Array(file.buffer, file.byteOffset + start, file.length - start);
  const dialect = sniffDialect(bytes);
  const records = unwrapped(readRecords(bytes, dialect.separator, lines + 1), dialect.inside);
  try {
    const reading = await readTable(records, limits);
    return reading.kind === 'rows' ? { ...reading, notes: notesOn(dialect) } : reading;
  } finally {
    // The reader wipes what it had read ahead.
    records.return(undefined);
  }
}

function notesOn({ separator }: Dialect): string[] {
  const name = separators.get(separator);
  return name === undefined || name === 'commas' ? [] : [`The columns are separated by ${name}.`];
}

type Records = Generator<CsvRecord | BlankRecord, undefined>;

async function readTable(records: Records, limits: Limits): Promise<Reading> {
  const first = firstOf(records);
  if (first === undefined) return refused(problem('file_empty', { line: 0, found: 'nothing' }));
  const heading = readHeading(first);
  if (heading.kind === 'problems') return refused(...heading.problems);

  const readings: RowReading[] = [];
  let rested = 0;
  for (const record of records) {
    if (record.kind !== 'blank') {
      if (readings.length === limits.maxRows) return tooMany(readings, limits);
      readings.push(readRow(record, heading.header));
    }
    // What cannot be read may have been looked at far beyond its line.
    if (record.kind !== 'broken' && record.end - rested < bytesAtOnce) continue;
    await otherWork();
    rested = record.end;
  }
  if (readings.length === 0) return refused(problem('no_rows', { line: 0, found: 'none' }));
  return settle(readings, heading.header, limits);
}

/** The first record with anything in it; the others can still be read. */
function firstOf(records: Records): CsvRecord | undefined {
  for (;;) {
    const { value } = records.next();
    if (value?.kind !== 'blank') return value;
  }
}

const readHeading = (record: CsvRecord): ReturnType<typeof readHeader> =>
  record.kind === 'cells'
    ? readHeader(record.line, record.cells.map(textOf))
    : {
        kind: 'problems',
        problems: [problem('header_unreadable', { line: record.line, found: 'something else' })],
      };

/** Decides what only the whole file can tell. */
function settle(readings: readonly RowReading[], header: Header, { seedEncoding }: Limits): Reading {
  if (header.purpose === 'assignments') return assignmentsOf(readings, header);
  const settled = settleSeeds(readings, seedEncoding ?? header.seedEncoding);
  if (settled.kind === 'open') {
    for (const { seed } of readings) wipeSeed(seed);
    return { kind: 'ambiguous', problems: settled.problems };
  }
  const serial = header.names.get('serial') ?? columns.serial;
  const rows = withoutLostZeros(settled.readings, serial).map(({ row }) => row);
  return { kind: 'rows', format: 'csv', rows, ignoredColumns: header.ignored };
}

/** A file with a stray seed is none that people may keep: it is refused as a whole, by its first such line. */
function assignmentsOf(readings: readonly RowReading[], header: Header): Reading {
  const rows = withoutLostZeros(readings, header.names.get('serial') ?? columns.serial).map(({ row }) => row);
  const stray = rows.flatMap(({ problems }) => problems.filter(({ code }) => strayCodes.has(code)));
  if (stray.length > 0) return refused(...stray.slice(0, strayShown));
  return { kind: 'rows', format: 'csv', rows, ignoredColumns: header.ignored, assigns: true };
}

const strayShown = 20;
const strayCodes: ReadonlySet<string> = new Set(['seed_heading_unknown', 'secret_misplaced']);

function tooMany(readings: readonly RowReading[], limits: Limits): Reading {
  for (const { seed } of readings) wipeSeed(seed);
  const found = `more than ${String(limits.maxRows)}`;
  return refused(
    problem('too_many_rows', { line: 0, found, expected: `at most ${String(limits.maxRows)} rows` }),
  );
}

const refused = (...problems: readonly InputProblem[]): Reading => ({ kind: 'refused', problems });
