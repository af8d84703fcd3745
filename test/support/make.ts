import type { Batch, BatchFile } from '../../src/domain/batch.ts';
import type { VendorRow } from '../../src/domain/intake.ts';
import type { Authenticator, Factor, OktaUser } from '../../src/domain/okta.ts';
import type { Person } from '../../src/domain/people.ts';
import type { Row } from '../../src/domain/row.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Token } from '../../src/domain/token.ts';
import type { NewRow } from '../../src/store/rows.ts';
import { startOfTests } from './clock.ts';

let made = 0;
const next = (prefix: string): string => `${prefix}${String((made += 1))}`;

/** Valid values for everything a test does not care about. */
export const make = {
  /** Twenty bytes, as for SHA-1; equal for equal `fill`. */
  seed: (fill = 0x61): Secret<Uint8Array> => new Secret(new Uint8Array(20).fill(fill)),

  serial: (): string => `2452${String((made += 1)).padStart(8, '0')}`,

  file: (given: Partial<BatchFile> = {}): BatchFile => ({
    id: next('F'),
    name: 'tokens.csv',
    sizeBytes: 512,
    sha256: 'ab'.repeat(32),
    permalink: 'https://acme.slack.com/files/U1/F1/tokens.csv',
    ...given,
  }),

  batch: (given: Partial<Batch> = {}): Batch => ({
    id: next('b'),
    code: 'K7QX-93FA',
    kind: 'csv',
    state: 'awaiting_approval',
    revision: 1,
    planHash: 'cd'.repeat(32),
    channelId: 'C1',
    cardTs: '1767603600.000100',
    requestedBy: 'U1',
    command: '',
    rowCount: 1,
    trouble: '',
    expiresAt: startOfTests + 24 * 60 * 60_000,
    note: '',
    briefing: {},
    createdAt: startOfTests,
    ...given,
  }),

  row: (given: Partial<Row> = {}): Row => ({
    id: next('r'),
    batchId: 'b1',
    line: 2,
    action: 'enroll',
    verdict: 'enroll',
    reason: 'Token will be enrolled.',
    state: 'planned',
    userRef: 'ana@acme.com',
    userId: '00u1',
    userLogin: 'ana@acme.com',
    serial: '245252413141',
    authenticatorId: 'fpr1',
    targetFactorId: '',
    seenFactorIds: [],
    observedAt: startOfTests,
    attempt: 0,
    lost: 0,
    factorId: '',
    outcome: '',
    requestId: '',
    ...given,
  }),

  /** A row as planning hands it to the store: its own user, token and seed unless given. */
  newRow: (given: Partial<NewRow> = {}): NewRow => {
    const number = (made += 1);
    const login = `user${String(number)}@acme.com`;
    return {
      id: `r${String(number)}`,
      line: number,
      action: 'enroll',
      verdict: 'enroll',
      reason: 'Token will be enrolled.',
      state: 'planned',
      userRef: login,
      userId: `00u${String(number)}`,
      userLogin: login,
      serial: make.serial(),
      authenticatorId: 'fpr1',
      targetFactorId: '',
      seenFactorIds: [],
      observedAt: startOfTests,
      settings: { timeStepSeconds: 30 },
      manufacturer: 'Acme Tokens',
      model: 'c200',
      seedFingerprint: String(number).padStart(32, '0'),
      seedLength: 20,
      ...given,
    };
  },

  token: (given: Partial<Token> = {}): Token => ({
    serial: '245252413141',
    state: 'stock',
    settings: { timeStepSeconds: 30 },
    manufacturer: 'Acme Tokens',
    model: 'c200',
    seedFingerprint: 'ef'.repeat(16),
    seedLength: 20,
    batchId: 'b1',
    ...given,
  }),

  vendorRow: (given: Partial<VendorRow> = {}): VendorRow => ({
    line: 2,
    user: 'ana@acme.com',
    serial: '245252413141',
    seed: make.seed(),
    seedLength: 20,
    settings: { timeStepSeconds: 30 },
    manufacturer: 'Acme Tokens',
    model: 'c200',
    problems: [],
    ...given,
  }),

  user: (given: Partial<OktaUser> = {}): OktaUser => ({
    id: '00u1',
    login: 'ana@acme.com',
    email: 'ana@acme.com',
    name: 'Ana Lima',
    status: 'ACTIVE',
    ...given,
  }),

  factor: (given: Partial<Factor> = {}): Factor => ({
    id: next('ost'),
    factorType: 'token:hotp',
    provider: 'CUSTOM',
    status: 'ACTIVE',
    vendorName: 'Custom OTP',
    createdAt: startOfTests,
    ...given,
  }),

  authenticator: (given: Partial<Authenticator> = {}): Authenticator => ({
    id: 'fpr1',
    name: 'Hardware token',
    active: true,
    algorithm: 'SHA1',
    digits: 6,
    timeStepSeconds: 30,
    encoding: 'base32',
    ...given,
  }),

  person: (given: Partial<Person> = {}): Person => ({
    id: 'U1',
    teamId: 'T1',
    name: 'Ana Lima',
    email: 'ana@acme.com',
    emailConfirmed: true,
    deactivated: false,
    bot: false,
    guest: false,
    external: false,
    ...given,
  }),
};
