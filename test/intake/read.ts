import { Buffer } from 'node:buffer';
import type { InputProblem, Reading, VendorRow } from '../../src/domain/intake.ts';
import type { Limits } from '../../src/intake/limits.ts';
import { readVendorFile } from '../../src/intake/read-vendor-file.ts';

export const heading = 'upn,serial number,secret key,timeinterval,manufacturer,model';
/** Twenty bytes that nobody takes for a real seed. */
export const seed = 'MADEUPSEED2345672345672345672345';

export const limits: Limits = { maxBytes: 1_000_000, maxRows: 1000 };

export const read = (file: string | Uint8Array, over: Partial<Limits> = {}): Promise<Reading> =>
  readVendorFile(Buffer.from(file), { ...limits, ...over });

export function rowsIn(reading: Reading): readonly VendorRow[] {
  if (reading.kind === 'rows') return reading.rows;
  const why = reading.kind === 'refused' ? reading.problems.map((one) => one.code).join() : '';
  throw new Error(`${reading.kind}: ${why}`);
}

export const problemsIn = (reading: Reading): readonly InputProblem[] =>
  reading.kind === 'refused' ? reading.problems : rowsIn(reading).flatMap((row) => row.problems);

export async function rowsOf(file: string | Uint8Array): Promise<readonly VendorRow[]> {
  return rowsIn(await read(file));
}

/** The rows of a file that has the vendor's heading line. */
export const rowsBelow = (...lines: readonly string[]): Promise<readonly VendorRow[]> =>
  rowsOf([heading, ...lines, ''].join('\n'));

export async function problemsOf(
  file: string | Uint8Array,
  over: Partial<Limits> = {},
): Promise<readonly InputProblem[]> {
  return problemsIn(await read(file, over));
}

export const codesOf = async (file: string | Uint8Array, over: Partial<Limits> = {}): Promise<string[]> =>
  (await problemsOf(file, over)).map((one) => one.code);

export const seedHex = (row: VendorRow | undefined): string =>
  row?.seed === undefined ? '' : Buffer.from(row.seed.reveal()).toString('hex');
