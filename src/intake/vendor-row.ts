import type { InputProblem, VendorRow } from '../domain/intake.ts';
import { Secret } from '../domain/secret.ts';
import type { Algorithm, TokenSettings } from '../domain/token.ts';
import { readLabel, readSerial, readTimeStep, readUser, type CellReading, type Place } from './cells.ts';
import { unguarded, unquoted } from './damage.ts';
import type { Header } from './header.ts';
import { columns, type Column } from './headings.ts';
import { problem } from './problems.ts';
import type { CsvRecord } from './records.ts';
import { readSeedCell, type SeedCell } from './seed-cell.ts';
import { readAlgorithm, readCodeDigits, readType } from './settings-cells.ts';
import { looksSecret, masked } from './shown.ts';
import { textOf } from './text.ts';

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

/** How each cell is read, what a file without its column has, and what is taken off that guards it from spreadsheets. */
const readers = {
  user: { column: 'user', read: readUser, absent: '', guard: unguarded },
  serial: { column: 'serial', read: readSerial, absent: '', guard: unquoted },
  seed: { column: 'seed', read: readSeedCell, absent: noSeed, guard: unquoted },
  timeStep: { column: 'timeStep', read: readTimeStep, absent: 0, guard: unquoted },
  algorithm: { column: 'algorithm', read: readAlgorithm, absent: undefined, guard: unquoted },
  digits: { column: 'digits', read: readCodeDigits, absent: undefined, guard: unquoted },
  type: { column: 'type', read: readType, absent: undefined, guard: unquoted },
  manufacturer: { column: 'manufacturer', read: readLabel, absent: '', guard: unguarded },
  model: { column: 'model', read: readLabel, absent: '', guard: unguarded },
} as const;

const none: readonly InputProblem[] = [];

function readCells(line: number, cells: readonly Uint8Array[], header: Header): RowReading {
  const at = { line, cells, header };
  const user = readCell(at, readers.user);
  const serial = readCell(at, readers.serial);
  const seed = readCell<SeedCell>(at, readers.seed);
  const timeStep = readCell(at, readers.timeStep);
  const algorithm = readCell<Algorithm | undefined>(at, readers.algorithm);
  const digits = readCell<number | undefined>(at, readers.digits);
  const type = readCell(at, readers.type);
  const manufacturer = readCell(at, readers.manufacturer);
  const model = readCell(at, readers.model);
  const readings = [user, serial, seed, timeStep, algorithm, digits, type, manufacturer, model];
  const row: VendorRow = {
    line,
    user: user.value,
    serial: serial.value,
    ...keyOf(seed.value),
    settings: settingsOf(timeStep.value, algorithm.value, digits.value),
    manufacturer: manufacturer.value,
    model: model.value,
    problems: [
      ...problemsOf(at, readings),
      ...(header.purpose === 'assignments' ? assignmentProblems(at) : []),
    ],
  };
  return row.problems.length === 0
    ? { row, seed: seed.value }
    : withoutSeed({ row: withoutStraySeed(row), seed: seed.value });
}

/** What a row holds of its seed once the encoding is known. */
const keyOf = (seed: SeedCell): Pick<VendorRow, 'seed' | 'seedLength' | 'warnings'> =>
  seed.kind === 'seed'
    ? { seed: new Secret(seed.bytes), seedLength: seed.bytes.length, warnings: seed.warnings }
    : { seed: undefined, seedLength: undefined, warnings: none };

/** Without what the file does not say. */
const settingsOf = (
  timeStepSeconds: number,
  algorithm: Algorithm | undefined,
  digits: number | undefined,
): TokenSettings => ({
  timeStepSeconds,
  ...(algorithm === undefined ? undefined : { algorithm }),
  ...(digits === undefined ? undefined : { digits }),
});

function problemsOf(at: RowCells, readings: readonly CellReading<unknown>[]): readonly InputProblem[] {
  const isGood = readings.every(({ problems }) => problems.length === 0);
  if (isGood && at.cells.length === at.header.cells) return none;
  return [...countProblems(at, !isGood), ...readings.flatMap(({ problems }) => problems)];
}

/** In a list without seeds every row names its user, and whatever looks like a seed makes it another kind of file. */
function assignmentProblems({ line, cells, header }: RowCells): readonly InputProblem[] {
  const text = (column: Column): string => textOf(cells[header.places.get(column) ?? -1] ?? empty);
  const column = header.names.get('user') ?? columns.user;
  const nobody = text('user') === '' ? [problem('user_missing', { line, column, found: 'nothing' })] : [];
  const stray = cells.some((cell, index) => !isRead(header, index) && looksSecret(textOf(cell)));
  return stray ? [...nobody, problem('seed_heading_unknown', { line, found: 'a secret key' })] : nobody;
}

const empty = new Uint8Array();

/** Whether a cell is looked at for its own sake, which finds a stray key too. */
const isRead = ({ places }: Header, index: number): boolean =>
  index === places.get('user') || index === places.get('serial');

interface RowCells {
  readonly line: number;
  readonly cells: readonly Uint8Array[];
  readonly header: Header;
}

interface Reader<T> {
  readonly column: Column;
  readonly read: (cell: Uint8Array, place: Place) => CellReading<T>;
  readonly absent: T;
  readonly guard: (cell: Uint8Array) => Uint8Array;
}

/** Reads one cell. What a row that is cut short does not have is reported once, for the row. */
function readCell<T>({ line, cells, header }: RowCells, reader: Reader<T>): CellReading<T> {
  const { column, read, absent, guard } = reader;
  const index = header.places.get(column);
  const cell = index === undefined ? undefined : cells[index];
  if (cell === undefined) return { value: absent, problems: none };
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
    (doubtful || header.needed.some((column) => (header.places.get(column) ?? 0) >= cells.length));
  const beyond = cells.length > header.cells && cells.slice(header.cells).some((cell) => cell.length > 0);
  if (!short && !beyond) return [];
  const found = `${String(cells.length)} ${cells.length === 1 ? 'cell' : 'cells'}`;
  const expected = `${String(header.cells)} cells, as in the heading line`;
  return [problem(beyond ? 'cells_extra' : 'cells_missing', { line, found, expected })];
}

/** The row with one more problem, and without its seed: it can never be enrolled. */
export const withProblem = ({ row, seed }: RowReading, one: InputProblem): RowReading =>
  withoutSeed({ row: { ...row, problems: [...row.problems, one] }, seed });

/** The row with a key whose encoding was open until now. */
export const withKey = (row: VendorRow, seed: SeedCell): RowReading => ({
  row: { ...row, ...keyOf(seed) },
  seed,
});

function withoutSeed({ row, seed }: RowReading): RowReading {
  wipeSeed(seed);
  return { row: { ...row, ...keyOf(noSeed) }, seed: noSeed };
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
