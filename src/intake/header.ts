import type { InputProblem } from '../domain/intake.ts';
import { problem } from './problems.ts';
import { masked, shown, shownList } from './shown.ts';

/** The columns the bot knows, by the heading as the vendor writes it. */
export const columns = {
  user: 'upn',
  serial: 'serial number',
  seed: 'secret key',
  timeStep: 'timeinterval',
  manufacturer: 'manufacturer',
  model: 'model',
} as const;
export type Column = keyof typeof columns;

export const needed: readonly Column[] = ['serial', 'seed', 'timeStep'];

/** Where each column stands; a file without users is stock. */
export interface Header {
  readonly cells: number;
  readonly places: ReadonlyMap<Column, number>;
  readonly ignored: readonly string[];
}

export type HeaderReading =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'problems'; readonly problems: readonly InputProblem[] };

/** Case, blanks and underscores do not count: vendors and Microsoft write the same heading in several ways. */
const fold = (heading: string): string => heading.toLowerCase().replace(/[\s_-]+/gu, '');

const byHeading: ReadonlyMap<string, Column> = new Map([
  [fold(columns.user), 'user'],
  [fold(columns.serial), 'serial'],
  [fold(columns.seed), 'seed'],
  [fold(columns.timeStep), 'timeStep'],
  [fold(columns.manufacturer), 'manufacturer'],
  [fold(columns.model), 'model'],
]);

const separators: ReadonlyMap<string, string> = new Map([
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
]);

/** Finds the columns in the first record of a file, or tells everything that is wrong with it. */
export function readHeader(line: number, headings: readonly string[]): HeaderReading {
  const known = headings.map((heading) => byHeading.get(fold(heading)));
  if (known.every((column) => column === undefined)) return refuse([unknownHeader(line, headings)]);
  const places = new Map<Column, number>();
  const problems: InputProblem[] = [];
  for (const [index, column] of known.entries()) {
    if (column === undefined) continue;
    if (places.has(column))
      problems.push(
        problem('column_twice', { line, column: columns[column], found: shown(headings[index] ?? '') }),
      );
    else places.set(column, index);
  }
  const missing = needed.filter((column) => !places.has(column)).map((column) => columns[column]);
  if (missing.length > 0) {
    const found = `no ${missing.join(', no ')}, but ${shownList(headings)}`;
    problems.push(problem('columns_missing', { line, found }));
  }
  if (problems.length > 0) return refuse(problems);
  const ignored = headings
    .filter((heading, index) => known[index] === undefined && heading !== '')
    .map(masked);
  return { kind: 'header', header: { cells: headings.length, places, ignored } };
}

const refuse = (problems: readonly InputProblem[]): HeaderReading => ({ kind: 'problems', problems });

function unknownHeader(line: number, headings: readonly string[]): InputProblem {
  const [only = ''] = headings;
  if (headings.length === 1 && countKnown(only, ',') > 1)
    return problem('header_in_quotes', { line, found: 'one cell' });
  const text = headings.join(',');
  for (const [separator, name] of separators) {
    if (countKnown(text, separator) > 1) return problem('separator_unknown', { line, found: name });
  }
  return problem('header_missing', { line, found: shownList(headings) });
}

const countKnown = (text: string, separator: string): number =>
  text.split(separator).filter((heading) => byHeading.has(fold(heading))).length;
