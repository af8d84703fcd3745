import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { codesOf, heading, problemsOf, read, rowsBelow, rowsOf, seed, seedHex } from './read.ts';

const ana = `ana@acme.example,245252413141,${seed},30,Token2,C202`;

describe("a vendor's file", () => {
  it('is read into rows with their lines', async () => {
    const [row] = await rowsBelow(ana);
    expect(row).toMatchObject({
      line: 2,
      user: 'ana@acme.example',
      serial: '245252413141',
      seedLength: 20,
      settings: { timeStepSeconds: 30 },
      manufacturer: 'Token2',
      model: 'C202',
      problems: [],
      warnings: [],
    });
    expect(seedHex(row)).toHaveLength(40);
  });

  it.each([
    ['a byte order mark', `\uFEFF${heading}\n${ana}`],
    ['CRLF', `${heading}\r\n${ana}\r\n`],
    ['CR', `${heading}\r${ana}\r`],
    ['blank lines and empty cells at the end', `\n${heading}\n\n,,,,,\n${ana},,,\n \n,,,,,,,,\n`],
    ['quotes around everything', `"${heading.replaceAll(',', '","')}"\n"${ana.replaceAll(',', '","')}"`],
    ['blanks after the commas', `${heading.replaceAll(',', ', ')}\n${ana.replaceAll(',', ' , ')}`],
    [
      'headings in another case and spacing',
      `UPN,Serial_Number, SECRET  KEY ,Time Interval,MANUFACTURER,Model\n${ana}`,
    ],
    ['underscores and hyphens', `upn,serial-number,secret_key,time_interval,manufacturer,model\n${ana}`],
    ['cells between invisible marks', `${heading}\n\u200b${ana.replace(',', '\u200b,\u00a0')}`],
  ])('may have %s', async (_, file) => {
    const [plain] = await rowsBelow(ana);
    const rows = await rowsOf(file);
    expect(rows.map(({ line: _line, ...row }) => row)).toEqual(
      [{ ...plain, line: undefined }].map(({ line: _line, ...row }) => row),
    );
  });

  it('may have its columns in any order, and others, which are ignored by name', async () => {
    const file = `model,Notes,timeinterval,secret key,__proto__,serial number,constructor,upn,\nC202,hi,60,${seed},x,1,y,ana,\n`;
    expect(await read(file)).toMatchObject({
      kind: 'rows',
      format: 'csv',
      ignoredColumns: ['Notes', '__proto__', 'constructor'],
      rows: [
        {
          user: 'ana',
          serial: '1',
          settings: { timeStepSeconds: 60 },
          manufacturer: '',
          model: 'C202',
          problems: [],
        },
      ],
    });
  });

  it('is stock where it has no upn column, or no cell in it', async () => {
    expect((await rowsOf(`serial number,secret key,timeinterval\n1,${seed},30\n`))[0]).toMatchObject({
      user: '',
      problems: [],
    });
    expect((await rowsBelow(`,1,${seed},30,Token2,C202`))[0]).toMatchObject({ user: '', problems: [] });
  });

  it('may end before the maker and the model', async () => {
    expect((await rowsBelow(`ana,1,${seed},30`))[0]).toMatchObject({
      manufacturer: '',
      model: '',
      problems: [],
    });
  });

  it('keeps its line numbers behind quoted line breaks and blank lines', async () => {
    const rows = await rowsBelow(
      `ana,1,${seed},30,"Token2\r\nSwitzerland",C202`,
      '',
      '',
      `ben,2,${seed},30,"a\n\nb",C202`,
      `cem,3,${seed},30,,`,
    );
    expect(rows.map((row) => [row.line, row.manufacturer])).toEqual([
      [2, 'Token2 Switzerland'],
      [6, 'a b'],
      [9, ''],
    ]);
  });

  it('leaves its own bytes to the caller', async () => {
    const bytes = Buffer.from(`${heading}\n${ana}`);
    const before = Buffer.from(bytes);
    const [row] = await rowsOf(bytes);
    const kept = seedHex(row);
    expect(bytes.equals(before)).toBe(true);
    bytes.fill(0);
    expect(seedHex(row)).toBe(kept);
  });
});

