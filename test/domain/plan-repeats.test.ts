import { describe, expect, it } from 'vitest';
import { planRows } from '../../src/domain/plan.ts';
import { ana, ben, fileRow, found, planInput, problem, verdictsOf, withPeople } from './plan-world.ts';

describe('what a file asks for twice', () => {
  const people = withPeople([
    [ana, []],
    [ben, []],
  ]);

  it('blocks every row of a repeated serial, whatever its case', () => {
    const rows = planRows(
      planInput({
        asked: [
          fileRow({ user: ana.login, serial: 'ab1', line: 2 }, 'fp1'),
          fileRow({ user: ben.login, serial: 'AB1', line: 9 }, 'fp2'),
        ],
        ...people,
      }),
    );
    expect(rows.map((row) => row.verdict)).toEqual(['duplicate_serial', 'duplicate_serial']);
    expect(rows[0]?.reason).toContain('line 9');
    expect(rows[1]?.reason).toContain('line 2');
  });

  it('blocks every row of a user, even under another spelling', () => {
    const asked = [
      fileRow({ user: 'ana@acme.example', serial: '1' }),
      fileRow({ user: 'ANA@ACME.EXAMPLE', serial: '2' }),
      fileRow({ user: 'ben@acme.example', serial: '3' }),
    ];
    const matches = new Map([...people.matches, ['ANA@ACME.EXAMPLE', found(ana)] as const]);
    expect(verdictsOf({ asked, ...people, matches })).toEqual(['duplicate_user', 'duplicate_user', 'enroll']);
  });

  it('blocks every row of a seed that stands under two serials', () => {
    const asked = [
      fileRow({ serial: '1' }, 'same'),
      fileRow({ serial: '2' }, 'same'),
      fileRow({ serial: '3' }),
    ];
    expect(verdictsOf({ asked })).toEqual(['seed_reused', 'seed_reused', 'stock']);
  });

  it('blocks the row whose twin cannot be read', () => {
    const asked = [fileRow({ serial: '1', problems: [problem] }, ''), fileRow({ serial: '1' })];
    expect(verdictsOf({ asked })).toEqual(['bad_row', 'duplicate_serial']);
  });

  it('does not take missing serials, seeds or users for equal ones', () => {
    const asked = [
      fileRow({ serial: '', problems: [problem] }, ''),
      fileRow({ serial: '', problems: [problem] }, ''),
    ];
    expect(
      planRows(planInput({ asked }))
        .map((row) => row.reason)
        .join(' '),
    ).not.toContain(' too');
  });

  it('lists a few lines and counts the rest', () => {
    const asked = Array.from({ length: 3000 }, (_, index) => fileRow({ serial: '1', line: index + 2 }));
    const rows = planRows(planInput({ asked }));
    expect(rows[2999]?.reason).toContain('lines 2, 3, 4, 5, 6 and 2994 more');
    expect(Math.max(...rows.map((row) => row.reason.length))).toBeLessThan(300);
  });
});
