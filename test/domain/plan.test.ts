import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRows } from '../../src/domain/plan.ts';
import { verdicts } from '../../src/domain/row.ts';
import {
  ana,
  assigned,
  at,
  ben,
  customOtp,
  fileRow,
  found,
  planInput,
  planOne,
  problem,
  push,
  slow,
  token,
  user,
  withPeople,
  withTokens,
} from './plan-world.ts';

describe('a row of a file with a user', () => {
  it('is enrolled under the authenticator it fits', () => {
    const row = planOne({
      asked: [fileRow({ user: ana.login, line: 7 })],
      ...withPeople([[ana, [push]]]),
    });
    expect(row).toEqual({
      line: 7,
      action: 'enroll',
      verdict: 'enroll',
      state: 'planned',
      reason:
        'Token 245200000001 will be enrolled for ana@acme.example under "Token2" (SHA1, 30 s, 6 digits).',
      userRef: 'ana@acme.example',
      userId: '00uana',
      userLogin: 'ana@acme.example',
      serial: '245200000001',
      authenticatorId: 'autSha1',
      targetFactorId: '',
      seenFactorIds: [],
      observedAt: at,
    });
  });

  it('says which login an e-mail address stands for', () => {
    const carla = user('carla', { login: 'cmendes@corp.acme.example' });
    const row = planOne({
      asked: [fileRow({ user: 'carla@acme.example' })],
      matches: new Map([['carla@acme.example', found(carla, 'email')]]),
      factors: new Map([[carla.id, []]]),
    });
    expect(row.verdict).toBe('enroll');
    expect(row.userLogin).toBe('cmendes@corp.acme.example');
    expect(row.reason).toContain('the Okta login is cmendes@corp.acme.example');
  });

  it('is refused with every problem of the row, and stops no other row', () => {
    const rows = planRows(
      planInput({
        asked: [
          fileRow(
            {
              user: ana.login,
              problems: [problem, { ...problem, column: 'serial number', found: 'nothing' }],
            },
            '',
          ),
          fileRow({ user: ben.login, serial: '2' }),
        ],
        ...withPeople([
          [ana, []],
          [ben, []],
        ]),
      }),
    );
    expect(rows.map((row) => [row.verdict, row.state, row.action])).toEqual([
      ['bad_row', 'blocked', 'none'],
      ['enroll', 'planned', 'enroll'],
    ]);
    expect(rows[0]?.reason).toBe(
      'Column "timeinterval": found 45, expected 15, 30 or 60. Correct it. ' +
        'Column "serial number": found nothing, expected 15, 30 or 60. Correct it.',
    );
  });

  it('does not blame Okta for a user nobody looked up because the row is bad', () => {
    const row = planOne({ asked: [fileRow({ user: 'x', problems: [problem] }, '')] });
    expect(row.reason).not.toContain('Okta');
  });

  it('tells everything that is against it at once', () => {
    const row = planOne({
      asked: [fileRow({ user: 'nobody@acme.example', serial: '1', settings: { timeStepSeconds: 15 } })],
      matches: new Map([['nobody@acme.example', { kind: 'missing' }]]),
      ...withTokens([token('1', { state: 'faulty' })]),
    });
    expect(row.verdict).toBe('user_unknown');
    expect(row.reason).toMatch(/no user .* marked as faulty.* No active Custom OTP authenticator/);
  });
});

describe('a row without a user', () => {
  const asked = [fileRow({ serial: '1' })];

  it('goes to stock', () => {
    const row = planOne({ asked });
    expect([row.verdict, row.state, row.action, row.authenticatorId]).toEqual([
      'stock',
      'planned',
      'stock',
      '',
    ]);
  });

  it('is skipped where the token is in stock, or assigned, with the same seed', () => {
    const inStock = planOne({ asked, ...withTokens([token('1')]) });
    expect([inStock.verdict, inStock.state]).toEqual(['already_in_stock', 'skipped']);
    const given = planOne({ asked, ...withTokens([assigned('1', ana)]) });
    expect([given.verdict, given.state]).toEqual(['already_enrolled', 'skipped']);
  });

  it('is kept with a warning where no authenticator takes it yet', () => {
    const row = planOne({ asked, authenticators: [slow] });
    expect(row.verdict).toBe('stock');
    expect(row.warnings).toHaveLength(1);
  });
});

describe('an assign command', () => {
  const asked = [{ kind: 'assign', line: 1, user: ana.login, serial: 'ab1' } as const];

  it('takes a token from stock under the serial as it is known', () => {
    const row = planOne({
      asked,
      ...withPeople([[ana, []]]),
      ...withTokens([token('AB1', { seedLength: 32 })]),
    });
    expect([row.verdict, row.serial, row.authenticatorId]).toEqual(['enroll', 'AB1', 'autSha256']);
  });

  it('needs a serial the bot knows', () => {
    const row = planOne({ asked, ...withPeople([[ana, []]]) });
    expect([row.verdict, row.serial]).toEqual(['serial_unknown', 'ab1']);
  });

  it('refuses a token of somebody else and one that is lost', () => {
    const people = withPeople([[ana, []]]);
    expect(planOne({ asked, ...people, ...withTokens([assigned('AB1', ben)]) }).verdict).toBe('serial_taken');
    expect(planOne({ asked, ...people, ...withTokens([token('AB1', { state: 'lost' })]) }).verdict).toBe(
      'serial_unusable',
    );
  });
});

