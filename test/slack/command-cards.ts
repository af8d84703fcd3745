import type { Batch } from '../../src/domain/batch.ts';
import type { CardModel } from '../../src/domain/messages.ts';
import type { Row } from '../../src/domain/row.ts';
import { startOfTests } from '../support/clock.ts';
import { make } from '../support/make.ts';
import { csvCard, decided, ended, id, minute } from './cards.ts';

const commandCard = (batch: Partial<Batch>, row: Row, given: Partial<CardModel> = {}): CardModel =>
  csvCard({
    batch: make.batch({ id, rowCount: 1, ...batch }),
    rowCount: 1,
    verdicts: { [row.verdict]: 1 },
    states: { [row.state]: 1 },
    problems: row.state === 'blocked' ? [row] : [],
    problemCount: row.state === 'blocked' ? 1 : 0,
    changes: row.state === 'blocked' ? [] : [row],
    expectedMs: 1500,
    ...given,
  });

const subject = { userName: 'Ana Ruiz', tokenModel: 'C202' };
export const assigning: Partial<Batch> = {
  kind: 'assign',
  command: 'token assign ana@acme.com 3141',
  briefing: { subject },
};
const revoking: Partial<Batch> = { kind: 'revoke', command: 'token revoke @ana', briefing: { subject } };

const removal = make.row({
  line: 1,
  action: 'unenroll',
  verdict: 'unenroll',
  targetFactorId: 'ost1',
  onlyFactor: true,
  reason: 'The Custom OTP of ana@acme.com (token 245252413141) will be removed.',
  userId: '00uana',
});

export const enrolled = make.row({
  state: 'enrolled',
  userId: '00uana',
  factorId: 'ost9',
  outcome:
    'Token 245252413141 is enrolled for ana@acme.com. Hand it over and let them sign in once with the code it shows.',
  settledAt: startOfTests + 2 * minute,
});

const inStock = make.row({
  line: 1,
  userId: '00uana',
  reason: 'Token 245252413141 will be enrolled for ana@acme.com.',
});

/** Cards of commands, by what they show. */
export const commandCards: Readonly<Record<string, CardModel>> = {
  'assign waiting': commandCard(assigning, inStock, { policy: 'second-person' }),
  'assign running': commandCard(
    { ...assigning, state: 'running', ...decided },
    { ...inStock, state: 'intended' },
  ),
  'assign done': commandCard({ ...assigning, state: 'finished', ...ended }, { ...enrolled, line: 1 }),
  'assign failed': commandCard(
    { ...assigning, state: 'finished', ...ended },
    {
      ...inStock,
      state: 'failed',
      outcome: 'The account of ana@acme.com is locked in Okta. Unlock it there, then ask again.',
    },
  ),
  'assign discarded': commandCard(
    { ...assigning, state: 'discarded', trouble: 'Nothing in it can run, so there is nothing to approve.' },
    {
      ...inStock,
      action: 'none',
      verdict: 'serial_unknown',
      state: 'blocked',
      reason: 'No token with serial 3141 is in stock. Type the whole serial, or drop the vendor file first.',
    },
  ),
  'revoke waiting, only factor': commandCard(revoking, removal, {
    approvers: { kind: 'listed', userIds: ['U2', 'U3'], groupId: 'S1' },
    policy: 'second-person',
  }),
  'revoke waiting, serial not known': commandCard(revoking, { ...removal, onlyFactor: false, serial: '' }),
  'revoke done': commandCard(
    { ...revoking, state: 'finished', ...ended },
    {
      ...removal,
      state: 'unenrolled',
      outcome:
        'The Custom OTP factor of ana@acme.com is removed; its codes no longer sign in. Token 245252413141 is back in stock: collect it.',
    },
  ),
};
