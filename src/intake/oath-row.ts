import type { InputProblem, VendorRow } from '../domain/intake.ts';
import { Secret } from '../domain/secret.ts';
import { readSerial, readUser } from './cells.ts';
import { countHex, packHex } from './oath-hex.ts';
import type { OathLine } from './oath-lines.ts';
import { readShape } from './oath-shape.ts';
import { problem, type ProblemCode } from './problems.ts';
import { judgeLength } from './seed-length.ts';
import { masked } from './shown.ts';
import { textOf } from './text.ts';

/** Where the cells of a list stand: in its second version three about the user come first. */
export interface OathColumns {
  readonly user: number | undefined;
  readonly serial: number;
}

const nothing = new Uint8Array();

/** Reads one line of a list with all its problems. A row that has any keeps no seed: it can never be enrolled. */
export function readOathRow({ line, cells }: OathLine, columns: OathColumns): VendorRow {
  const cellAt = (index: number): Uint8Array => cells[columns.serial + index] ?? nothing;
  const user = readUser(columns.user === undefined ? nothing : (cells[columns.user] ?? nothing), {
    line,
    column: 'user',
  });
  const serial = readSerial(cellAt(0), { line, column: 'serial' });
  const shape = readShape(
    line,
    [2, 3, 4, 5].map((index) => textOf(cellAt(index))),
  );
  const seed = readKey(cellAt(1), line);
  const problems = [user, serial, shape, seed].flatMap((part) => part.problems);
  const row = {
    line,
    settings: shape.settings,
    manufacturer: '',
    model: '',
    problems,
    warnings: [...shape.warnings, ...seed.warnings],
  };
  if (problems.length === 0 && seed.bytes !== undefined) {
    const kept = { seed: new Secret(seed.bytes), seedLength: seed.bytes.length };
    return { ...row, ...kept, user: user.value, serial: serial.value };
  }
  seed.bytes?.fill(0);
  return { ...row, user: masked(user.value), serial: masked(serial.value) };
}

interface Key {
  readonly bytes?: Uint8Array;
  readonly problems: readonly InputProblem[];
  readonly warnings: readonly InputProblem[];
}

function readKey(cell: Uint8Array, line: number): Key {
  const at = { line, column: 'key' };
  const refuse = (code: ProblemCode, found: string): Key => ({
    problems: [problem(code, { ...at, found })],
    warnings: [],
  });
  const digits = countHex(cell);
  if (digits === 0) return refuse('seed_missing', 'nothing');
  if (digits === undefined) return refuse('key_not_hex', 'something else');
  if (digits % 2 === 1) return refuse('key_not_hex', `${String(digits)} digits, an odd number`);
  const judged = judgeLength(digits / 2);
  if (judged?.warning === false) return refuse(judged.code, judged.found);
  const warnings = judged === undefined ? [] : [problem(judged.code, { ...at, found: judged.found })];
  return { bytes: packHex(cell, digits), problems: [], warnings };
}
