import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { codesOf, heading, problemsOf, read, seed } from './read.ts';

const row = `ana@acme.example,1,${seed},30,Token2,C202`;
const utf16 = (text: string, mark: string) => Buffer.from(mark + text, 'utf16le');
const hex = (text: string) => Buffer.from(text, 'hex');

describe('a file that is no CSV', () => {
  it.each<[string, string | Uint8Array, string, string]>([
    ['nothing', '', 'file_empty', 'nothing'],
    ['blank lines', '\n \r\n,,,\n', 'file_empty', 'nothing'],
    [
      'an Excel workbook',
      Buffer.concat([hex('504b030414000600'), Buffer.from('[Content_Types].xml')]),
      'file_spreadsheet',
      'workbook',
    ],
    ['an old Excel workbook', hex('d0cf11e0a1b11ae10000'), 'file_spreadsheet', 'workbook'],
    ['gzip', hex('1f8b0800'), 'file_packed', 'archive'],
    ['OpenPGP in armour', '-----BEGIN PGP MESSAGE-----\n\nhQEMA', 'sealed_damaged', 'OpenPGP'],
    ['OpenPGP in bytes', hex('85010c03ab'), 'sealed_damaged', 'OpenPGP'],
    ['a login page', '\n<!DOCTYPE html><html lang="en">', 'file_html', 'web page'],
    ['a table that calls itself a workbook', '<table><tr><td>upn</td>', 'file_html', 'web page'],
    ['another XML', '<?xml version="1.0"?><Tokens/>', 'file_xml', 'XML'],
    [
      'UTF-16 cut off',
      utf16(`${heading}\n${row}`, '\uFEFF').subarray(0, -1),
      'file_utf16',
      'half a character',
    ],
    ['zeros in UTF-16', utf16(`${heading}\nana\0`, '\uFEFF'), 'file_binary', 'not text'],
    ['zeros', `${heading}\nana\0`, 'file_binary', 'not text'],
  ])('is refused by name: %s', async (_, file, code, found) => {
    const problems = await problemsOf(file);
    expect(problems).toMatchObject([{ code, line: 0 }]);
    expect(problems[0]?.found).toContain(found);
  });

  it.each([
    ['two encodings', Buffer.from('Jos\u00e9'), Buffer.from('Andr\xe9', 'latin1')],
    ['bytes that no encoding has', Buffer.from('a'), Buffer.from('Andr\x81', 'latin1')],
  ])('is refused with the first line that is not UTF-8: %s', async (_, second, third) => {
    const file = Buffer.concat([Buffer.from(`${heading}\n`), second, Buffer.from('\n'), third]);
    expect(await problemsOf(file)).toMatchObject([{ code: 'file_not_utf8', line: 3 }]);
  });
});

describe('a file beyond the limits', () => {
  it('is refused by its size', async () => {
    expect(await problemsOf(`${heading}\n${row}`, { maxBytes: 100 })).toMatchObject([
      { code: 'file_too_large', found: '127 bytes', expected: 'at most 100 bytes' },
    ]);
    const exact = `${heading}\n${row}`;
    expect(await codesOf(exact, { maxBytes: exact.length })).toEqual([]);
  });

  it('is refused by its rows, bad ones included and blank ones not', async () => {
    const three = `${heading}\n${row}\n\n"bad\n${row}\n`;
    expect(await problemsOf(three, { maxRows: 2 })).toMatchObject([
      { code: 'too_many_rows', found: 'more than 2', expected: 'at most 2 rows' },
    ]);
    expect((await read(three, { maxRows: 3 })).kind).toBe('rows');
  });
});

describe('a heading line', () => {
  it('that is never closed, or endless, is refused by that', async () => {
    expect(await codesOf(`"upn,serial number\n${row}`)).toEqual(['header_unreadable']);
    expect(await codesOf('x'.repeat(9000))).toEqual(['header_unreadable']);
  });

  it('that names none of the columns is refused with what it says instead', async () => {
    const problems = await problemsOf('Name,Phone\nAna,1\n');
    expect(problems).toMatchObject([{ code: 'header_missing', line: 1, found: '"Name", "Phone"' }]);
  });

  it('that is missing does not show the first token in its place', async () => {
    const problems = await problemsOf(`${row}\n${row}\n`);
    expect(problems).toMatchObject([{ code: 'header_missing' }]);
    expect(JSON.stringify(problems)).not.toContain(seed.slice(0, 8));
    expect(problems[0]?.found).toContain('[hidden]');
  });

  it('tells which columns are missing, which are doubled and which were found, at once', async () => {
    const problems = await problemsOf('\nupn,Serial No,secret key,Secret_Key,model\n1,2,3,4,5\n');
    expect(problems.map((one) => [one.line, one.code, one.found])).toEqual([
      [2, 'column_twice', '"secret key", "Secret_Key"'],
      [2, 'columns_missing', 'no timeinterval, but "upn", "Serial No", "secret key", "Secret_Key", "model"'],
    ]);
  });

  it('needs rows below it', async () => {
    expect(await codesOf(`${heading}\n\n,,,\n`)).toEqual(['no_rows']);
  });
});
