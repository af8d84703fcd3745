import { describe, expect, it } from 'vitest';
import { type BatchState, batchStates } from '../../../src/domain/batch.ts';
import type { CardModel } from '../../../src/domain/messages.ts';
import { ACTION } from '../../../src/slack/ids.ts';
import { messageView } from '../../../src/slack/views/message.ts';
import { blockKitProblems, idsIn } from '../../support/block-kit.ts';
import { make } from '../../support/make.ts';
import { readable } from '../../support/readable.ts';
import { cardsByState, csvBatch, csvCard } from '../cards.ts';
import { commandCards } from '../command-cards.ts';
import { crowdOf, groupOf } from '../crowds.ts';
import { context } from '../messages.ts';

const shownOf = (card: CardModel): string => readable(messageView({ kind: 'card', card }, context));

const running = (states: CardModel['states']): string =>
  shownOf(
    csvCard({
      batch: csvBatch({ state: 'running' }),
      verdicts: { enroll: 100 },
      states,
      problems: [],
      problemCount: 0,
    }),
  );

const rule = (given: Partial<CardModel>): string =>
  /\*Who may approve:\* [^\n]*/.exec(shownOf(csvCard(given)))?.[0] ?? '';

const idsFor = (state: BatchState): readonly unknown[] =>
  idsIn(messageView({ kind: 'card', card: cardsByState[state] }, context), 'action_id');

describe('buttons', () => {
  it('let a run be paused and stopped, and a paused one go on', () => {
    expect(idsFor('running')).toEqual([ACTION.pause, ACTION.stop]);
    expect(idsFor('paused')).toEqual([ACTION.resume, ACTION.stop]);
  });

  it.each(batchStates.filter((state) => !['awaiting_approval', 'running', 'paused'].includes(state)))(
    'are gone when the batch is %s',
    (state) => {
      expect(idsFor(state)).toEqual([]);
    },
  );

  it('carry the batch, its revision and the plan that the card shows', () => {
    const view = messageView({ kind: 'card', card: csvCard() }, context);
    expect(view.blocks.at(-1)).toEqual({
      type: 'actions',
      elements: ['approve', 'canary', 'reject', 'withdraw'].map((verb): unknown =>
        expect.objectContaining({ action_id: `batch.${verb}`, value: 'b01.1.cdcdcdcdcdcd' }),
      ),
    });
  });

  it('say before the click how many users change', () => {
    expect(shownOf(csvCard({ verdicts: { enroll: 16, replace: 4 } }))).toContain(
      '20 users change in acme.okta.com: 16 tokens enrolled, 4 tokens replaced',
    );
  });

  it('ask nothing more where a form asks for the number of users', () => {
    const view = messageView(
      { kind: 'card', card: csvCard({ verdicts: { enroll: 17, replace: 4 } }) },
      context,
    );
    const confirms = view.blocks.at(-1);
    expect(JSON.stringify(confirms)).not.toContain('Change 21 users');
  });
});

describe('a question before a click', () => {
  it('stays whole with every kind of change, six-digit counts and a long name of the org', () => {
    const n = 999_999;
    const card = csvCard({ verdicts: { enroll: 6, replace: 7, unenroll: 7, stock: n, user_unknown: n } });
    const org = { ...context.org, name: 'org&'.repeat(100) };
    const view = messageView({ kind: 'card', card }, { ...context, org });
    expect(blockKitProblems(view)).toEqual([]);
    expect(readable(view)).toContain('999,999 rows are left out. [Change 20 users]');
  });
});

describe('what does not fit', () => {
  const crowd = csvCard({ ...crowdOf(10_000), batch: csvBatch({ rowCount: 20_000 }) });
  const shown = shownOf(crowd);

  it('is counted, with the file that holds all of it', () => {
    const [problems, changes] = shown.split('*What would change*');
    const lines = (problems?.match(/^⛔ Line/gm) ?? []).length;
    expect(lines).toBeGreaterThan(10);
    expect(problems).toContain('*10,000 problems*');
    expect(problems).toContain(
      `+${(10_000 - lines).toLocaleString('en')} more, all in \`plan-K7QX-93FA.csv\` in the thread`,
    );
    expect(changes).toContain(`+9,990 more, all in \`plan-K7QX-93FA.csv\` in the thread`);
  });

  it('is looked for in the result file once the batch has ended', () => {
    const { batch, states } = cardsByState.finished;
    expect(shownOf({ ...crowd, batch, states })).toMatch(
      /\+9,9\d\d more, all in `result-K7QX-93FA.csv` in the thread/,
    );
  });

  it('is never a row of a group: sentences are shortened first, and say so', () => {
    const text = readable(messageView(groupOf(30, 'Nothing was done. '.repeat(60)), context));
    expect(text.match(/^⛔ Left out · .*user\d+@acme\.com.*characters\)$/gm)).toHaveLength(30);
    expect(text).not.toContain(' more');
  });

  it('is counted in a group that is too large', () => {
    const text = readable(messageView(groupOf(1000, 'Nothing was done.'), context));
    const lines = (text.match(/^⛔ Left out/gm) ?? []).length;
    expect(text).toContain(`+${String(1000 - lines)} more, all in \`result-K7QX-93FA.csv\``);
  });
});

