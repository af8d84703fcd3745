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
  /** Number of bytes of the seed; undefined where it could not be read. */
  readonly seedLength?: number | undefined;
  readonly settings: TokenSettings;
  readonly manufacturer: string;
  readonly model: string;
  readonly problems: readonly InputProblem[];
  /** What looks odd but does not stop the row. */
  readonly warnings?: readonly InputProblem[] | undefined;
  /** When the token ends by the vendor's word (epoch ms), usually for its battery. */
  readonly expiresAt?: number | undefined;
}

/** A problem as one reads it beside its line: what stands there, what should, and how to mend it. */
export function problemSentence(problem: InputProblem): string {
  const place = problem.column === '' ? '' : `Column "${problem.column}": `;
  return `${capitalised(`${place}found ${problem.found}, expected ${problem.expected}`)}. ${problem.mend}`;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a locked file asks a person for: a passphrase, or a key written in hexadecimal or base64. */
export type WantedKey = 'passphrase' | 'key';

/** How a vendor writes secret keys as text. */
export type SeedEncoding = 'base32' | 'hex';

/**
 * A file that could be read row by row, or the reasons why it could not be read at all, or that it is locked with
 * something only a person can give, or that only a person can tell how its keys are written.
 */
export type Reading =
  | {
      readonly kind: 'rows';
      readonly format: string;
      readonly rows: readonly VendorRow[];
      readonly ignoredColumns: readonly string[];
      /** Whether the file holds no seeds, but says who gets which token of the stock. */
      readonly assigns?: boolean | undefined;
      /** Whether every seed came encrypted, so that Slack never held one in clear. */
      readonly sealed?: boolean | undefined;
      /** What people should know about the whole file, in whole sentences. */
      readonly notes?: readonly string[] | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly problems: readonly InputProblem[];
      readonly sealed?: boolean | undefined;
    }
  | {
      readonly kind: 'needs-key';
      readonly format: string;
      readonly wants: WantedKey;
      /** The name the file gives the key; empty where it gives none. */
      readonly keyName: string;
      /** Whether something was given and did not open the file. */
      readonly tried: boolean;
    }
  | {
      readonly kind: 'ambiguous';
      /** One for each secret key that could be base32 as well as hexadecimal, where nothing else in the file tells. */
      readonly problems: readonly InputProblem[];
    };
