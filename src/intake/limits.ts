/** How much of a file is read at most. */
export interface Limits {
  readonly maxBytes: number;
  readonly maxRows: number;
}
