import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/intake.ts';
import { dialects, fileOf, written, type Written } from './dialects.ts';
import { heading, read, rowsIn, seedHex } from './read.ts';

/** `npm run fuzz` tries many more. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 10_000);

const asRead = (token: Written) => ({
  user: token.user,
  serial: token.serial,
  key: Buffer.from(token.seed).toString('hex'),
  settings: {
    timeStepSeconds: token.timeStep,
    ...(token.algorithm === '' ? {} : { algorithm: token.algorithm }),
    ...(token.digits === '' ? {} : { digits: Number(token.digits) }),
  },
  manufacturer: token.manufacturer,
  problems: [],
});

describe('any table', () => {
  it('is read back as the tokens that were written, in any dialect', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 1, maxLength: 6 }),
        dialects,
        async (tokens, dialect) => {
          const rows = rowsIn(await read(fileOf(tokens, dialect)));
          expect(
            rows.map((row) => ({
              user: row.user,
              serial: row.serial,
              key: seedHex(row),
              settings: row.settings,
              manufacturer: row.manufacturer,
              problems: row.problems,
            })),
          ).toEqual(tokens.map(asRead));
        },
      ),
      { numRuns: Math.ceil(runs / 10), seed: 6238 },
    );
  });
});

/** Numbers below `limit`, the same ones in every run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function numbersFrom(start: number): (limit: number) => number {
  let state = start;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const pieces = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r',
  '\0',
  '=',
  "'",
  '\u202e',
  '\u200b',
  '\uFEFF',
  'E+11',
  'é',
  '-',
];
const raw = [0x80, 0xff, 0xfe, 0xc3, 0xe2, 0x00, 0x81];

/** A file with a few bytes changed, cut out, doubled or put in. */
function mutated(file: Buffer, next: (limit: number) => number): Buffer {
  let bytes = file;
  for (let times = 1 + next(4); times > 0; times -= 1) {
    const at = next(bytes.length + 1);
    const to = at + next(12);
    const between = [
      Buffer.alloc(0),
      Buffer.from(pieces[next(pieces.length)] ?? ''),
      Buffer.of(raw[next(raw.length)] ?? 0),
      bytes.subarray(at, to + 20),
      Buffer.of(next(256)),
    ][next(5)];
    const end = next(2) === 0 ? at : to;
    bytes = Buffer.concat([bytes.subarray(0, at), between ?? Buffer.alloc(0), bytes.subarray(end)]);
  }
  return bytes;
}

/** What is not told in full: who reads it would not know where to look, or what to do. */
function untold(reading: Reading): readonly string[] {
  if (reading.kind === 'needs-key') return [];
  const problems = reading.kind === 'rows' ? reading.rows.flatMap((row) => row.problems) : reading.problems;
  const rows = reading.kind === 'rows' ? reading.rows : [];
  return [
    ...(reading.kind !== 'rows' && problems.length === 0 ? ['refused without a reason'] : []),
    ...problems
      .filter(({ mend, found, expected }) => mend === '' || found === '' || expected === '')
      .map(String),
    ...rows
      .filter((row) => row.problems.length === 0 && row.seed === undefined)
      .map(() => 'a good row without seed'),
    ...rows
      .filter((row) => row.line < 1 || row.problems.some((one) => one.line !== row.line))
      .map(() => 'a lost line'),
  ];
}

describe('any file with slips in it', () => {
  it('is read or refused in full, and never throws or hangs', { timeout: 3_600_000 }, async () => {
    const next = numbersFrom(4226);
    const tables = fc.sample(fc.tuple(fc.array(written, { maxLength: 3 }), dialects), {
      numRuns: 200,
      seed: 4226,
    });
    const files = [
      ...tables.map(([tokens, dialect]) => fileOf(tokens, dialect)),
      Buffer.from(heading),
      Buffer.alloc(9),
    ];
    const bad: string[] = [];
    for (let run = 0; run < runs; run += 1) {
      const file = mutated(files[run % files.length] ?? Buffer.alloc(0), next);
      const said = untold(await read(file));
      if (said.length > 0) bad.push(`${said.join()} in ${file.toString('base64')}`);
    }
    expect(bad).toEqual([]);
  });
});
