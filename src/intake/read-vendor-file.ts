import type { Reading } from '../domain/intake.ts';
import { formatOf } from './formats.ts';
import { problem } from './problems.ts';
import { isSealed, readSealed, type SealedOptions } from './sealed.ts';

/** How much is read, and what opens a file that is locked. */
export type ReadOptions = SealedOptions;

/**
 * Reads a token vendor's file into rows, or says everything that is wrong with it; `needs-key` asks to be called again
 * with a passphrase. Seeds come out as bytes in `Secret` and nowhere else; `bytes` stay the caller's, to be wiped. Big
 * files are read in slices, so that other work goes on.
 */
export async function readVendorFile(bytes: Uint8Array, options: ReadOptions): Promise<Reading> {
  if (bytes.length <= options.maxBytes) {
    const read = async (clear: Uint8Array): Promise<Reading> => formatOf(clear).read(clear, options);
    return isSealed(bytes) ? readSealed(bytes, options, read) : read(bytes);
  }
  const found = `${String(bytes.length)} bytes`;
  const expected = `at most ${String(options.maxBytes)} bytes`;
  return { kind: 'refused', problems: [problem('file_too_large', { line: 0, found, expected })] };
}
