import type { InputProblem, VendorRow } from '../domain/intake.ts';
import { Secret } from '../domain/secret.ts';
import {
  good,
  readLabel,
  readSerial,
  readTimeStep,
  readUser,
  type CellReading,
  type Place,
} from './cells.ts';
import { unguarded, unquoted } from './damage.ts';
import { needed, type Header } from './header.ts';
import { columns, type Column } from './headings.ts';
import { problem } from './problems.ts';
import type { CsvRecord } from './records.ts';
import { readSeedCell, type SeedCell } from './seed-cell.ts';
import { readAlgorithm, readCodeDigits, readType } from './settings-cells.ts';
import { masked } from './shown.ts';

/** A row with what only the whole file can settle. */
export interface RowReading {
  readonly row: VendorRow;
  readonly seed: SeedCell;
}

const longestCell = 512;
const noSeed: SeedCell = { kind: 'none' };

/** Reads one record of a file with all its problems. A row that has any keeps no seed: it can never be enrolled. */
export function readRow(record: CsvRecord, header: Header): RowReading {
  const { line } = record;
  if (record.kind === 'cells') return readCells(line, record.cells, header);
  return record.why === 'quote'
    ? unreadable(problem('row_quote', { line, found: 'a stray quote' }))
    : unreadable(problem('row_too_long', { line, found: 'more' }));
}

function readCells(line: number, cells: readonly Uint8Array[], header: Header): RowReading {
  const at = { line, cells, header };
  const user = readCell(at, 'user', { read: readUser, absent: '', guard: unguarded });
  const serial = readCell(at, 'serial', { read: readSerial, absent: '', guard: unquoted });
  const seed = readCell(at, 'seed', { read: readSeedCell, absent: noSeed, guard: unquoted });
  const timeStep = readCell(at, 'timeStep', { read: readTimeStep, absent: 0, guard: unquoted });
  const algorithm = readCell(at, 'algorithm', { read: readAlgorithm, absent: undefined, guard: unquoted });
  const digits = readCell(at, 'digits', { read: readCodeDigits, absent: undefined, guard: unquoted });
  const type = readCell(at, 'type', { read: readType, absent: undefined, guard: unquoted });
  const manufacturer = readCell(at, 'manufacturer', { read: readLabel, absent: '', guard: unguarded });
  const model = readCell(at, 'model', { read: readLabel, absent: '', guard: unguarded });
  const readings = [user, serial, seed, timeStep, algorithm, digits, type, manufacturer, model];
  const found = readings.flatMap(({ problems }) => problems);
  const row: VendorRow = {
    line,
    user: user.value,
    serial: serial.value,
    settings: {
      timeStepSeconds: timeStep.value,
      ...(algorithm.value === undefined ? {} : { algorithm: algorithm.value }),
      ...(digits.value === undefined ? {} : { digits: digits.value }),
    },
    manufacturer: manufacturer.value,
    model: model.value,
    problems: [...countProblems(at, found.length > 0), ...found],
    warnings: [],
  };
  if (row.problems.length === 0) return { row, seed: seed.value };
  wipeSeed(seed.value);
  return { row: withoutStraySeed(row), seed: noSeed };
}

interface RowCells {
  readonly line: number;
  readonly cells: readonly Uint8Array[];
  readonly header: Header;
}

interface Reader<T> {
  readonly read: (cell: Uint8Array, place: Place) => CellReading<T>;
  /** What a file without the column has. */
  readonly absent: T;
  /** Takes away what was written around the cell for a spreadsheet's sake. */
  readonly guard: (cell: Uint8Array) => Uint8Array;
}

/** Reads one cell. What a row that is cut short does not have is reported once, for the row. */
function readCell<T>(
  { line, cells, header }: RowCells,
  column: Column,
  { read, absent, guard }: Reader<T>,
): CellReading<T> {
  const index = header.places.get(column);
  const cell = index === undefined ? undefined : cells[index];
  if (cell === undefined) return good(absent);
  const place = { line, column: header.names.get(column) ?? columns[column] };
  if (cell.length <= longestCell) return read(guard(cell), place);
  const found = `${String(cell.length)} bytes`;
  const expected = `at most ${String(longestCell)} bytes`;
  return { value: absent, problems: [problem('cell_too_long', { ...place, found, expected })] };
}

/** A row may end before maker and model, but where something else is wrong as well, a lost cell may be why. */
function countProblems({ line, cells, header }: RowCells, doubtful: boolean): InputProblem[] {
  const short =
    cells.length < header.cells &&
    (doubtful || needed.some((column) => (header.places.get(column) ?? 0) >= cells.length));
  const beyond = cells.length > header.cells && cells.slice(header.cells).some((cell) => cell.length > 0);
  if (!short && !beyond) return [];
  const found = `${String(cells.length)} ${cells.length === 1 ? 'cell' : 'cells'}`;
  const expected = `${String(header.cells)} cells, as in the heading line`;
  return [problem(beyond ? 'cells_extra' : 'cells_missing', { line, found, expected })];
}

/** The row with one more problem, which it can never be enrolled with. */
export const withProblem = ({ row, seed }: RowReading, one: InputProblem): RowReading => {
  wipeSeed(seed);
  return { row: { ...row, problems: [...row.problems, one] }, seed: noSeed };
};

/** The row as the rest of the program knows it: with its seed, if it has one. */
export function rowOf({ row, seed }: RowReading): VendorRow {
  if (seed.kind !== 'seed') return row;
  const { bytes, warnings } = seed;
  return { ...row, seed: new Secret(bytes), seedLength: bytes.length, warnings };
}

/** Overwrites whatever a row holds of its seed. */
export function wipeSeed(seed: SeedCell): void {
  if (seed.kind === 'none') return;
  const readings = seed.kind === 'seed' ? [seed] : [seed.base32, seed.hex];
  for (const one of readings) if (one.kind === 'seed') one.bytes.fill(0);
}

/** Where columns are swapped the seed stands in another cell, and a row with problems is shown to people. */
const withoutStraySeed = (row: VendorRow): VendorRow => ({
  ...row,
  user: masked(row.user),
  serial: masked(row.serial),
  manufacturer: masked(row.manufacturer),
  model: masked(row.model),
});

const unreadable = (why: InputProblem): RowReading => ({
  row: {
    line: why.line,
    user: '',
    serial: '',
    settings: { timeStepSeconds: 0 },
    manufacturer: '',
    model: '',
    problems: [why],
  },
  seed: noSeed,
});
