import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { VendorRow } from '../../src/domain/intake.ts';
import { codesOf, heading, problemsOf, read, rowsOf, seed, seedHex } from './read.ts';

const ana = `ana@acme.example,245252413141,${seed},30,Token2,C202`;
const table = `${heading}\n${ana}`;
const told = (rows: readonly VendorRow[]) =>
  rows.map((row) => ({ ...row, line: 0, seed: undefined, key: seedHex(row) }));
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const inOneCell = (behind: string) =>
  table
    .split('\n')
    .map((line) => `"${line}"${behind}`)
    .join('\r\n');
const headed = (other: string) => table.replace(heading, other);

const withSettings = (algorithm: string, digits: string, type = '') =>
  `serial,secret,period,Hash Function,OTP length,Token Type\n1,${seed},30,${algorithm},${digits},${type}`;
const ofSerials = (...serials: readonly string[]) =>
  ['serial,secret,period', ...serials.map((serial) => `${serial},${seed},30`)].join('\n');

describe('a table of tokens', () => {
  it.each<[string, string | Uint8Array]>([
    ['semicolons', table.replaceAll(',', ';')],
    ['tabs', table.replaceAll(',', '\t')],
    ['vertical bars', table.replaceAll(',', ' | ')],
    ["Excel's own hint of the separator", `sep=;\r\n${table.replaceAll(',', ';')}`],
    ['each row in one quoted cell', inOneCell('')],
    ['each row in one quoted cell of many', inOneCell(';;;;;')],
    ['one row in one quoted cell', `${heading}\n"${ana.replace('Token2', '""Token2""')}"`],
    ['guards of formulas', `${heading}\n${ana.replace(/24\d+/, '="$&"').replace(seed, `"=""${seed}"""`)}`],
    ['guards of apostrophes', `${heading}\n${ana.replace(/24\d+/, "'$&").replace(seed, `'${seed}`)}`],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${table}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(table, 'utf16le')],
    ['UTF-16 in the other byte order', utf16be(`\uFEFF${table}`)],
    ['UTF-16 in the other byte order without a mark', utf16be(table)],
    ['other words for the columns', headed('E-Mail,Serial No.,Shared Secret,Period,Vendor,Token Model')],
    [
      'the words of an export',
      headed('userPrincipalName,serialNumber,secretKey,timeIntervalInSeconds,manufacturer,model'),
    ],
    [
      'notes in brackets',
      headed('UPN (login),Serial Number,Secret Key [base32],Time Interval (s),Maker,Model'),
    ],
  ])('may have any of the shapes people give it: %s', async (_, file) => {
    expect(told(await rowsOf(file))).toEqual(told(await rowsOf(table)));
  });

  it('tells how it was read where nobody chose it', async () => {
    const western = Buffer.from(`${heading}\n,1,${seed},30,Soci\xe9t\xe9 \x80,C202`, 'latin1');
    expect(await read(western)).toMatchObject({
      notes: [expect.stringContaining('Windows-1252')],
      rows: [{ manufacturer: 'Société €' }],
    });
    expect(await read(Buffer.from(table.replaceAll(',', '\t'), 'utf16le'))).toMatchObject({
      notes: ['The file is written in UTF-16.', 'The columns are separated by tabs.'],
    });
    expect(await read(table)).toMatchObject({ notes: [] });
  });

  it('counts its lines from the top, whatever stands above the headings', async () => {
    const rows = await rowsOf(`\r\n"sep=;"\r\n\r\n${table.replaceAll(',', ';').replaceAll('\n', '\r\n')}`);
    expect(rows.map((row) => row.line)).toEqual([5]);
  });

  it("prefers the vendor's own word for a column, and names the one it leaves", async () => {
    expect(await read(`upn,email,serial number,secret key,timeinterval\nana,bob,1,${seed},30`)).toMatchObject(
      {
        ignoredColumns: ['email'],
        rows: [{ user: 'ana' }],
      },
    );
  });

  it('is refused where two columns mean the same', async () => {
    expect(await problemsOf(`login,email,serial,secret,period\nana,bob,1,${seed},30`)).toMatchObject([
      { code: 'column_twice', column: 'upn', found: '"login", "email"' },
    ]);
  });

  it('has at most 32 columns, and 512 bytes in a cell', async () => {
    expect(await codesOf(`${heading}${',x'.repeat(27)}\n${ana}`)).toEqual(['too_many_columns']);
    expect(await codesOf(`${heading}${',x'.repeat(26)}\n${ana}`)).toEqual([]);
    expect(await codesOf(`${heading}${','.repeat(99)}\n${ana}`)).toEqual([]);
    expect(await problemsOf(`${heading}\n${ana}${'x'.repeat(509)}`)).toMatchObject([
      { code: 'cell_too_long', column: 'model', found: '513 bytes', expected: 'at most 512 bytes' },
    ]);
  });

  it('names a column as the file does', async () => {
    expect(await problemsOf(`Serial No,Seed,Period\n,${seed},30`)).toMatchObject([
      { column: 'Serial No', code: 'serial_missing' },
    ]);
  });
});

describe('columns beyond those of the vendor', () => {
  it.each([
    ['SHA1', '6', 'SHA1', 6],
    ['hmac-sha-256', '8', 'SHA256', 8],
    ['HmacSHA512', '10', 'SHA512', 10],
    ['256', '6 digits', 'SHA256', 6],
    ['', '', undefined, undefined],
  ])('tell the settings: %j and %j', async (algorithm, digits, readAlgorithm, readDigits) => {
    const [row] = await rowsOf(withSettings(algorithm, digits, 'OATH TOTP'));
    expect(row?.problems).toEqual([]);
    expect([row?.settings.algorithm, row?.settings.digits]).toEqual([readAlgorithm, readDigits]);
  });

  it.each([
    ['MD5', '6', '', 'algorithm_unknown'],
    ['SHA1', '7', '', 'digits_unknown'],
    ['SHA1', '6', 'HOTP', 'type_event'],
    ['SHA1', '6', 'event-based', 'type_event'],
    ['SHA1', '6', 'OCRA', 'type_challenge'],
  ])('are refused where Okta cannot follow: %j, %j, %j', async (algorithm, digits, type, code) => {
    expect(await codesOf(withSettings(algorithm, digits, type))).toEqual([code]);
  });
});

describe('serials that lost their zeros', () => {
  it('are refused where the others show that there were some', async () => {
    expect(await problemsOf(ofSerials('00123456', '00123457', '123458', '10123459'))).toMatchObject([
      { line: 4, column: 'serial', code: 'serial_zeros', found: '"123458" with 6 digits' },
    ]);
  });

  it('are left alone where there is no pattern', async () => {
    expect(await codesOf(ofSerials('00123456', '0123457', '123458'))).toEqual([]);
    expect(await codesOf(ofSerials('12345678', '123457', 'A123'))).toEqual([]);
  });
});
