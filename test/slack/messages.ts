import type { Message } from '../../src/domain/messages.ts';
import type { ViewContext } from '../../src/slack/views/view.ts';
import { startOfTests } from '../support/clock.ts';
import { make } from '../support/make.ts';
import { cardsByState, csvBatch, csvCard, ended, failures, id } from './cards.ts';
import { assigning, commandCards, enrolled } from './command-cards.ts';

export const context: ViewContext = {
  org: { name: 'acme.okta.com', url: 'https://acme.okta.com' },
  command: '/token',
};

const known = {
  serial: '245252413141',
  model: 'C202',
  state: 'assigned',
  userLogin: 'ana@acme.com',
  since: startOfTests,
  by: 'U2',
};
const code = 'K7QX-93FA';

/** One of everything the bot says, besides cards. */
const otherMessages: Readonly<Record<string, Message>> = {
  'row enrolled': { kind: 'row', reply: { row: enrolled, code } },
  'row failed': { kind: 'row', reply: { row: { ...(failures[0] ?? enrolled), requestId: 'XYZ-123' }, code } },
  'row without words': {
    kind: 'row',
    reply: { row: make.row({ state: 'needs_review', reason: '', userId: '' }), code },
  },
  'rows grouped': {
    kind: 'rows',
    replies: [
      { row: enrolled, code },
      { row: { ...enrolled, line: 3, userLogin: 'tom@acme.com', serial: '245252413142' }, code },
      {
        row: make.row({
          line: 12,
          state: 'blocked',
          userLogin: 'li@acme.com',
          reason: 'The user is not active in Okta.',
        }),
        code,
      },
    ],
    part: 1,
    parts: 2,
  },
  'report with problems': { kind: 'report', card: cardsByState.finished },
  'report all well': {
    kind: 'report',
    card: csvCard({
      batch: csvBatch({ state: 'finished', ...ended }),
      states: { enrolled: 45, skipped: 1 },
      problems: [],
      problemCount: 0,
    }),
  },
  'file to delete': { kind: 'delete_file', batch: csvBatch(), members: 12 },
  'file to delete, not understood': {
    kind: 'delete_file',
    batch: csvBatch({ state: 'discarded', planHash: '' }),
  },
  'file deleted': { kind: 'file_deleted', batch: csvBatch({ file: make.file({ deletedAt: startOfTests }) }) },
  notice: { kind: 'notice', text: 'You asked for this plan, so somebody else has to approve it.' },
  'notice about a decision': {
    kind: 'notice',
    text: 'This plan was already approved.\nNothing was done by your click.',
    by: 'U2',
    at: startOfTests,
    permalink: 'https://acme.slack.com/archives/C1/p1767603600000100',
  },
  'refusal of an own request': {
    kind: 'refusal',
    refusal: {
      code: 'own_request',
      approvers: { kind: 'listed', userIds: ['U2'], groupId: 'S1' },
      channelId: 'C1',
    },
  },
  'refusal of a second click': {
    kind: 'refusal',
    refusal: { code: 'already_decided', state: 'running', by: 'U2', at: startOfTests },
  },
  'card locked': {
    kind: 'card',
    card: {
      ...cardsByState.planning,
      batch: {
        ...cardsByState.planning.batch,
        trouble: 'The file is locked with a passphrase.',
        briefing: {
          exposure: { holds: 'sealed' },
          lock: { wants: 'passphrase', keyName: '', tries: 0 },
        },
      },
    },
  },
  keys: {
    kind: 'keys',
    keys: {
      openpgp: [
        {
          algorithm: 'ECC',
          fingerprint: '77D32ED484EA26C2B38189976460EB181C6E36A0',
          armored: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxjMEZ\n-----END PGP PUBLIC KEY BLOCK-----',
        },
        { algorithm: 'RSA', fingerprint: 'AB'.repeat(20), armored: 'x'.repeat(3200) },
      ],
      age: [`age1${'q'.repeat(58)}`],
    },
  },
  help: { kind: 'help', command: '/token' },
  'help after a typing error': { kind: 'help', command: '/token', unknown: 'asign' },
  'help after a mistake': {
    kind: 'help',
    command: '/token',
    problem: 'Say whose token and which: a user and a serial.',
  },
  'whoami may everything': {
    kind: 'whoami',
    who: { userId: 'U1', email: 'ana@acme.com', oktaLogin: 'ana@acme.com', mayUse: true, mayApprove: true },
  },
  'whoami may nothing': {
    kind: 'whoami',
    who: {
      userId: 'U9',
      mayUse: { code: 'not_a_full_member', account: 'guest' },
      mayApprove: {
        code: 'not_an_approver',
        approvers: { kind: 'listed', userIds: ['U2', 'U3'] },
        channelId: 'C1',
      },
    },
  },
  'batches listed': {
    kind: 'batches',
    batches: [
      {
        batch: csvBatch(),
        states: { planned: 45, blocked: 3 },
        permalink: 'https://acme.slack.com/archives/C1/p1',
      },
      { batch: make.batch({ id, ...assigning, state: 'finished' }), states: { enrolled: 1 } },
    ],
  },
  'batches none': { kind: 'batches', batches: [] },
  'status of the bot': {
    kind: 'status',
    status: { kind: 'bot', stock: 120, assigned: 340, waiting: 2, running: 1, exposedFiles: [csvBatch()] },
  },
  'status of the bot, nothing exposed': {
    kind: 'status',
    status: { kind: 'bot', stock: 0, assigned: 0, waiting: 1, running: 0, exposedFiles: [] },
  },
  'status of a token': {
    kind: 'status',
    status: { kind: 'token', ...known, okta: 'Okta shows its factor as ACTIVE.' },
  },
  'status of a token in stock': {
    kind: 'status',
    status: { kind: 'token', serial: known.serial, state: 'stock', model: '', okta: '' },
  },
  'status of a user': {
    kind: 'status',
    status: {
      kind: 'user',
      login: 'ana@acme.com',
      userStatus: 'ACTIVE',
      serial: known.serial,
      since: startOfTests,
      okta: 'Okta shows one Custom OTP factor, ACTIVE.',
    },
  },
  'status not found, with candidates': {
    kind: 'status',
    status: { kind: 'not_found', asked: '141', candidates: ['245252413141', '245252419141'], more: 7 },
  },
  'status not found': {
    kind: 'status',
    status: { kind: 'not_found', asked: 'bern@acme.com', candidates: [], more: 0 },
  },
};

/** Every message above by its name, cards included. */
export const everyMessage: ReadonlyMap<string, Message> = new Map<string, Message>([
  ...Object.entries(cardsByState).map(([state, card]) => [`card ${state}`, { kind: 'card', card }] as const),
  ...Object.entries(commandCards).map(([name, card]) => [`card ${name}`, { kind: 'card', card }] as const),
  ...Object.entries(otherMessages),
]);