describe('any plan', () => {
  const people = [ana, ben, user('cem', { status: 'SUSPENDED' }), user('dia', { status: 'LOCKED_OUT' })];
  const anyFactor = fc.constantFrom(push, customOtp('chf1'), customOtp('chf2'));
  const anyToken = fc
    .tuple(
      fc.constantFrom('1', '2', '3'),
      fc.constantFrom('stock', 'assigned', 'lost'),
      fc.constantFrom(...people),
    )
    .map(([serial, state, to]) =>
      state === 'assigned'
        ? assigned(serial, to)
        : token(serial, { state: state === 'lost' ? 'lost' : 'stock' }),
    );
  const anyRow = fc
    .record({
      user: fc.constantFrom('', 'x', ...people.map((person) => person.login)),
      serial: fc.constantFrom('', '1', '2', '3', '4'),
      seedLength: fc.constantFrom(20, 24, 32),
      step: fc.constantFrom(15, 30, 60),
      bad: fc.boolean(),
    })
    .map(({ step, bad, ...row }) =>
      fileRow({
        ...row,
        settings: { timeStepSeconds: step },
        problems: bad || row.serial === '' ? [problem] : [],
      }),
    );
  const anyCommand = fc.constantFrom(
    { kind: 'revoke', line: 1, user: ana.login } as const,
    { kind: 'assign', line: 1, user: ben.login, serial: '1' } as const,
  );

  it('gives each asked row exactly one verdict, and only unambiguous rows a target', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyRow, anyCommand), { maxLength: 8 }),
        fc.array(anyToken, { maxLength: 3 }),
        fc.array(fc.oneof(fc.array(anyFactor, { maxLength: 2 }), fc.constant('unreadable' as const)), {
          minLength: people.length,
          maxLength: people.length,
        }),
        (asked, tokens, factors) => {
          const input = planInput({
            asked,
            ...withPeople(people.map((person, index) => [person, factors[index] ?? []])),
            ...withTokens(tokens),
          });
          const rows = planRows(input);
          expect(rows.map((row) => row.line)).toEqual(
            asked.map((row) => (row.kind === 'file' ? row.row.line : row.line)),
          );
          for (const row of rows) {
            expect(verdicts).toContain(row.verdict);
            expect(row.reason).toMatch(/^\S.*[.?]$/s);
            expect(row.state === 'planned').toBe(row.action !== 'none');
            expect(row.action === 'enroll').toBe(row.authenticatorId !== '');
            expect(row.action === 'unenroll').toBe(row.targetFactorId !== '');
          }
          const given = rows.filter((row) => row.action === 'enroll');
          expect(new Set(given.map((row) => row.userId)).size).toBe(given.length);
          expect(new Set(given.map((row) => row.serial)).size).toBe(given.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a token for stock', () => {
  it('needs no warning where an authenticator takes it', () => {
    expect(planOne({ asked: [fileRow({ serial: '1' })] }).warnings).toBeUndefined();
  });

  it('is blocked, and nothing else, where its seed is known under another serial', () => {
    const row = planOne({ asked: [fileRow({ serial: '1' }, 'fp-2')], ...withTokens([token('2')]) });
    expect(row).toMatchObject({ verdict: 'seed_reused', state: 'blocked', action: 'none' });
  });

  it('keeps what its row was warned of', () => {
    const asked = [fileRow({ serial: '1', warnings: [problem] })];
    expect(planOne({ asked }).warnings).toHaveLength(1);
  });
});

describe('a user who may not be given a token', () => {
  it.each([
    ['inactive by the search, whatever his status', { kind: 'inactive', user: ana } as const],
    [
      'of a status nobody knows',
      { kind: 'found', user: user('ana', { status: 'NEW_STATUS' }), by: 'login' } as const,
    ],
  ])('is %s', (_, match) => {
    const row = planOne({
      asked: [fileRow({ user: ana.login, serial: '1' })],
      ...withPeople([[ana, [customOtp('chf1')]]]),
      matches: new Map([[ana.login, match]]),
    });
    expect(row).toMatchObject({ verdict: 'user_inactive', seenFactorIds: [] });
    expect(row.reason).not.toContain('chf1');
  });

  it('is not named twice where he was found by his login', () => {
    const row = planOne({ asked: [fileRow({ user: ana.login, serial: '1' })], ...withPeople([[ana, []]]) });
    expect(row.reason).not.toContain('e-mail');
  });
});
