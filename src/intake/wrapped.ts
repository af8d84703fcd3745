import { countBreaks } from './csv-bytes.ts';
import { readRecords, type BlankRecord, type CsvRecord } from './records.ts';

/** Reads once more those rows that a spreadsheet program left as a whole in one quoted cell. */
export function* unwrapped(
  records: Iterable<CsvRecord | BlankRecord>,
  inside: number,
): Generator<CsvRecord | BlankRecord, undefined> {
  for (const record of records) {
    const whole = wholeRow(record, inside);
    if (whole === undefined) {
      yield record;
      continue;
    }
    const { line, end } = record;
    for (const inner of readRecords(whole, inside)) yield { ...inner, line, end };
  }
  return undefined;
}

/** The one cell that holds all of a row; with a line break in it, it rather is a cell that was not closed in time. */
function wholeRow(record: CsvRecord | BlankRecord, inside: number): Uint8Array | undefined {
  if (record.kind !== 'cells') return undefined;
  const [only, ...others] = record.cells;
  if (only?.includes(inside) !== true || others.some((cell) => cell.length > 0)) return undefined;
  return countBreaks(only, 0, only.length) === 0 ? only : undefined;
}
