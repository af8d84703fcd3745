import type { InputProblem, SeedEncoding } from '../domain/intake.ts';
import { good, type CellReading, type Place } from './cells.ts';
import { problem } from './problems.ts';
import { judgeLength } from './seed-length.ts';
import { readSeed, type Either, type SeedBytes, type SeedReading } from './seed.ts';

/** What the cell of a secret key holds: `either` as long as its encoding is open. */
export type SeedCell = { readonly kind: 'none' } | ReadSeed | (Either & { readonly place: Place });

/** A key that was read, with what an approver should know about it. */
export interface ReadSeed extends SeedBytes {
  readonly warnings: readonly InputProblem[];
}

const noWarnings: readonly InputProblem[] = [];

/** Reads the cell of a secret key. */
export function readSeedCell(cell: Uint8Array, place: Place): CellReading<SeedCell> {
  const read = readSeed(cell);
  return read.kind === 'either' ? good({ ...read, place }) : judged(read, place);
}

/** A key of open encoding, read as what the rest of the file or somebody says it is. */
export function settled(
  { place, ...either }: Either & { readonly place: Place },
  as: SeedEncoding,
): CellReading<SeedCell> {
  const [chosen, other] = as === 'hex' ? [either.hex, either.base32] : [either.base32, either.hex];
  if (other.kind === 'seed') other.bytes.fill(0);
  return judged(chosen, place);
}

function judged(read: SeedReading, place: Place): CellReading<SeedCell> {
  if (read.kind === 'problem')
    return { value: { kind: 'none' }, problems: [problem(read.code, { ...place, found: read.found })] };
  const length = judgeLength(read.bytes.length);
  if (length === undefined) return good({ ...read, warnings: noWarnings });
  return good({ ...read, warnings: [problem(length.code, { ...place, found: length.found })] });
}
