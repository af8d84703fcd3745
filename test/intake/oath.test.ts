import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codesOf, problemsOf, read, rowsIn, rowsOf, seedHex } from './read.ts';

const hex = '4d616465557053656564466f7254686573654f6e';
/** `FUZZ_RUNS=100000` for the long run. */
const fuzzRuns = Number(process.env['FUZZ_RUNS'] ?? 300);

const line = (...cells: readonly string[]) => cells.join(', ');

describe('an OATH list', () => {
  it('is read with the settings of each token', async () => {
    const file = `# serial, key, type, digits, step\n\n${line('245252413141', hex, 'totp', '6', '30')}\r\n${line('GALT-10', hex.toUpperCase(), 'TOTP', '8', '60', 'sha256')}\n`;
    const reading = await read(file);
    expect(reading).toMatchObject({ kind: 'rows', format: 'oath-csv', ignoredColumns: [] });
    const [first, second] = rowsIn(reading);
    expect(first).toMatchObject({
      line: 3,
      user: '',
      serial: '245252413141',
      seedLength: 20,
      settings: { digits: 6, timeStepSeconds: 30, algorithm: undefined },
      problems: [],
      warnings: [],
    });
    expect(seedHex(first)).toBe(hex);
    expect(second).toMatchObject({
      line: 4,
      serial: 'GALT-10',
      settings: { digits: 8, timeStepSeconds: 60, algorithm: 'SHA256' },
    });
    expect(seedHex(second)).toBe(hex);
  });

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('may have %s between its cells', async (_, separator) => {
    const [row] = await rowsOf(['1001', `"${hex}"`, 'totp', '6', '30'].join(separator));
    expect(row).toMatchObject({ serial: '1001', settings: { timeStepSeconds: 30 }, problems: [] });
  });

  it('gives each token to the user of its second version', async () => {
    const file = `# version: 2\n${line('ana', 'acme', 'realm1', '1001', hex, 'totp', '6', '30')}\n${line('', '', '', '1002', hex, 'totp', '6', '30')}`;
    expect(await rowsOf(file)).toMatchObject([
      { user: 'ana', serial: '1001', problems: [] },
      { user: '', serial: '1002', problems: [] },
    ]);
  });

  it('says that a time step it does not have is taken for 30 seconds', async () => {
    const [row] = await rowsOf(line('1001', hex, 'totp', '6'));
    expect(row?.settings.timeStepSeconds).toBe(30);
    expect(row?.warnings).toMatchObject([{ code: 'step_assumed', column: 'time step' }]);
  });

  it('is read without a type where the third column can only be a time step', async () => {
    expect(await rowsOf(`1001,${hex},60\n1002,${hex},30`)).toMatchObject([
      { settings: { timeStepSeconds: 60 }, problems: [] },
      { settings: { timeStepSeconds: 30 }, problems: [] },
    ]);
  });

  it('is refused as a whole where no line says what kind of token it is', async () => {
    expect(await problemsOf(`1001,${hex}\n1002,${hex}\n`)).toMatchObject([
      { line: 1, code: 'type_missing', found: 'no type in any line' },
    ]);
  });

  it.each([
    ['no type among others', line('1', hex), 'type_missing'],
    ['event-based', line('1', hex, 'HOTP', '6'), 'type_event'],
    ['a counter', line('1', hex, '0'), 'type_event'],
    ['challenge-response', line('1', hex, 'ocra'), 'type_challenge'],
    ['another kind', line('1', hex, 'motp'), 'type_unknown'],
    ['seven digits', line('1', hex, 'totp', '7', '30'), 'digits_unknown'],
    ['a strange step', line('1', hex, 'totp', '6', '45'), 'step_unknown'],
    ['a strange algorithm', line('1', hex, 'totp', '6', '30', 'md5'), 'algorithm_unknown'],
    ['no serial', line('', hex, 'totp', '6', '30'), 'serial_missing'],
    ['no key', line('1', '', 'totp', '6', '30'), 'seed_missing'],
    ['half a digit', line('1', `${hex}a`, 'totp', '6', '30'), 'key_not_hex'],
    ['base32', line('1', 'MADEUPSEED2345672345672345672345', 'totp', '6', '30'), 'key_not_hex'],
    ['a short key', line('1', hex.slice(0, 20), 'totp', '6', '30'), 'seed_too_short'],
  ])('refuses one row by name and keeps the others: %s', async (_, bad, code) => {
    const rows = await rowsOf(`1001,${hex},totp,6,30\n${bad}\n`);
    expect(rows[0]).toMatchObject({ problems: [], seedLength: 20 });
    expect(rows[1]?.problems.map((one) => [one.line, one.code])).toEqual([[2, code]]);
    expect(rows[1]?.seed).toBeUndefined();
  });

  it('shows nothing of a key that stands in another column', async () => {
    const rows = await rowsOf(`1001,${hex},totp,6,30\n${hex},1002,totp,6,30\n1003,${hex},${hex}`);
    expect(JSON.stringify(rows)).not.toContain(hex.slice(0, 12));
    expect(rows[1]?.problems.map((one) => one.code)).toContain('secret_misplaced');
  });

  it('has as many rows as one batch may hold', async () => {
    expect(await codesOf(`1,${hex},totp\n2,${hex},totp`, { maxRows: 1 })).toEqual(['too_many_rows']);
  });

  it('never fails, and says of everything it does not take where it stands and how to mend it', async () => {
    const cell = fc.oneof(
      fc.constantFrom(hex, 'totp', 'hotp', '6', '30', '', '#', '"', ',,', '\0', 'é', '=1'),
      fc.string({ maxLength: 30 }),
    );
    const file = fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(file, async (lines) => {
        const text = [`1,${hex},totp,6,30`, ...lines.map((cells) => cells.join(','))].join('\n');
        for (const one of await problemsOf(text)) {
          expect([one.found, one.expected, one.mend]).not.toContain('');
          expect(one.found).not.toContain(hex);
        }
      }),
      { numRuns: fuzzRuns, seed: 42 },
    );
  });
});
