import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import type { Message, User } from '../../sandbox/slack/world.ts';
import { type CommandWord, commandWords } from '../../src/domain/command.ts';
import { surface } from '../../src/handlers/index.ts';
import { ACTION, type ActionId } from '../../src/slack/ids.ts';
import { auditOf } from '../../src/store/audit.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom, erin, emil, olga, fatima, greg, dora, ben, deniz } = defaultPeople;

/** Who presses or types: an account, and what is odd about it. All but the outsiders sit in the admin channel. */
interface Identity {
  readonly id: string;
  readonly elsewhere?: boolean;
  readonly outside?: boolean;
  readonly change?: (user: User) => void;
}

/** Maria asks; she, Tom, Erin and Emil are named as approvers. Erin is Maria's other account; Emil loses his token. */
const members = {
  approver: { id: tom.id },
  requester: { id: maria.id },
  'second account of the requester': {
    id: erin.id,
    change: (user) => {
      user.email = maria.email;
    },
  },
  beneficiary: { id: emil.id },
  'member who is no approver': { id: olga.id },
} as const satisfies Record<string, Identity>;

const strangers: Readonly<Record<string, Identity & { readonly code: string }>> = {
  'member outside the channel': { id: fatima.id, outside: true, code: 'not_in_channel' },
  guest: { id: greg.id, code: 'not_a_full_member' },
  'deactivated account': { id: dora.id, code: 'not_a_full_member' },
  bot: { id: 'U0TOKENBOT', code: 'not_a_full_member' },
  'account with an unconfirmed address': {
    id: ben.id,
    change: (user) => {
      user.emailConfirmed = false;
    },
    code: 'not_a_full_member',
  },
  'member of another organisation': {
    id: deniz.id,
    change: (user) => {
      user.isStranger = true;
    },
    code: 'not_a_full_member',
  },
  'approver’s id in another workspace': { id: tom.id, elsewhere: true, code: 'other_workspace' },
  'id that Slack does not know': { id: 'U0NOBODY01', outside: true, code: 'not_verified' },
};

type Member = keyof typeof members;
/** What a press comes to: `taken`, or the code of its refusal. Whoever a rule does not name is refused. */
type Rule = { readonly others: string } & { readonly [M in Member]?: string };

const approvers: Rule = {
  approver: 'taken',
  'second account of the requester': 'taken',
  beneficiary: 'taken',
  requester: 'taken',
  others: 'not_an_approver',
};
const approving: Rule = {
  approver: 'taken',
  requester: 'own_request',
  'second account of the requester': 'same_person',
  beneficiary: 'own_token',
  others: 'not_an_approver',
};
const toRequester = (code: string): Rule => ({
  approver: code,
  requester: code,
  'second account of the requester': code,
  beneficiary: code,
  others: 'not_the_requester',
});
/** Belongs to no plan that waits for a decision, so that nobody can press it. */
const nobody: Rule = { others: 'unknown_card' };

/** For a plan that waits for its approval. */
const rules: Readonly<Record<ActionId, Rule>> = {
  [ACTION.approve]: approving,
  [ACTION.canary]: approving,
  [ACTION.reject]: approvers,
  [ACTION.withdraw]: toRequester('taken'),
  [ACTION.pause]: { others: 'already_decided' },
  [ACTION.stop]: { others: 'already_decided' },
  [ACTION.resume]: toRequester('already_decided'),
  [ACTION.retry]: toRequester('nothing_left'),
  [ACTION.undo]: toRequester('nothing_left'),
  [ACTION.unlock]: nobody,
  [ACTION.verify]: nobody,
};

async function deskWith(identity: Identity): Promise<{ readonly bot: Bot; readonly card: Message }> {
  const bot = await openBot({
    env: { SLACK_APPROVERS: [maria, tom, erin, emil].map(({ id }) => id).join(',') },
  });
  const user = bot.slack.world.users.get(identity.id);
  if (user !== undefined) identity.change?.(user);
  const channel = bot.slack.world.channels.get(defaultPlaces.admins);
  if (identity.outside !== true) channel?.members.add(identity.id);
  return { bot, card: await bot.order(maria.id, '/token revoke @emil') };
}

/** Presses as this identity, whatever Slack's client would let it press. */
async function pressAs(bot: Bot, card: Message, identity: Identity, action: ActionId): Promise<string> {
  const before = await endings(bot);
  const set = {
    'user.id': identity.id,
    'actions.0.action_id': action,
    ...(identity.elsewhere === true ? { 'team.id': 'T0ELSEWHERE' } : {}),
  };
  bot.slack.faults.once({ at: 'interaction', match: 'block_actions', fault: { do: 'forge', set } });
  const place = { channelId: card.channelId, ts: card.ts };
  await bot.slack.people.click(tom.id, place, 'batch.reject', { stale: true });
  return bot.clock.until(`an end of ${action}`, async () => (await endings(bot))[before.length]);
}

/** What presses came to so far, the oldest first. */
async function endings({ db }: Bot): Promise<readonly string[]> {
  const rows = await auditOf(db, { limit: 1000 });
  const ended = rows.filter(
    ({ event, actor }) =>
      event === 'refusal' || (/^batch\.(?:approve|reject|withdraw)$/u.test(event) && actor !== 'bot'),
  );
  return ended
    .map(({ event, detail }) => (event === 'refusal' ? (/"code":"(\w+)"/u.exec(detail)?.[1] ?? '') : 'taken'))
    .toReversed();
}

