import type { SeedEncoding } from '../domain/intake.ts';

/** How much of a file is read at most, and what somebody said about it. */
export interface Limits {
  readonly maxBytes: number;
  readonly maxRows: number;
  /** How the secret keys are written that could be base32 as well as hexadecimal; asked for where the file does not tell. */
  readonly seedEncoding?: SeedEncoding | undefined;
}