describe('progress', () => {
  it.each([
    [{ planned: 100 }, '░░░░░░░░░░ *0 of 100*'],
    [{ enrolled: 99, intended: 1 }, '▓▓▓▓▓▓▓▓▓░ *99 of 100*'],
    [{ enrolled: 99, unknown: 1 }, '▓▓▓▓▓▓▓▓▓░ *99 of 100*'],
    [{ enrolled: 99, failed: 1 }, '▓▓▓▓▓▓▓▓▓▓ *100 of 100*'],
  ])('with %j is %s', (states, bar) => {
    expect(running(states)).toContain(bar);
  });
});

describe('the file', () => {
  it('is said to hold seeds only when it was understood', () => {
    expect(shownOf(cardsByState.discarded)).not.toContain('the seeds in it');
    expect(shownOf(cardsByState.discarded)).toContain('delete it if it holds seeds');
  });

  it('is asked to be deleted as long as Slack has it, and noted when it is gone', () => {
    expect(shownOf(csvCard())).toContain('The file is still in this channel');
    const file = make.file({ deletedAt: 1_767_603_600_000 });
    expect(shownOf(csvCard({ batch: csvBatch({ file }) }))).toContain(
      'The file was deleted from Slack, <!date^1767603600^',
    );
  });
});

describe('a command', () => {
  it('reads as a sentence', () => {
    expect(shownOf(commandCards['assign waiting'] ?? csvCard())).toContain(
      'Assign token C202 `245252413141` to Ana Ruiz (<',
    );
  });

  it('says when it takes the only factor, on the card and before the click', () => {
    const shown = shownOf(commandCards['revoke waiting, only factor'] ?? csvCard());
    expect(shown).toContain("⚠️ It is this user's only factor");
    expect(shown).toMatch(/asks: .*This is the user's only factor\./);
  });
});

describe('who may approve', () => {
  it.each<[Partial<CardModel>, string]>([
    [{ policy: 'confirm' }, 'any full member of this channel, <@U1> included.'],
    [{ policy: 'second-person' }, 'any full member of this channel except <@U1>, who asked.'],
    [{ approvers: { kind: 'listed', userIds: ['U2'] } }, '<@U2>.'],
    [{ approvers: { kind: 'listed', userIds: [], groupId: 'S1' } }, 'members of the user group `S1`'],
    [
      { approvers: { kind: 'listed', userIds: ['U2'] }, policy: 'second-person' },
      '<@U2>, but not <@U1>, who asked.',
    ],
  ])('under %j is told', (given, words) => {
    expect(rule(given)).toContain(words);
  });

  it('mentions ten people and counts the others', () => {
    const userIds = Array.from({ length: 25 }, (_, index) => `U${String(index)}`);
    expect(rule({ approvers: { kind: 'listed', userIds } })).toContain('<@U9> and 15 others.');
  });
});

describe('a run that does not go on', () => {
  const since = 1_767_600_000_000;
  const stalled = { total: 45, done: 31, tenths: 6, stalledSince: since };

  it('says since when Okta is out of reach, and gives no estimate', () => {
    const text = shownOf(csvCard({ batch: csvBatch({ state: 'running' }), progress: stalled }));
    expect(text).toContain('Okta unreachable');
    expect(text).not.toMatch(/a minute| left(?! out)/u);
  });

  it('says, when somebody paused it, what Resume and Stop do', () => {
    const text = shownOf(csvCard({ batch: csvBatch({ state: 'paused' }) }));
    expect(text).toContain('Resume goes on with the rows that are left; Stop cancels them.');
  });

  it('says while it is being stopped that what was sent ends and is told', () => {
    expect(shownOf(csvCard({ batch: csvBatch({ state: 'stopping' }) }))).toContain(
      'end by themselves and are told',
    );
  });
});
