import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecords, type BlankRecord, type CsvRecord } from '../../src/intake/records.ts';
import { maxRecordBytes } from '../../src/intake/window.ts';

type Told = [line: number, what: string | string[]];

/** A record while it may be looked at: its cells are wiped afterwards. */
const told = (record: CsvRecord | BlankRecord): Told[] => {
  if (record.kind === 'blank') return [];
  const what =
    record.kind === 'broken' ? record.why : record.cells.map((cell) => Buffer.from(cell).toString());
  return [[record.line, what]];
};
const split = (text: string): Told[] => Array.from(readRecords(Buffer.from(text), comma), told).flat();
const comma = 0x2c;
const isWiped = (cell: Uint8Array) => cell.every((byte) => byte === 0);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const asNeeded = (text: string) => (/^"|[,\r\n]/.test(text) ? quoted(text) : text);

/** Milliseconds of this thread's own work: other tests may share the machine. */
const spentSince = (started: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
};

/** The records of a table with the lines they begin on when they are written one below the other. */
function withLines(table: readonly string[][]): Told[] {
  let next = 1;
  return table.flatMap((cells): Told[] => {
    const line = next;
    next += cells.join().split(/\r\n|\r|\n/).length;
    return cells.some((one) => one !== '') ? [[line, cells]] : [];
  });
}

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

  it('are those that were written with few quotes, wherever a window of the reader ends', () => {
    const piece = fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', '\r', ' ', '=', 'x'.repeat(500));
    const cell = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('').trim());
    const record = fc.array(cell, { minLength: 1, maxLength: 4 });
    const before = fc.nat({ max: 300 });
    fc.assert(
      fc.property(fc.array(record), fc.constantFrom('\n', '\r\n', '\r'), before, (records, end, size) => {
        const table = [...Array.from({ length: size }, () => ['y'.repeat(60)]), ...records];
        const text = table.map((cells) => cells.map(asNeeded).join(' ,\t') + end).join('');
        expect(split(text)).toEqual(withLines(table));
      }),
      { numRuns: 300 },
    );
  });

  it('are copies only where quotes had to go, wiped when the next one is asked for, or none any more', () => {
    const text = 'a,b\nc\n"d"" e",f\n"""g"""\nh\n';
    const bytes = Buffer.from(text);
    const kept: Uint8Array[] = [];
    const isCopy = (cell: Uint8Array) => cell.buffer !== bytes.buffer;
    for (const record of readRecords(bytes, comma)) {
      expect(kept.every(isWiped)).toBe(true);
      if (record.kind === 'cells') kept.push(...record.cells.filter(isCopy));
      if (record.line === 4) break;
    }
    expect(kept.map((cell) => cell.length)).toEqual([4, 1, 3]);
    expect(kept.every(isWiped)).toBe(true);
    expect(bytes.toString()).toBe(text);
  });

  it('are refused where a quote closes only many lines later, and those in between are read', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `r${String(index)},x`);
    const records = split(['a,"b', ...lines, 'c",d', 'e'].join('\n'));
    expect(records).toHaveLength(43);
    expect(records[0]).toEqual([1, 'quote']);
    expect(records.at(-1)).toEqual([43, ['e']]);
  });

  it('are read in time that grows no faster than the file', () => {
    for (const piece of ['"a\n', '"', ',', '\n', '" ', '"",', 'a"\r\n']) {
      const text = piece.repeat(300_000 / piece.length);
      const started = process.threadCpuUsage();
      expect(split(text).length).toBeLessThanOrEqual(text.length);
      expect(spentSince(started)).toBeLessThan(3000);
    }
  });

  it('are not searched for the end of a quote further than a row reaches', () => {
    for (const piece of ['b","\n', '"a"b"\n', ',""",\n']) {
      const text = piece.repeat(60_000 / piece.length);
      const started = process.threadCpuUsage();
      expect(split(text).length).toBeGreaterThanOrEqual(5000);
      expect(spentSince(started)).toBeLessThan(3000);
    }
  });
});
