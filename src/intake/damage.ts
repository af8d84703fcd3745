import { trimmed } from './csv-bytes.ts';
import type { ProblemCode } from './problems.ts';

const [apostrophe, equals, quote] = [0x27, 0x3d, 0x22];

/** A cell without what keeps a spreadsheet from taking it for a number, `="0012"`. A view. */
export function unguarded(cell: Uint8Array): Uint8Array {
  if (cell[0] !== equals || cell[1] !== quote || cell.length < 3 || cell.at(-1) !== quote) return cell;
  const inner = cell.subarray(2, -1);
  return inner.includes(quote) ? cell : trimmed(inner);
}

/** The same without the apostrophe people type for it, `'0012`. Not for names: some begin with one. */
export const unquoted = (cell: Uint8Array): Uint8Array =>
  cell[0] === apostrophe ? trimmed(cell.subarray(1)) : unguarded(cell);

/** What a spreadsheet made of a number or of a text, told by its shape alone; undefined where nothing shows. */
export function serialDamage(text: string): ProblemCode | undefined {
  return shapes.find(({ pattern }) => pattern.test(text))?.code;
}

const shapes: readonly { readonly pattern: RegExp; readonly code: ProblemCode }[] = [
  // 2.45252E+11
  { pattern: /^\d+(?:[.,]\d+)?E\+\d+$/iu, code: 'serial_rounded' },
  // 245252413141.0
  { pattern: /^\d+[.,]0+$/u, code: 'serial_decimal' },
  // 12/05/2024, 2024-05-12, 12-May, May-24, with or without a time
  {
    pattern: /^(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?:[ T].*)?$/u,
    code: 'serial_date',
  },
  {
    pattern: /^(?:\d{1,4}-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:-\d{1,4})?$/iu,
    code: 'serial_date',
  },
  { pattern: /^=/u, code: 'serial_formula' },
];

/** The words a spreadsheet leaves where it could not work something out, and the bars where a column was too narrow. */
export const isSpreadsheetError = (text: string): boolean =>
  text.startsWith('#') && /^#(?:#+|NAME\?|REF!|VALUE!|N\/A|NULL!|NUM!|DIV\/0!|SPILL!)$/iu.test(text);
