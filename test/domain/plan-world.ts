import { expect } from 'vitest';
import type { InputProblem, VendorRow } from '../../src/domain/intake.ts';
import type { Authenticator, Factor, OktaUser, UserMatch } from '../../src/domain/okta.ts';
import { planRows } from '../../src/domain/plan.ts';
import type { AskedRow, PlanInput, PlannedRow } from '../../src/domain/planned-row.ts';
import type { Token } from '../../src/domain/token.ts';

export const at = 1_700_000_000_000;

export const sha1: Authenticator = {
  id: 'autSha1',
  name: 'Token2',
  active: true,
  algorithm: 'SHA1',
  digits: 6,
  timeStepSeconds: 30,
  encoding: 'base32',
};
export const sha256: Authenticator = {
  ...sha1,
  id: 'autSha256',
  name: 'Token2 SHA-256',
  algorithm: 'SHA256',
};
export const slow: Authenticator = { ...sha1, id: 'autSlow', name: 'Token2 60 s', timeStepSeconds: 60 };

export const user = (name: string, over: Partial<OktaUser> = {}): OktaUser => ({
  id: `00u${name}`,
  login: `${name}@acme.example`,
  email: `${name}@acme.example`,
  name,
  status: 'ACTIVE',
  ...over,
});

export const found = (one: OktaUser, by: 'login' | 'email' = 'login'): UserMatch => ({
  kind: 'found',
  user: one,
  by,
});

export const customOtp = (id: string, over: Partial<Factor> = {}): Factor => ({
  id,
  factorType: 'token:hotp',
  provider: 'CUSTOM',
  status: 'ACTIVE',
  vendorName: 'Token2',
  ...over,
});

export const push: Factor = {
  id: 'opfPush',
  factorType: 'push',
  provider: 'OKTA',
  status: 'ACTIVE',
  vendorName: 'OKTA',
};

export const token = (serial: string, over: Partial<Token> = {}): Token => ({
  serial,
  state: 'stock',
  settings: { timeStepSeconds: 30 },
  manufacturer: 'Token2',
  model: 'C202',
  seedFingerprint: `fp-${serial}`,
  seedLength: 20,
  batchId: 'bat1',
  ...over,
});

export const assigned = (serial: string, to: OktaUser, factorId = `chf${serial}`): Token =>
  token(serial, { state: 'assigned', userId: to.id, userLogin: to.login, factorId });

let nextLine = 2;

/** A row of a file, right in itself; its seed is as unique as its serial. */
export function fileRow(
  over: Partial<VendorRow> = {},
  seedFingerprint = `fp-${over.serial ?? '245200000001'}`,
): AskedRow {
  const row: VendorRow = {
    line: nextLine++,
    user: '',
    serial: '245200000001',
    seedLength: 20,
    settings: { timeStepSeconds: 30 },
    manufacturer: 'Token2',
    model: 'C202',
    problems: [],
    ...over,
  };
  return { kind: 'file', row, seedFingerprint };
}

/** People of the plan with the factors Okta shows for them. */
export function withPeople(
  people: readonly (readonly [OktaUser, readonly Factor[] | 'unreadable'])[],
): Pick<PlanInput, 'matches' | 'factors'> {
  return {
    matches: new Map(people.map(([one]) => [one.login, found(one)])),
    factors: new Map(people.map(([one, factors]) => [one.id, factors])),
  };
}

export function withTokens(
  tokens: readonly Token[],
): Pick<PlanInput, 'tokensBySerial' | 'tokensByFingerprint' | 'tokensOfUser'> {
  return {
    tokensBySerial: new Map(tokens.map((one) => [one.serial, one])),
    tokensByFingerprint: new Map(tokens.map((one) => [one.seedFingerprint, one])),
    tokensOfUser: Map.groupBy(
      tokens.filter((one) => one.userId !== undefined),
      (one) => one.userId ?? '',
    ),
  };
}

export const planInput = (over: Partial<PlanInput>): PlanInput => ({
  asked: [],
  matches: new Map(),
  factors: new Map(),
  ...withTokens([]),
  authenticators: [sha1, sha256, slow],
  at,
  ...over,
});

/** Plans the only row that is asked for. */
export function planOne(over: Partial<PlanInput>): PlannedRow {
  const [row, ...rest] = planRows(planInput(over));
  expect(rest).toEqual([]);
  if (row === undefined) throw new Error('no row was planned');
  return row;
}

export const verdictsOf = (over: Partial<PlanInput>): string[] =>
  planRows(planInput(over)).map((row) => row.verdict);

export const ana: OktaUser = user('ana');
export const ben: OktaUser = user('ben');

export const problem: InputProblem = {
  line: 2,
  column: 'timeinterval',
  code: 'step_unknown',
  found: '45',
  expected: '15, 30 or 60',
  mend: 'Correct it.',
};
