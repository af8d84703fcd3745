import type { InputProblem, VendorRow } from '../domain/intake.ts';
import { Secret } from '../domain/secret.ts';
import { readLabel, readSerial, readTimeStep, readUser, type CellReading, type Place } from './cells.ts';
import { columns, needed, type Column, type Header } from './header.ts';
import { problem } from './problems.ts';
import type { CsvRecord } from './records.ts';
import { judgeLength } from './seed-length.ts';
import { readSeed } from './seed.ts';
import { masked } from './shown.ts';

/** A row with what only the whole file can settle. */
export interface RowReading {
  readonly row: VendorRow;
  /** The seed was read as base32, but every character of it is hexadecimal too. */
  readonly maybeHex: boolean;
}

const comma = 0x2c;

/** Reads one record of a file with all its problems. A row that has any keeps no seed: it can never be enrolled. */
export function readRow(record: CsvRecord, header: Header): RowReading {
  const { line } = record;
  if (record.kind === 'broken') {
    return record.why === 'quote'
      ? unreadable(problem('row_quote', { line, found: 'a stray quote' }))
      : unreadable(problem('row_too_long', { line, found: 'more' }));
  }
  const { cells } = record;
  if (cells.length === 1 && header.cells > 1 && cells[0]?.includes(comma) === true) {
    return unreadable(problem('row_in_quotes', { line, found: 'one cell' }));
  }
  return readCells(line, cells, header);
}

function readCells(line: number, cells: readonly Uint8Array[], header: Header): RowReading {
  const cellOf = cellsByColumn(line, cells, header);
  const user = cellOf('user', readUser, '');
  const serial = cellOf('serial', readSerial, '');
  const seed = cellOf('seed', readSeedCell, { maybeHex: false });
  const timeStep = cellOf('timeStep', readTimeStep, 0);
  const manufacturer = cellOf('manufacturer', readLabel, '');
  const model = cellOf('model', readLabel, '');
  const found = [user, serial, seed, timeStep, manufacturer, model].flatMap((cell) => cell.problems);
  const row: VendorRow = {
    line,
    user: user.value,
    serial: serial.value,
    seed: seed.value.seed,
    seedLength: seed.value.length,
    settings: { timeStepSeconds: timeStep.value },
    manufacturer: manufacturer.value,
    model: model.value,
    problems: [...countProblems(line, cells, header, found.length > 0), ...found],
    warnings: seed.value.warning === undefined ? [] : [seed.value.warning],
  };
  return row.problems.length === 0
    ? { row, maybeHex: seed.value.maybeHex }
    : { row: withoutSeed(withoutStraySeed(row)), maybeHex: false };
}

/** Reads cells by column. What a row that is cut short does not have is reported once, for the row. */
const cellsByColumn =
  (line: number, cells: readonly Uint8Array[], header: Header) =>
  <T>(
    column: Column,
    read: (cell: Uint8Array, place: Place) => CellReading<T>,
    absent: T,
  ): CellReading<T> => {
    const index = header.places.get(column);
    const cell = index === undefined ? undefined : cells[index];
    return cell === undefined
      ? { value: absent, problems: [] }
      : read(cell, { line, column: columns[column] });
  };

interface SeedCell {
  readonly seed?: Secret<Uint8Array>;
  readonly length?: number;
  readonly warning?: InputProblem;
  readonly maybeHex: boolean;
}

function readSeedCell(cell: Uint8Array, place: Place): CellReading<SeedCell> {
  const read = readSeed(cell);
  if (read.kind === 'problem') {
    return { value: { maybeHex: false }, problems: [problem(read.code, { ...place, found: read.found })] };
  }
  const { length } = read.bytes;
  const value = { seed: new Secret(read.bytes), length, maybeHex: read.maybeHex };
  const judged = judgeLength(length);
  if (judged === undefined) return { value, problems: [] };
  const warning = problem(judged.code, { ...place, found: judged.found });
  return { value: { ...value, warning }, problems: [] };
}

/** A row may end before maker and model, but where something else is wrong as well, a lost cell may be why. */
function countProblems(
  line: number,
  cells: readonly Uint8Array[],
  header: Header,
  doubtful: boolean,
): InputProblem[] {
  const found = `${String(cells.length)} cells`;
  const expected = `${String(header.cells)} cells, as in the heading line`;
  const beyond = cells.slice(header.cells).some((cell) => cell.length > 0);
  if (beyond) return [problem('cells_extra', { line, found, expected })];
  const cutShort = needed.some((column) => (header.places.get(column) ?? 0) >= cells.length);
  const short = cutShort || (doubtful && cells.length < header.cells);
  return short ? [problem('cells_missing', { line, found, expected })] : [];
}

/** The row with one more problem, and without its seed. */
export const withProblem = (row: VendorRow, one: InputProblem): VendorRow =>
  withoutSeed({ ...row, problems: [...row.problems, one] });

/** Where columns are swapped the seed stands in another cell, and a row with problems is shown to people. */
const withoutStraySeed = (row: VendorRow): VendorRow => ({
  ...row,
  user: masked(row.user),
  serial: masked(row.serial),
  manufacturer: masked(row.manufacturer),
  model: masked(row.model),
});

function withoutSeed(row: VendorRow): VendorRow {
  row.seed?.wipe();
  return { ...row, seed: undefined, seedLength: undefined };
}

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
  maybeHex: false,
});
