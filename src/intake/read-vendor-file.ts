import type { Reading } from '../domain/intake.ts';
import { formatOf } from './formats.ts';
import type { Limits } from './limits.ts';
import { problem } from './problems.ts';

/**
 * Reads a token vendor's file into rows, or says everything that is wrong with it. Seeds come out as bytes in `Secret`
 * and nowhere else; `bytes` stay the caller's, to be wiped. Big files are read in slices, so that other work goes on.
 */
export async function readVendorFile(bytes: Uint8Array, limits: Limits): Promise<Reading> {
  if (bytes.length <= limits.maxBytes) return formatOf(bytes).read(bytes, limits);
  const found = `${String(bytes.length)} bytes`;
  const expected = `at most ${String(limits.maxBytes)} bytes`;
  return { kind: 'refused', problems: [problem('file_too_large', { line: 0, found, expected })] };
}
