import type { Reading } from '../domain/intake.ts';
import type { Secret } from '../domain/secret.ts';
import { formatOf } from './formats.ts';
import type { Limits } from './limits.ts';
import { problem } from './problems.ts';

/** How much is read, and what opens a file that is locked. */
export interface ReadOptions extends Limits {
  /** What somebody typed for a `needs-key` reading: the passphrase, or the key in hexadecimal or base64. */
  readonly passphrase?: Secret<string> | undefined;
}

/**
 * Reads a token vendor's file into rows, or says everything that is wrong with it; `needs-key` asks to be called again
 * with a passphrase. Seeds come out as bytes in `Secret` and nowhere else; `bytes` stay the caller's, to be wiped. Big
 * files are read in slices, so that other work goes on.
 */
export async function readVendorFile(bytes: Uint8Array, options: ReadOptions): Promise<Reading> {
  if (bytes.length <= options.maxBytes) return formatOf(bytes).read(bytes, options);
  const found = `${String(bytes.length)} bytes`;
  const expected = `at most ${String(options.maxBytes)} bytes`;
  return { kind: 'refused', problems: [problem('file_too_large', { line: 0, found, expected })] };
}
