import type { Clock } from '../domain/ports.ts';

/** What a command works with. */
export interface Desk {
  readonly dataDir: string;
  readonly clock: Clock;
  /** Shows a line on the terminal. */
  readonly say: (line: string) => void;
}

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** What follows the name, such as `<file>`. */
  readonly takes: string;
  /** One line for the list, and what else somebody should know before running it. */
  readonly summary: string;
  readonly details: string;
  /** Reads the words after the name; undefined where they are not what it takes. */
  readonly parse: (words: readonly string[]) => Run | undefined;
}

/** Does the work; throws an `AppError` where it cannot be done. */
export type Run = (desk: Desk) => Promise<void>;
