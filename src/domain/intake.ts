import type { Secret } from './secret.ts';
import type { TokenSettings } from './token.ts';

/** One thing wrong with a file, in a form that can be shown as a table and read as a sentence. */
export interface InputProblem {
  /** Line of the file counted from 1; 0 when the whole file is meant. */
  readonly line: number;
  /** Column heading as the vendor writes it; empty when the whole row or file is meant. */
  readonly column: string;
  readonly code: string;
  /** What stands there, cut visibly; never anything from a seed cell. */
  readonly found: string;
  readonly expected: string;
  readonly mend: string;
}

/** One token as a vendor's file describes it. A row with problems is kept, so that nothing vanishes from the plan. */
export interface VendorRow {
  readonly line: number;
  /** Login or e-mail address as written; empty for stock. */
  readonly user: string;
  readonly serial: string;
  readonly seed?: Secret<Uint8Array> | undefined;
  readonly settings: TokenSettings;
  readonly manufacturer: string;
  readonly model: string;
  readonly problems: readonly InputProblem[];
}

/** A file that could be read row by row, or the reasons why it could not be read at all. */
export type Reading =
  | {
      readonly kind: 'rows';
      readonly format: string;
      readonly rows: readonly VendorRow[];
      readonly ignoredColumns: readonly string[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly InputProblem[] };