const actions = Object.values(ACTION);

it('has a rule for every button that is registered', () => {
  expect(surface.actions.toSorted()).toEqual(Object.keys(rules).toSorted());
  expect(actions.toSorted()).toEqual(Object.keys(rules).toSorted());
});

describe.each(Object.entries(strangers))('a %s', (_who, identity) => {
  it('presses no button and types no command with any effect', async () => {
    const { bot, card } = await deskWith(identity);
    for (const action of actions) {
      const expected = rules[action] === nobody ? 'unknown_card' : identity.code;
      expect([action, await pressAs(bot, card, identity, action)]).toEqual([action, expected]);
    }
    for (const word of commandWords.filter((one) => commands[one] !== undefined)) {
      const before = await endings(bot);
      await typeAs(bot, identity, `/token ${word} ${commands[word] ?? ''}`);
      const code = await bot.clock.until(
        `an end of ${word}`,
        async () => (await endings(bot))[before.length],
      );
      expect([word, code]).toEqual([word, identity.code]);
    }
    expect(await bot.lastBatch()).toMatchObject({ state: 'awaiting_approval', requestedBy: maria.id });
  });
});

/** What follows each command here; without an entry it tells whoever types it only how to type it, or who he is. */
const commands: Readonly<Record<CommandWord, string | undefined>> = {
  assign: '@ana 245252413141',
  revoke: '@ana',
  replace: '@ana 245252413141',
  lost: '245252413141',
  found: '245252413141',
  faulty: '245252413141',
  return: '245252413141',
  retire: '245252413141',
  verify: '@ana 123456',
  check: '245252413141 123456',
  whois: '123456',
  status: '',
  stock: '',
  find: 'ana',
  batches: '',
  reconcile: '',
  export: '',
  key: '',
  whoami: undefined,
  help: undefined,
};

async function typeAs({ slack }: Bot, identity: Identity, line: string): Promise<void> {
  const set = {
    user_id: identity.id,
    ...(identity.elsewhere === true ? { team_id: 'T0ELSEWHERE' } : {}),
  };
  slack.faults.once({ at: 'interaction', match: '/token', fault: { do: 'forge', set } });
  await slack.people.slash(maria.id, defaultPlaces.admins, line);
}

const cells = Object.entries(members).flatMap(([who, identity]) =>
  actions.map((action): readonly [string, ActionId, Identity] => [who, action, identity]),
);

it.each(cells)('%s presses %s', async (who, action, identity) => {
  const { bot, card } = await deskWith(identity);
  const rule = rules[action];
  const expected = Object.entries(rule).find(([name]) => name === who)?.[1] ?? rule.others;
  expect(await pressAs(bot, card, identity, action)).toBe(expected);
});

describe('one plan', () => {
  it('is decided once by fifty clicks at the same moment, and the others are told by whom', async () => {
    const { bot, card } = await deskWith(members.approver);
    const place = { channelId: card.channelId, ts: card.ts };
    const before = (await endings(bot)).length;
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        bot.slack.people.click(
          index % 2 === 0 ? tom.id : maria.id,
          place,
          index % 2 === 0 ? 'batch.approve' : 'batch.reject',
          { stale: true },
        ),
      ),
    );
    const ended = await bot.clock.until('fifty ends', async () => {
      const all = await endings(bot);
      return all.length >= before + 50 && all;
    });
    expect(ended.filter((end) => end === 'taken')).toHaveLength(1);
    // Okta may be too busy to say who fifty people are: that is a no as well.
    const lost = ended.filter((end) => end !== 'taken');
    expect(lost.filter((end) => end !== 'already_decided' && end !== 'not_verified')).toEqual([]);
    expect(lost).toContain('already_decided');
  });

  it.each([
    'another batch',
    'b-nothing.1.0123456789ab',
    '',
    '1.1.1',
    'REVISION+1',
    'REVISION-1',
    'HASH',
    "' OR 1=1 --",
    'SHORT',
    'LONG',
  ])('is not decided by a button whose value was changed: %s', async (how) => {
    const { bot, card } = await deskWith(members.approver);
    const batch = await bot.lastBatch();
    const [id, revision, hash12] = [
      batch?.id ?? '',
      batch?.revision ?? 0,
      (batch?.planHash ?? '').slice(0, 12),
    ];
    const values: Readonly<Record<string, string>> = {
      'REVISION+1': `${id}.${String(revision + 1)}.${hash12}`,
      'REVISION-1': `${id}.${String(revision - 1)}.${hash12}`,
      HASH: `${id}.${String(revision)}.${hash12.replaceAll(/./gu, (digit) => (digit === '0' ? '1' : '0'))}`,
      SHORT: `${id}.${String(revision)}.${hash12.slice(0, 11)}`,
      LONG: `${id}.${String(revision)}.${hash12}0`,
    };
    const before = await endings(bot);
    const set = { 'actions.0.value': values[how] ?? how };
    bot.slack.faults.once({ at: 'interaction', match: 'block_actions', fault: { do: 'forge', set } });
    await bot.slack.people.click(tom.id, { channelId: card.channelId, ts: card.ts }, 'batch.approve');
    const end = await bot.clock.until('an end', async () => (await endings(bot))[before.length]);
    expect(['unknown_card', 'old_card', 'plan_changed']).toContain(end);
    expect(await bot.lastBatch()).toMatchObject({ state: 'awaiting_approval' });
  });
});
