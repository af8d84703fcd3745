import type { Briefing } from '../../src/domain/batch.ts';
import type { ApproverRule, CardModel, Message } from '../../src/domain/messages.ts';
import type { Row } from '../../src/domain/row.ts';
import { make } from '../support/make.ts';
import { many } from './awkward.ts';
import { cardsByState, csvBatch, csvCard } from './cards.ts';

const sentence =
  'Okta says that this user already has a Custom OTP factor, and a user can have only one. Look in its console, remove it, then ask again.';
const code = 'K7QX-93FA';

/** A group of `n` replies whose sentence is `reason`. */
export const groupOf = (n: number, reason: string): Message => ({
  kind: 'rows',
  replies: many(n, (index) => ({ row: blockedRow(index, reason), code })),
  part: 3,
  parts: 40,
});

const blockedRow = (index: number, reason: string): Row =>
  make.row({
    line: index + 2,
    state: 'blocked',
    verdict: 'has_other_factor',
    reason,
    userId: '00u1234567890abcdefg',
    userLogin: `user${String(index)}@acme.com`,
  });

const briefingOf = (n: number): Briefing => ({
  warnings: many(n, (index) => `Row ${String(index)}: ${sentence}`),
  inputProblems: many(n, (index) => ({
    line: index + 1,
    column: 'upn',
    code: 'x',
    found: 'a',
    expected: 'b',
    mend: sentence,
  })),
});

const approvers: ApproverRule = { kind: 'listed', userIds: many(500, () => 'U2'), groupId: 'S1' };

/** What a card shows of `n` rows that change something and as many that cannot. */
export const crowdOf = (n: number): Partial<CardModel> => ({
  rowCount: n * 2,
  verdicts: { enroll: n, has_other_factor: n },
  problems: many(n, (index) => blockedRow(index, sentence)),
  problemCount: n,
  changes: many(n, (index) => make.row({ line: index + 2, onlyFactor: true })),
  authenticators: many(50, (index) => make.authenticator({ name: `Authenticator ${String(index)}` })),
  approvers,
});

/** Messages about `n` of everything, far more than one message can hold. */
export function crowdedMessages(n: number): (readonly [string, Message])[] {
  const crowd = crowdOf(n);
  const briefing = briefingOf(n);
  const finished = csvCard({ ...crowd, batch: { ...cardsByState.finished.batch, briefing } });
  const exposedFiles = many(n, () => csvBatch());
  return [
    ...Object.values(cardsByState).map(({ batch, states }): [string, Message] => [
      `crowded card ${batch.state}`,
      { kind: 'card', card: csvCard({ ...crowd, batch: { ...batch, briefing }, states }) },
    ]),
    ['crowded report', { kind: 'report', card: finished }],
    ['crowded group', groupOf(n, sentence)],
    ['full group', groupOf(30, sentence.repeat(4))],
    ['empty group', { kind: 'rows', replies: [], part: 1, parts: 1 }],
    [
      'crowded batches',
      { kind: 'batches', batches: exposedFiles.map((batch) => ({ batch, states: { enrolled: 1 } })) },
    ],
    [
      'crowded status',
      {
        kind: 'status',
        status: { kind: 'bot', stock: n, assigned: n, waiting: n, running: n, exposedFiles },
      },
    ],
    [
      'crowded candidates',
      { kind: 'status', status: { kind: 'not_found', asked: '1', candidates: many(n, String), more: 0 } },
    ],
    [
      'crowded notice',
      { kind: 'notice', text: many(n, (index) => `${String(index)} ${sentence}`).join('\n') },
    ],
    [
      'crowded refusal',
      { kind: 'refusal', refusal: { code: 'not_an_approver', approvers, channelId: 'C1' } },
    ],
  ];
}
