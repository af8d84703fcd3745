import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { aliases, columns, type Column } from '../../src/intake/headings.ts';

/** A token as somebody writes it into a table. */
export interface Written {
  readonly user: string;
  readonly serial: string;
  readonly seed: Uint8Array;
  readonly timeStep: number;
  readonly algorithm: string;
  readonly digits: string;
  readonly manufacturer: string;
}

/** How a table is written down: everything that programs and people do differently. */
export interface Dialect {
  readonly separator: string;
  readonly lineBreak: string;
  readonly quotes: 'all' | 'needed' | 'rows';
  readonly encoding: 'utf8' | 'utf8-mark' | 'utf16le' | 'utf16le-mark' | 'utf16be-mark';
  readonly keys: 'base32' | 'lower' | 'groups' | 'padded' | 'hex';
  readonly serials: 'plain' | 'formula' | 'apostrophe';
  readonly order: readonly Column[];
  /** Which of the words for each column. */
  readonly headings: number;
  readonly emptyLines: string;
}

const used: readonly Column[] = ['user', 'serial', 'seed', 'timeStep', 'algorithm', 'digits', 'manufacturer'];

const letters = fc.constantFrom('a', 'b', 'q', 'z', '0', '2', '9');

export const written: fc.Arbitrary<Written> = fc.record({
  user: fc.oneof(
    fc.constant(''),
    fc.string({ unit: letters, minLength: 1, maxLength: 8 }).map((name) => `é${name}@acme.example`),
  ),
  serial: fc.integer({ min: 1, max: 999_999 }).map((number) => `9${String(number).padStart(11, '0')}`),
  // Beginning so, it is neither repeated nor possible in both encodings.
  seed: fc
    .uint8Array({ minLength: 20, maxLength: 20 })
    .map((bytes) => Uint8Array.of(0x01, 0xff, 0x98, ...bytes.slice(3))),
  timeStep: fc.constantFrom(15, 30, 60),
  algorithm: fc.constantFrom('', 'SHA1', 'SHA256', 'SHA512'),
  digits: fc.constantFrom('', '6', '8', '10'),
  manufacturer: fc.constantFrom('', 'Token2', 'Maker, "Sons" & Co', 'a;b|c', 'Größe', '日本'),
});

export const dialects: fc.Arbitrary<Dialect> = fc.record({
  separator: fc.constantFrom(',', ';', '\t', '|'),
  lineBreak: fc.constantFrom('\n', '\r\n', '\r'),
  quotes: fc.constantFrom('all', 'needed', 'rows'),
  encoding: fc.constantFrom('utf8', 'utf8-mark', 'utf16le', 'utf16le-mark', 'utf16be-mark'),
  keys: fc.constantFrom('base32', 'lower', 'groups', 'padded', 'hex'),
  serials: fc.constantFrom('plain', 'formula', 'apostrophe'),
  order: fc.shuffledSubarray([...used], { minLength: used.length }),
  headings: fc.nat({ max: 20 }),
  emptyLines: fc.constantFrom('', ' ', ',,,'),
});

/** The file that holds these tokens in this dialect. */
export function fileOf(tokens: readonly Written[], dialect: Dialect): Buffer {
  const { order, headings, separator, lineBreak, emptyLines } = dialect;
  const table = [
    order.map((column) => headingOf(column, headings)),
    ...tokens.map((token) => order.map((column) => cellOf(token, column, dialect))),
  ];
  const lines = table.flatMap((cells) => [lineOf(cells, dialect), emptyLines.replaceAll(',', separator)]);
  return encoded(lines.join(lineBreak), dialect.encoding);
}

function headingOf(column: Column, which: number): string {
  const names = [columns[column], ...aliases[column]];
  return names[which % names.length] ?? '';
}

function cellOf(token: Written, column: Column, { keys, serials }: Dialect): string {
  if (column === 'seed') return keyOf(token.seed, keys);
  if (column === 'timeStep') return String(token.timeStep);
  if (column === 'model' || column === 'type') return '';
  if (column !== 'serial') return token[column];
  return { plain: token.serial, formula: `="${token.serial}"`, apostrophe: `'${token.serial}` }[serials];
}

function keyOf(seed: Uint8Array, keys: Dialect['keys']): string {
  if (keys === 'hex') return Buffer.from(seed).toString('hex');
  const bits = [...seed].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = (bits.match(/.{1,5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(parseInt(group.padEnd(5, '0'), 2)))
    .join('');
  if (keys === 'lower') return text.toLowerCase();
  if (keys === 'padded') return `${text}======`;
  return keys === 'groups' ? text.replace(/(.{4})(?=.)/g, '$1 ') : text;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function lineOf(cells: readonly string[], { separator, quotes }: Dialect): string {
  const must = (text: string): boolean => text.includes('"') || text.includes(separator);
  const line = cells.map((cell) => (quotes === 'all' || must(cell) ? quoted(cell) : cell)).join(separator);
  return quotes === 'rows' ? quoted(line) : line;
}

function encoded(text: string, encoding: Dialect['encoding']): Buffer {
  const marked = encoding.endsWith('mark') ? `\uFEFF${text}` : text;
  if (encoding.startsWith('utf8')) return Buffer.from(marked);
  const little = Buffer.from(marked, 'utf16le');
  return encoding.startsWith('utf16be') ? little.swap16() : little;
}
