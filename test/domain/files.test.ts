import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { securityRuns } from '../support/security-runs.ts';
import { planCsv, resultCsv } from '../../src/domain/files.ts';
import type { Row } from '../../src/domain/row.ts';
import { make } from '../support/make.ts';

const batch = { code: 'K7QX-93FA' };

const parsed = (text: string): string[][] =>
  parse(text, { relaxColumnCount: false, recordDelimiter: ['\r\n', '\n', '\r'] });

describe('the plan file', () => {
  it('is named after the plan and has one line for every row', () => {
    const rows = [
      make.row({ line: 2, reason: 'Token 1 will be enrolled.' }),
      make.row({
        line: 3,
        userLogin: '',
        userRef: 'bern@acme.com',
        serial: '2',
        action: 'none',
        verdict: 'user_unknown',
        reason: 'Okta has no user "bern", as written.',
      }),
    ];
    expect(planCsv(batch, rows)).toEqual({
      name: 'plan-K7QX-93FA.csv',
      text:
        'line,user,serial,action,verdict,reason\r\n' +
        '2,ana@acme.com,245252413141,enroll,enroll,Token 1 will be enrolled.\r\n' +
        '3,bern@acme.com,2,none,user_unknown,"Okta has no user ""bern"", as written."\r\n',
    });
  });

  it('of an empty plan has its heading', () => {
    expect(planCsv(batch, []).text).toBe('line,user,serial,action,verdict,reason\r\n');
  });
});

describe('the result file', () => {
  it('says how each row ended, where and when', () => {
    const rows = [
      make.row({
        state: 'enrolled',
        outcome: 'Enrolled.',
        userId: '00u9',
        factorId: 'ost9',
        settledAt: Date.UTC(2026, 10, 23, 10, 44, 5, 60),
      }),
      make.row({
        line: 3,
        action: 'none',
        state: 'blocked',
        reason: 'Suspended.',
        userId: '',
        userLogin: '',
      }),
    ];
    expect(resultCsv(batch, rows)).toEqual({
      name: 'result-K7QX-93FA.csv',
      text:
        'line,user,serial,action,outcome,reason,okta_user_id,factor_id,at\r\n' +
        '2,ana@acme.com,245252413141,enroll,enrolled,Enrolled.,00u9,ost9,2026-11-23T10:44:05.060Z\r\n' +
        '3,ana@acme.com,245252413141,none,blocked,Suspended.,,,\r\n',
    });
  });

  it('holds nothing of a row but its columns', () => {
    const seed = 'JBSWY3DPEHPK3PXP';
    const row: Row & { readonly seed: string } = { ...make.row(), seed };
    expect(resultCsv(batch, [row]).text + planCsv(batch, [row]).text).not.toContain(seed);
  });
});

/** The reason of a row as a spreadsheet reads it back from the plan file. */
function roundTrip(reason: string): string {
  const [, row] = parsed(planCsv(batch, [make.row({ reason })]).text);
  return row?.[5] ?? '';
}

describe('a cell', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    ' =1',
    '\u200B=1',
    '\uFEFF=1',
    '\ttext',
    "=cmd|' /C calc'!A0",
  ])('that a spreadsheet would run is defused: %j', (value) => {
    expect(roundTrip(value)).toBe(`'${value}`);
  });

  it.each([
    '',
    'ana@acme.com',
    'a=b',
    '245252413141',
    ' plain ',
    "it's",
    'a,b',
    '"quoted"',
    'two\r\nlines',
    'ü 山 🎉',
  ])('that holds nothing of the kind comes back as it was: %j', (value) => {
    expect(roundTrip(value)).toBe(value);
  });
});

const defused = (value: string): string => (value.startsWith("'") ? value.slice(1) : value);

describe('any rows', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(fc.constantFrom('"', ',', '\r', '\n', '=', '@', "'", '\t', '\0', 'a', ' '), { maxLength: 20 })
      .map((parts) => parts.join('')),
  );
  const rows = fc.array(
    fc
      .record({
        userLogin: cell,
        userRef: cell,
        serial: cell,
        outcome: cell,
        reason: cell,
        userId: cell,
        factorId: cell,
      })
      .map((given) => make.row(given)),
    { maxLength: 5 },
  );
  it('come back as they went in, but for the mark before a formula', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [heading, ...lines] = parsed(resultCsv(batch, given).text);
        expect(heading?.join()).toBe('line,user,serial,action,outcome,reason,okta_user_id,factor_id,at');
        expect(lines).toHaveLength(given.length);
        for (const [index, row] of given.entries()) {
          const user = row.userLogin === '' ? row.userRef : row.userLogin;
          const reason = row.outcome === '' ? row.reason : row.outcome;
          const expected = [user, row.serial, reason, row.userId, row.factorId];
          const line = lines[index] ?? [];
          const found = [line[1], line[2], line[5], line[6], line[7]];
          expect(found.map((value) => defused(value ?? ''))).toEqual(expected.map(defused));
        }
      }),
      { numRuns: securityRuns ?? 1000 },
    );
  });

  it('hold no cell that starts like a formula', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const cells = [planCsv(batch, given), resultCsv(batch, given)].flatMap(({ text }) =>
          parsed(text).flat(),
        );
        expect(cells.filter((value) => /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n\0]/.test(value))).toEqual([]);
      }),
      { numRuns: securityRuns ?? 1000 },
    );
  });
});
