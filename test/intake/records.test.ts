import { Buffer } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxRecordBytes, readRecords, type CsvRecord } from '../../src/intake/records.ts';

const flat = (record: CsvRecord): [number, string | string[]] => [
  record.line,
  record.kind === 'broken' ? record.why : record.cells.map((cell) => Buffer.from(cell).toString()),
];
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const split = (text: string) => [...readRecords(Buffer.from(text))].map(flat);

describe('the records of a CSV file', () => {
  it.each([
    ['LF', 'a,b\nc,d\n'],
    ['CRLF', 'a,b\r\nc,d\r\n'],
    ['CR', 'a,b\rc,d\r'],
    ['no break at the end', 'a,b\nc,d'],
  ])('end with %s', (_, text) => {
    expect(split(text)).toEqual([
      [1, ['a', 'b']],
      [2, ['c', 'd']],
    ]);
  });

  it('keep the number of their first line through blank lines, empty cells and quoted breaks', () => {
    const text = 'a\r\n\r\n , ,\r\n"b\r\nb","b\n\nb"\rc\n"d\r"\ne';
    expect(split(text)).toEqual([
      [1, ['a']],
      [4, ['b\r\nb', 'b\n\nb']],
      [8, ['c']],
      [9, ['d\r']],
      [11, ['e']],
    ]);
  });

  it('lose quotes around cells and blanks around quotes, and keep quotes inside', () => {
    expect(split(' "a, b" ,\t"say ""hi""", it\'s 5" wide ,"",""""')).toEqual([
      [1, ['a, b', 'say "hi"', 'it\'s 5" wide', '', '"']],
    ]);
  });

  it.each([
    ['an opening quote without an end', 'a\n"b,c\nd,e\n'],
    ['a quote that closes inside a cell', 'a\n"b"c,c\nd,e\n'],
    ['a quote that the next row closes', 'a\n"b,c\n"d",e\nd,e\n'],
  ])('are lost one by one: %s', (_, text) => {
    const records = split(text);
    expect(records[0]).toEqual([1, ['a']]);
    expect(records[1]).toEqual([2, 'quote']);
    expect(records.at(-1)?.[1]).toEqual(['d', 'e']);
  });

  it('are refused beyond their length, and the next one is read', () => {
    const long = 'x'.repeat(maxRecordBytes + 1);
    expect(split(`a\n${long}\nb`)).toEqual([
      [1, ['a']],
      [2, 'too_long'],
      [3, ['b']],
    ]);
    expect(split(long.slice(1))).toEqual([[1, [long.slice(1)]]]);
    expect(split(`"${'\n'.repeat(maxRecordBytes)}"\nb`).at(-1)).toEqual([maxRecordBytes + 2, ['b']]);
  });

  it('are those that were written, under any line break', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', ';', '=') })
      .map((text) => text.trim());
    const record = fc
      .array(cell, { minLength: 1, maxLength: 6 })
      .filter((cells) => cells.some((one) => one !== ''));
    fc.assert(
      fc.property(fc.array(record), fc.constantFrom('\n', '\r\n', '\r'), (records, end) => {
        const text = records.map((cells) => cells.map(quoted).join(',') + end).join('');
        expect(split(text).map(([, cells]) => cells)).toEqual(records);
      }),
    );
  });

  it('are those that another reader of RFC 4180 finds', () => {
    const piece = fc.constantFrom('a', 'b"', ',', '\n', '""', '"c"', '"d,\n"', ' ', '\r\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const ours = [...readRecords(Buffer.from(text))];
        fc.pre(ours.every((one) => one.kind === 'cells'));
        const theirs = parse(text, {
          relax_column_count: true,
          relax_quotes: true,
          record_delimiter: ['\r\n', '\n', '\r'],
          skip_empty_lines: true,
          trim: true,
        });
        const trimmed = theirs.map((cells) => cells.map((one) => one.replace(/^[ \t]+|[ \t]+$/g, '')));
        expect(ours.map((one) => flat(one)[1])).toEqual(
          trimmed.filter((cells) => cells.some((one) => one !== '')),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('are read in time that grows no faster than the file', () => {
    for (const piece of ['"a\n', '"', ',', '\n', '" ', '"",', 'a"\r\n']) {
      const bytes = Buffer.from(piece.repeat(300_000 / piece.length));
      const started = performance.now();
      expect([...readRecords(bytes)].length).toBeLessThanOrEqual(bytes.length);
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });
});
