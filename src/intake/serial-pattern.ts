import { problem } from './problems.ts';
import { shown } from './shown.ts';
import { withProblem, type RowReading } from './vendor-row.ts';

/** Fewer than so many serials of one kind are no pattern. */
const fewest = 2;

/**
 * Refuses serials that lost the zeros in front, where the others of the file show that there were some: numbers that
 * are shorter than those that all have one length and partly begin with zero.
 */
export function withoutLostZeros(readings: readonly RowReading[], column: string): readonly RowReading[] {
  const length = lengthOfZeros(readings);
  if (length === undefined) return readings;
  return readings.map((reading) => {
    const { line, serial } = reading.row;
    if (serial === '' || serial.length >= length || !/^[1-9]\d*$/u.test(serial)) return reading;
    const found = `${shown(serial)} with ${String(serial.length)} digits`;
    const expected = `${String(length)} digits, as the serials have that begin with 0`;
    return withProblem(reading, problem('serial_zeros', { line, column, found, expected }));
  });
}

/** The length that all serials have that begin with zero; undefined where there is no such pattern. */
function lengthOfZeros(readings: readonly RowReading[]): number | undefined {
  const zeros = readings.filter(({ row }) => /^0\d+$/u.test(row.serial));
  const lengths = new Set(zeros.map(({ row }) => row.serial.length));
  const [length] = lengths;
  return zeros.length >= fewest && lengths.size === 1 ? length : undefined;
}
