import type { Batch, BatchState } from '../../src/domain/batch.ts';
import type { CardModel } from '../../src/domain/messages.ts';
import { progressOf, type RunFacts } from '../../src/domain/progress.ts';
import type { Row } from '../../src/domain/row.ts';
import { changing } from '../../src/domain/verdicts.ts';
import { startOfTests } from '../support/clock.ts';
import { make } from '../support/make.ts';

export const minute = 60_000;
export const id = 'b01';

const authenticator = make.authenticator({ name: 'Token2 OTP', acceptedSteps: 3 });

export const csvBatch = (given: Partial<Batch> = {}): Batch =>
  make.batch({
    id,
    requestedBy: 'U1',
    rowCount: 48,
    file: make.file({ id: 'F1', sizeBytes: 3210 }),
    ...given,
  });

/** A card over a file of 48 rows, 45 of which would change something. */
export const csvCard = (given: Partial<CardModel> = {}): CardModel => {
  const card = { ...plainCard(), ...given };
  const runs = ['running', 'paused', 'stopping'].includes(card.batch.state);
  return runs ? { progress: progressOf(run(card)), ...card } : card;
};

const run = ({ verdicts, states }: CardModel): RunFacts => ({
  total: changing.reduce((sum, verdict) => sum + (verdicts[verdict] ?? 0), 0),
  states,
  latest: [],
  postponed: 0,
  startedAt: startOfTests,
  now: startOfTests,
  allowance: undefined,
});

const plainCard = (): CardModel => ({
  batch: csvBatch(),
  rowCount: 48,
  verdicts: { enroll: 41, replace: 4, already_enrolled: 1, user_unknown: 1, serial_taken: 1 },
  states: { planned: 45, skipped: 1, blocked: 2 },
  problems: [
    make.row({
      line: 12,
      action: 'none',
      verdict: 'user_unknown',
      state: 'blocked',
      userRef: 'bern@acme.com',
      userLogin: '',
      userId: '',
      serial: '245252413152',
      reason: 'Okta has no user with the login or e-mail address bern@acme.com. Did you mean berna@acme.com?',
    }),
    make.row({
      line: 31,
      action: 'none',
      verdict: 'serial_taken',
      state: 'blocked',
      userRef: 'li@acme.com',
      userLogin: 'li@acme.com',
      userId: '00u31',
      serial: '245252418812',
      reason:
        'Token 245252418812 is assigned to max@acme.com. Revoke it there first, or give li@acme.com another token.',
    }),
  ],
  problemCount: 2,
  changes: [
    make.row({ line: 2, userLogin: 'ana@acme.com' }),
    make.row({
      line: 3,
      userLogin: 'tom@acme.com',
      serial: '245252413142',
      action: 'replace',
      verdict: 'replace',
    }),
  ],
  authenticators: [authenticator],
  expectedMs: 130_000,
  policy: 'confirm',
  approvers: { kind: 'channel' },
});

export const decided: Partial<Batch> = {
  decidedBy: 'U2',
  decidedAt: startOfTests + minute,
  startedAt: startOfTests + minute,
};
export const ended: Partial<Batch> = { ...decided, finishedAt: startOfTests + minute + 118_000 };

const outcomes: CardModel['states'] = { enrolled: 43, failed: 1, needs_review: 1, skipped: 1, blocked: 2 };

export const failures: readonly Row[] = [
  make.row({
    line: 7,
    userLogin: 'kim@acme.com',
    state: 'failed',
    outcome:
      'Okta says that kim@acme.com already has a Custom OTP factor, and a user can have only one. Remove it in Okta, then assign token 245252413147 again.',
    serial: '245252413147',
  }),
  make.row({
    line: 19,
    userLogin: 'li@acme.com',
    state: 'needs_review',
    outcome:
      'The user is now SUSPENDED in Okta. Nothing was done for li@acme.com: this is not what was approved. Look at the user in Okta, then ask again.',
    serial: '245252413159',
  }),
];

/** A card of a file in each state a batch can have. */
export const cardsByState: Readonly<Record<BatchState, CardModel>> = {
  planning: csvCard({
    batch: csvBatch({ state: 'planning', code: '', planHash: '', expiresAt: undefined, rowCount: 0 }),
    rowCount: 0,
    verdicts: {},
    states: {},
    problems: [],
    problemCount: 0,
    changes: [],
  }),
  awaiting_approval: csvCard(),
  running: csvCard({
    batch: csvBatch({ state: 'running', ...decided, note: 'Berlin onboarding' }),
    states: { enrolled: 30, failed: 1, intended: 1, planned: 13, skipped: 1, blocked: 2 },
    progress: { total: 45, done: 31, tenths: 6, perMinute: 42, leftMs: 41_000 },
  }),
  paused: csvCard({
    batch: csvBatch({
      state: 'paused',
      ...decided,
      trouble:
        'Okta refuses the credential of the bot. No row has failed. Run `npm run doctor` to see what is wrong.',
    }),
    states: { enrolled: 10, planned: 35, skipped: 1, blocked: 2 },
  }),
  stopping: csvCard({
    batch: csvBatch({ state: 'stopping', ...decided }),
    states: { enrolled: 10, intended: 1, planned: 34, skipped: 1, blocked: 2 },
  }),
  finished: csvCard({
    batch: csvBatch({ state: 'finished', ...ended }),
    states: outcomes,
    problems: failures,
  }),
  stopped: csvCard({
    batch: csvBatch({ state: 'stopped', ...ended }),
    states: { enrolled: 11, cancelled: 34, skipped: 1, blocked: 2 },
    problems: [],
    problemCount: 0,
  }),
  rejected: csvCard({
    batch: csvBatch({
      state: 'rejected',
      decidedBy: 'U2',
      decidedAt: startOfTests + minute,
      note: 'Wrong office',
    }),
  }),
  withdrawn: csvCard({
    batch: csvBatch({ state: 'withdrawn', decidedBy: 'U1', decidedAt: startOfTests + minute }),
  }),
  expired: csvCard({
    batch: csvBatch({
      state: 'expired',
      file: make.file({ sizeBytes: 3210, deletedAt: startOfTests + 5 * minute }),
    }),
  }),
  discarded: csvCard({
    batch: csvBatch({
      state: 'discarded',
      planHash: '',
      trouble: 'The file could not be read.',
      rowCount: 0,
      briefing: {
        inputProblems: [
          {
            line: 1,
            column: 'secret key',
            code: 'column_missing',
            found: 'no such column',
            expected: 'one of secret key, secret, seed',
            mend: 'Name the column as the vendor does.',
          },
        ],
      },
    }),
    rowCount: 0,
    verdicts: {},
    states: {},
    problems: [],
    problemCount: 0,
    changes: [],
  }),
};
