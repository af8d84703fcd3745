import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/intake.ts';
import { heading, limits, problemsIn, read } from './read.ts';

const canary = 'CANARYCANARY7EEDCANARYCANARYX7EE';
const grouped = canary.replace(/(.{4})/g, '$1 ').trim();
/** Any part of the seed that would help to guess the rest. */
const leak = /CANARY|NARYCA|ARY7EED|CANA[ -]RYCA|NARY[ -]7EED/i;

const told = (reading: Reading): string => JSON.stringify(reading) + inspect(reading, { depth: 10 });

describe('what is told of a file', () => {
  it('never holds a seed, whichever cell it stands in and whatever else is wrong', async () => {
    const junk = fc.constantFrom(
      '',
      'ana@acme.example',
      '245252413141',
      '30',
      'Token2',
      '"',
      '\n',
      ';',
      '\t',
      '"x"y',
      'é',
      '=1',
    );
    const cell = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(canary, canary.toLowerCase(), grouped) },
      { weight: 4, arbitrary: junk },
    );
    const line = fc.array(cell, { maxLength: 8 }).map((cells) => cells.join(','));
    const headings = fc.oneof(fc.constant(heading), line);
    await fc.assert(
      fc.asyncProperty(headings, fc.array(line, { maxLength: 5 }), async (first, lines) => {
        expect(told(await read([first, ...lines].join('\n')))).not.toMatch(leak);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a cell too few', `245252413141,${canary},30,Token2,C202`],
    ['a cell too many', `ana,x,245252413141,${canary},30,Token2,C202`],
    ['serial and key exchanged', `ana,${canary},245252413141,30,Token2,C202`],
    ['small letters', `ana,${canary.toLowerCase()},245252413141,30,Token2,C202`],
    ['groups of four', `ana,${grouped},245252413141,30,Token2,C202`],
    ['the key as the user', `${canary},245252413141,${canary},30,Token2,C202`],
    ['the key as the maker', `ana,245252413141,${canary},30,${canary},${canary}`],
    ['one slip in the key', `ana,245252413141,${canary.replace('7', '1')},30,Token2,C202`],
    ['a row that a quote holds together', `"ana,245252413141,${canary},30,Token2\n,C202"`],
  ])('keeps the seed back with %s', async (_, line) => {
    const reading = await read(`${heading}\n${line}\n`);
    const rows = reading.kind === 'rows' ? reading.rows : [];
    expect(rows.map((row) => [row.problems.length > 0, row.seed])).toEqual([[true, undefined]]);
    expect(told(reading)).not.toMatch(leak);
  });

  it('is never a hexadecimal seed either', async () => {
    const key = '3132333435363738393031323334353637383a3b';
    const reading = await read(`${heading}\nana,${key},1,30,${key},${key}\nben,2,${key},30,,\n`);
    expect(told(reading)).not.toMatch(/3334|3738/);
  });

  it('leaves ordinary long names and serials alone', async () => {
    const line = `christopher.montgomery@subsidiary.acme.example,2452524131412452524131414141,${canary},30,Feitiantechnologiescompany,MULTIFUNCTIONALTOKEN C202`;
    expect(await read(`${heading}\n${line}\n`)).toMatchObject({ rows: [{ problems: [] }] });
  });
});

describe('any bytes', () => {
  it('are read or refused, and never throw', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: 'binary', maxLength: 200 })
        .map((text) => new TextEncoder().encode(`${heading}\n${text}`)),
      fc
        .array(fc.constantFrom('"', ',', '\n', '\r', 'a', '=', ' ', '\u00a0', '1'), { maxLength: 60 })
        .map((text) => new TextEncoder().encode(`${heading}\n${text.join('')}`)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (file) => {
        const reading = await read(file);
        const problems = problemsIn(reading);
        expect(reading.kind === 'refused' ? problems.length : 1).toBeGreaterThan(0);
        for (const one of problems) expect([one.found, one.expected, one.mend]).not.toContain('');
      }),
      { numRuns: 1000 },
    );
  });

  it('let other work go on while a big file is read', async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, index) => `u${String(index)}@acme.example,${String(index)},${canary},30,Token2,C202`,
    );
    const file = [heading, ...rows].join('\n');
    let turns = 0;
    const other = setInterval(() => turns++, 1);
    const reading = await read(file, { ...limits, maxRows: 10_000 });
    clearInterval(other);
    expect(reading).toMatchObject({ kind: 'rows' });
    expect(turns).toBeGreaterThan(5);
  });
});