describe('a bad row', () => {
  it.each([
    ['a stray quote', `"ben,2,${seed},30,Token2,C202`, 'row_quote'],
    ['a quote that closes too early', `"ben"x,2,${seed},30,Token2,C202`, 'row_quote'],
    ['far too much text', `ben,2,${seed},30,Token2,${'x'.repeat(9000)}`, 'row_too_long'],
    ['too few cells', 'ben,2', 'cells_missing'],
    ['too many cells', `ben,2,${seed},30,Token2,C202,more`, 'cells_extra'],
  ])('with %s hides no other', async (_, line, code) => {
    const rows = await rowsBelow(ana, line, ana.replace('3141', '3142'));
    expect(rows.map((row) => [row.line, row.problems.map((one) => one.code)])).toEqual([
      [2, []],
      [3, [code]],
      [4, []],
    ]);
    expect(rows[1]?.seed).toBeUndefined();
  });

  it('tells all its problems at once, each with line, column and mend', async () => {
    const problems = await problemsOf(`${heading}\n\nana smith,2.45252E+11,abc1,45,Token2,C202`);
    expect(problems).toEqual([
      {
        line: 3,
        column: 'upn',
        code: 'cell_unreadable',
        found: 'a blank at position 4 of "ana smith"',
        expected: 'visible characters only',
        mend: 'Type the cell anew instead of pasting it.',
      },
      expect.objectContaining({ column: 'serial number', code: 'serial_rounded', found: '"2.45252E+11"' }),
      expect.objectContaining({
        column: 'secret key',
        code: 'seed_character',
        found: '"1" at position 4, perhaps the letter I or L',
      }),
      expect.objectContaining({
        column: 'timeinterval',
        code: 'step_unknown',
        found: '"45"',
        expected: '15, 30 or 60',
      }),
    ]);
  });

  it('tells of missing cells once, and still of those that are there', async () => {
    const problems = await problemsOf(`${heading}\nana,`);
    expect(problems.map((one) => [one.column, one.code, one.found, one.expected])).toEqual([
      ['', 'cells_missing', '2 cells', '6 cells, as in the heading line'],
      ['serial number', 'serial_missing', 'nothing', 'the number on the back of the token'],
    ]);
  });

  it('with a cell lost in the middle says so beside what that led to', async () => {
    expect(await codesOf(`${heading}\nana,245252413141,30,Token2,C202`)).toEqual([
      'cells_missing',
      'seed_character',
      'step_unknown',
    ]);
  });

  it('keeps what could be read, for the people who mend it', async () => {
    const [row] = await rowsBelow('ana,245252413141,,30,Token2,C202');
    expect(row).toMatchObject({ user: 'ana', serial: '245252413141' });
    expect(row?.seed).toBeUndefined();
  });
});

describe('a serial', () => {
  it.each([
    ['', 'serial_missing'],
    ['2.45252E+11', 'serial_rounded'],
    ['"2,45252e+11"', 'serial_rounded'],
    ['2E+12', 'serial_rounded'],
    ['245252413141.0', 'serial_decimal'],
    ['12/05/2024', 'serial_date'],
    ['2024-05-12 00:00', 'serial_date'],
    ['May-24', 'serial_date'],
    ['=A1+1', 'serial_formula'],
    ['#REF!', 'cell_error'],
    ['########', 'cell_error'],
    ['9'.repeat(65), 'serial_too_long'],
    ['2452 5241', 'cell_unreadable'],
    ['2452\u00ad5241', 'cell_unreadable'],
    [seed, 'secret_misplaced'],
  ])('written %s gives %s', async (serial, code) => {
    expect(
      (await problemsOf(`${heading}\nana,${serial},${seed},30,Token2,C202`)).map((one) => one.code),
    ).toEqual([code]);
  });

  it.each(['245252413141', '0012345678', 'A1-B2/C3', '12E45', 'FT1234567890', '9'.repeat(64)])(
    'may be %s',
    async (serial) => {
      expect((await rowsBelow(`ana,${serial},${seed},30,Token2,C202`))[0]).toMatchObject({
        serial,
        problems: [],
      });
    },
  );
});

describe('a time step', () => {
  it.each(['15', '30', '60', ' 30 ', '030', '30.0', '60s', '30 seconds', "'30"])(
    'may be %j',
    async (step) => {
      expect((await rowsBelow(`ana,1,${seed},${step},Token2,C202`))[0]?.settings).toEqual({
        timeStepSeconds: Number(/[1-9]\d/.exec(step)),
      });
    },
  );

  it.each(['45', '30ms', '30.5', '-30', '3e1', 'thirty', '0', '٣٠'])('cannot be %s', async (step) => {
    expect(
      (await problemsOf(`${heading}\nana,1,${seed},${step},Token2,C202`)).map((one) => one.code),
    ).toEqual(['step_unknown']);
  });

  it('cannot be absent', async () => {
    expect((await problemsOf(`${heading}\nana,1,${seed},,Token2,C202`)).map((one) => one.code)).toEqual([
      'step_missing',
    ]);
  });
});

describe('a user', () => {
  it.each(['ana', 'ana@acme.example', "o'brien+otp@acme.example", 'Дарья@acme.example', 'ACME\\ana', '=ana'])(
    'may be %s',
    async (user) => {
      expect((await rowsBelow(`${user},1,${seed},30,Token2,C202`))[0]).toMatchObject({ user, problems: [] });
    },
  );

  it.each([
    ['a\u202eb', 'cell_unreadable'],
    ['a\tb', 'cell_unreadable'],
    ['"a\nb"', 'cell_unreadable'],
    ['x'.repeat(101), 'cell_too_long'],
  ])('cannot be %j', async (user, code) => {
    expect((await problemsOf(`${heading}\n${user},1,${seed},30,Token2,C202`)).map((one) => one.code)).toEqual(
      [code],
    );
  });
});

describe('the seeds of a file', () => {
  it('give a warning where they are short, which stops nothing', async () => {
    const [row] = await rowsBelow('ana,1,ABCDEFGHIJKLMNOPQRSTUVWXYZ,30,Token2,C202');
    expect(row?.problems).toEqual([]);
    expect(row?.warnings).toMatchObject([
      { line: 2, column: 'secret key', code: 'seed_short', found: '16 bytes' },
    ]);
    expect(row?.seedLength).toBe(16);
  });
});
