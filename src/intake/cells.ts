import type { InputProblem } from '../domain/intake.ts';
import { isSpreadsheetError, serialDamage } from './damage.ts';
import { problem, type ProblemCode } from './problems.ts';
import { looksSecret, shown } from './shown.ts';
import { textOf } from './text.ts';

/** A value read from a cell; `value` is what may be kept and shown of it even where there are problems. */
export interface CellReading<T> {
  readonly value: T;
  readonly problems: readonly InputProblem[];
}

/** Where a cell stands. */
export interface Place {
  readonly line: number;
  readonly column: string;
}

const none: readonly InputProblem[] = [];

/** A reading without any problem. */
export const good = <T>(value: T): CellReading<T> => ({ value, problems: none });

const longestText = 100;
const longestSerial = 64;

/** A login or an e-mail address as written; empty for stock. Okta allows 100 characters for either. */
export function readUser(cell: Uint8Array, place: Place): CellReading<string> {
  const text = textOf(cell);
  if (text === '') return good('');
  if (looksSecret(text)) return misplaced(place);
  if (isSpreadsheetError(text)) return refuse('cell_error', place, shown(text));
  if (text.length > longestText) return refuse('cell_too_long', place, `${String(text.length)} characters`);
  return visible.test(text) ? good(text) : refuse('cell_unreadable', place, describeInvisible(text));
}

/** The serial as it is printed on the token. */
export function readSerial(cell: Uint8Array, place: Place): CellReading<string> {
  const text = textOf(cell);
  if (text === '') return refuse('serial_missing', place, 'nothing');
  if (looksSecret(text)) return misplaced(place);
  if (isSpreadsheetError(text)) return refuse('cell_error', place, shown(text));
  const damage = isDigits.test(text) ? undefined : serialDamage(text);
  if (damage !== undefined) return refuse(damage, place, shown(text));
  if (text.length > longestSerial)
    return refuse('serial_too_long', place, `${String(text.length)} characters`);
  return visible.test(text) ? good(text) : refuse('cell_unreadable', place, describeInvisible(text));
}

const isDigits = /^\d+$/u;

/** The time step in seconds; 0 where there is none that Okta offers. `30`, `030`, `30.0`, `30s` and `30 seconds` are one. */
export function readTimeStep(cell: Uint8Array, place: Place): CellReading<number> {
  const text = textOf(cell);
  const [, seconds] = /^0*(15|30|60)(?:[.,]0+)?\s*(?:s|secs?|seconds?)?\.?$/iu.exec(text) ?? [];
  if (seconds !== undefined) return good(Number(seconds));
  if (looksSecret(text)) return { value: 0, problems: misplaced(place).problems };
  const code = text === '' ? 'step_missing' : 'step_unknown';
  return { value: 0, problems: [problem(code, { ...place, found: shown(text) })] };
}

/** Maker or model, for people only: blanks and line breaks become one blank, invisible characters go. */
export function readLabel(cell: Uint8Array, place: Place): CellReading<string> {
  const written = textOf(cell);
  const text = plainLabel.test(written)
    ? written
    : written.replace(/[\s\p{Z}]+/gu, ' ').replace(/\p{C}+/gu, '');
  if (looksSecret(text)) return misplaced(place);
  return text.length > longestText
    ? refuse('cell_too_long', place, `${String(text.length)} characters`)
    : good(text);
}

const plainLabel = /^[!-~]*$/u;

const visible = /^(?:[!-~]+|[\p{L}\p{M}\p{N}\p{P}\p{S}]+)$/u;

function describeInvisible(text: string): string {
  const match = /[^\p{L}\p{M}\p{N}\p{P}\p{S}]/u.exec(text);
  const [character = ''] = match ?? [];
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = blankNames.get(character) ?? `the invisible character U+${code}`;
  return `${name} at position ${String((match?.index ?? 0) + 1)} of ${shown(text)}`;
}

const blankNames: ReadonlyMap<string, string> = new Map([
  [' ', 'a blank'],
  ['\n', 'a line break'],
  ['\r', 'a line break'],
]);

const refuse = (code: ProblemCode, place: Place, found: string): CellReading<string> => ({
  value: '',
  problems: [problem(code, { ...place, found })],
});

const misplaced = (place: Place): CellReading<string> =>
  refuse('secret_misplaced', place, 'what looks like a secret key');
