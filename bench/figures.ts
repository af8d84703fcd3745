/** What was measured, once or several times, under one name. */
export interface Figure {
  readonly name: string;
  readonly values: readonly number[];
  readonly unit: string;
  /** What it is to be held against. */
  readonly beside?: string;
}

export const figure = (name: string, unit: string, ...values: readonly number[]): Figure => ({
  name,
  values,
  unit,
});

/** The same figure with what it is to be held against. */
export const beside = (comparison: string, measured: Figure): Figure => ({ ...measured, beside: comparison });

/** The value below which `share` of the values lie; of none it is NaN. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** How long the work takes, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** A table for the terminal: the median, and between which values all of them lie. */
export function tableOf(figures: readonly Figure[]): string {
  const lines = figures.map(({ name, values, unit, beside: comparison = '' }) => {
    const spread =
      values.length === 1 ? '' : `${shown(Math.min(...values))} to ${shown(Math.max(...values))}`;
    return [name, shown(quantile(values, 0.5)), unit, spread, String(values.length), comparison];
  });
  const rows = [['', 'median', 'unit', 'from to', 'runs', 'beside'], ...lines];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const padded = (cell: string, width: number, column: number): string =>
  column === 1 || column === 4 ? cell.padStart(width) : cell.padEnd(width);

const shown = (value: number): string => {
  if (value >= 1_000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
};
