import type { InputProblem, SeedEncoding } from '../domain/intake.ts';
import { problem } from './problems.ts';
import { settled, type SeedCell } from './seed-cell.ts';
import { withKey, withProblem, type RowReading } from './vendor-row.ts';

/** The rows with the encoding of every secret key decided, or what keeps it open. */
export type SettledSeeds =
  | { readonly kind: 'settled'; readonly readings: readonly RowReading[] }
  | { readonly kind: 'open'; readonly problems: readonly InputProblem[] };

/**
 * Decides which encoding the keys have that could be of either: as said, or as the other keys of the file have it,
 * where the length agrees. Okta accepts a key in the wrong encoding and then refuses every code, so nothing is guessed.
 */
export function settleSeeds(readings: readonly RowReading[], said: SeedEncoding | undefined): SettledSeeds {
  const open = readings.filter(({ seed }) => seed.kind === 'either');
  if (open.length === 0) return { kind: 'settled', readings };
  const usual = said === undefined ? lengthsOf(readings) : undefined;
  const answers = new Map(open.map(({ row, seed }) => [row.line, said ?? answerOf(seed, usual)]));
  const problems = open.flatMap(({ row, seed }) =>
    seed.kind === 'either' && answers.get(row.line) === undefined ? [openProblem(seed)] : [],
  );
  if (problems.length > 0) return { kind: 'open', problems };
  return {
    kind: 'settled',
    readings: readings.map((reading) => settleOne(reading, answers.get(reading.row.line))),
  };
}

const openProblem = ({ place, characters }: Extract<SeedCell, { kind: 'either' }>): InputProblem =>
  problem('seed_encoding', { ...place, found: `${String(characters)} characters that both have` });

type Lengths = Readonly<Record<SeedEncoding, ReadonlySet<number>>>;

/** How many characters those keys have whose encoding is certain. */
function lengthsOf(readings: readonly RowReading[]): Lengths {
  const lengths = { base32: new Set<number>(), hex: new Set<number>() };
  for (const { seed } of readings) if (seed.kind === 'seed') lengths[seed.encoding].add(seed.characters);
  return lengths;
}

function answerOf(seed: SeedCell, usual: Lengths | undefined): SeedEncoding | undefined {
  if (seed.kind !== 'either') return undefined;
  if (seed.base32.kind === 'problem' && seed.hex.kind === 'problem') return 'base32';
  const [base32, hex] = [usual?.base32.has(seed.characters), usual?.hex.has(seed.characters)];
  if (base32 === hex) return undefined;
  return base32 === true ? 'base32' : 'hex';
}

function settleOne(reading: RowReading, as: SeedEncoding | undefined): RowReading {
  const { row, seed } = reading;
  if (seed.kind !== 'either' || as === undefined) return reading;
  const { value, problems } = settled(seed, as);
  return problems.reduce(withProblem, withKey(row, value));
}
