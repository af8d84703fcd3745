import type { InputProblem, SeedEncoding } from '../domain/intake.ts';
import { columns, meaningOf, type Column, type Meaning } from './headings.ts';
import { problem } from './problems.ts';
import { masked, shownList } from './shown.ts';

/** What each row of a file must have: a file without seeds gives tokens of the stock to users. */
const needed: Readonly<Record<'tokens' | 'assignments', readonly Column[]>> = {
  tokens: ['serial', 'seed', 'timeStep'],
  assignments: ['user', 'serial'],
};

/** More than any vendor writes, and few enough to look at. */
const mostColumns = 32;

/** Where each column stands; a file without users is stock. */
export interface Header {
  readonly purpose: keyof typeof needed;
  readonly needed: readonly Column[];
  readonly cells: number;
  readonly places: ReadonlyMap<Column, number>;
  /** The headings as the file writes them, to be shown. */
  readonly names: ReadonlyMap<Column, string>;
  readonly ignored: readonly string[];
  /** What the heading says of the secret keys below it. */
  readonly seedEncoding: SeedEncoding | undefined;
}

export type HeaderReading =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'problems'; readonly problems: readonly InputProblem[] };

/** How many of the headings the bot knows. */
export const countKnown = (headings: readonly string[]): number =>
  headings.filter((heading) => meaningOf(heading) !== undefined).length;

/** Finds the columns in the heading line of a file, or tells everything that is wrong with it. */
export function readHeader(line: number, written: readonly string[]): HeaderReading {
  const headings = written.slice(0, written.findLastIndex((heading) => heading !== '') + 1);
  const known = headings.map(meaningOf);
  if (known.every((meaning) => meaning === undefined))
    return refuse([problem('header_missing', { line, found: shownList(headings) || 'nothing' })]);
  if (headings.length > mostColumns) {
    const found = `${String(headings.length)} columns`;
    return refuse([problem('too_many_columns', { line, found })]);
  }
  const places = new Map<Column, number>();
  const problems: InputProblem[] = [];
  for (const [column, indexes] of candidates(known)) {
    const [place, ...others] = indexes;
    if (place === undefined) continue;
    places.set(column, place);
    if (others.length === 0) continue;
    const found = shownList(indexes.map((index) => headings[index] ?? ''));
    problems.push(problem('column_twice', { line, column: columns[column], found }));
  }
  const purpose =
    !places.has('seed') && needed.assignments.every((column) => places.has(column))
      ? 'assignments'
      : 'tokens';
  const missing = needed[purpose].filter((column) => !places.has(column)).map((column) => columns[column]);
  if (missing.length > 0) {
    const found = `no ${missing.join(', no ')}, but ${shownList(headings)}`;
    problems.push(problem('columns_missing', { line, found }));
  }
  return problems.length > 0
    ? refuse(problems)
    : {
        kind: 'header',
        header: { purpose, needed: needed[purpose], ...headerOf(headings, known, places) },
      };
}

const refuse = (problems: readonly InputProblem[]): HeaderReading => ({ kind: 'problems', problems });

/** Where each column may be meant. The vendor's own word beats a word that only means the same. */
function candidates(known: readonly (Meaning | undefined)[]): Map<Column, readonly number[]> {
  const places = new Map<Column, { exact: boolean; indexes: number[] }>();
  for (const [index, meaning] of known.entries()) {
    if (meaning === undefined) continue;
    const { column, exact } = meaning;
    const before = places.get(column);
    if (before === undefined || (exact && !before.exact)) places.set(column, { exact, indexes: [index] });
    else if (exact === before.exact) before.indexes.push(index);
  }
  return new Map([...places].map(([column, { indexes }]) => [column, indexes]));
}

function headerOf(
  headings: readonly string[],
  known: readonly (Meaning | undefined)[],
  places: ReadonlyMap<Column, number>,
): Omit<Header, 'purpose' | 'needed'> {
  const taken = new Set(places.values());
  return {
    cells: headings.length,
    places,
    names: new Map(
      [...places].map(([column, index]) => [column, masked(headings[index] ?? '').slice(0, 40)]),
    ),
    ignored: headings.filter((heading, index) => !taken.has(index) && heading !== '').map(masked),
    seedEncoding: known[places.get('seed') ?? -1]?.encoding,
  };
}
