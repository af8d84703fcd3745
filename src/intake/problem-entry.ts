/** What intake says about one kind of mistake; the sentences stand in docs/import.md as they stand here. */
export interface ProblemEntry {
  /** The whole sentence of docs/import.md. */
  readonly means: string;
  readonly expected: string;
  readonly mend: string;
}

export const csvAgain = 'Export it again as CSV, or ask the vendor for the CSV file.';
