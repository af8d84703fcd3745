import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultOrg } from '../../sandbox/okta/default-org.ts';
import type { VendorRow } from '../../src/domain/intake.ts';
import type { Authenticator, OktaUser, UserMatch } from '../../src/domain/okta.ts';
import { planRows } from '../../src/domain/plan.ts';
import type { PlannedRow } from '../../src/domain/planned-row.ts';
import { customOtp, planInput } from '../domain/plan-world.ts';
import { rowsOf } from './read.ts';

const sample = (name: string) =>
  rowsOf(readFileSync(new URL(`../../sandbox/samples/${name}`, import.meta.url)));

const users: readonly OktaUser[] = defaultOrg.users.map((one, index) => ({
  id: `00u${String(index)}`,
  login: one.login ?? one.email,
  email: one.email,
  name: one.firstName ?? '',
  status: one.status ?? 'ACTIVE',
}));
const holders = new Set(
  defaultOrg.factors.filter((one) => one.factorType === undefined).map((one) => one.user),
);

function matchOf(reference: string): UserMatch {
  const [active, second] = users.filter((one) => one.email === reference && one.status !== 'DEPROVISIONED');
  const any = users.find((one) => one.email === reference);
  if (active !== undefined && second !== undefined) return { kind: 'ambiguous', users: [active, second] };
  if (active !== undefined)
    return { kind: 'found', user: active, by: active.login === reference ? 'login' : 'email' };
  return any === undefined ? { kind: 'missing' } : { kind: 'inactive', user: any };
}

const authenticators: readonly Authenticator[] = defaultOrg.authenticators.map((one, index) => ({
  id: one.id ?? `aut${String(index)}`,
  name: one.name,
  active: one.status !== 'INACTIVE',
  algorithm: one.settings?.algorithm === 'HMacSHA256' ? 'SHA256' : 'SHA1',
  digits: 6,
  timeStepSeconds: one.settings?.timeIntervalInSeconds ?? 30,
  encoding: one.settings?.encoding ?? 'base32',
}));

const plan = (rows: readonly VendorRow[]): PlannedRow[] =>
  planRows(
    planInput({
      asked: rows.map((row) => ({
        kind: 'file',
        row,
        seedFingerprint: `${String(row.seedLength)}/${String(row.line)}`,
      })),
      matches: new Map(rows.map((row) => [row.user, matchOf(row.user)])),
      factors: new Map(users.map((one) => [one.id, holders.has(one.login) ? [customOtp('chfOld')] : []])),
      authenticators,
    }),
  );

describe('the sample files of the sandbox', () => {
  it('hold one file in which everything is right', async () => {
    const rows = plan(await sample('good.csv'));
    expect(rows.map((row) => [row.userRef.split('@')[0], row.verdict, row.warnings])).toEqual([
      ['ana', 'enroll', undefined],
      ['ben', 'enroll', undefined],
      ['carla', 'enroll', undefined],
      ['deniz', 'enroll', undefined],
      ['fatima', 'enroll', undefined],
      ['', 'stock', undefined],
      ['', 'stock', undefined],
    ]);
    expect(new Set(rows.map((row) => row.authenticatorId)).size).toBe(4);
  });

  it('hold one file with ten problems, each of another kind, and two rows that are right', async () => {
    const rows = await sample('ten-problems.csv');
    const planned = plan(rows);
    expect(planned.filter((row) => row.state === 'planned')).toHaveLength(2);
    const kinds = planned.map(
      (row, index) => rows[index]?.problems.map((one) => one.code).join('+') || row.verdict,
    );
    expect(kinds).toEqual([
      'enroll',
      'user_unknown',
      'user_inactive',
      'user_inactive',
      'user_ambiguous',
      'has_other_factor',
      'serial_rounded',
      'seed_character',
      'step_unknown',
      'cells_missing',
      'duplicate_serial',
      'duplicate_serial',
      'stock',
    ]);
  });
});
