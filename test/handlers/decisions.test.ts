import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import { encodeValue } from '../../src/slack/ids.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom, greg } = defaultPeople;
const onlyTom = { env: { SLACK_APPROVERS: tom.id } };

/** A card that waits for somebody to decide whether Emil loses his token. */
const waiting = async (bot: Bot) => bot.order(maria.id, '/token revoke @emil');

/** Changes the next press of a button on its way to the bot. */
const forge = (bot: Bot, set: Readonly<Record<string, unknown>>): void => {
  bot.slack.faults.once({ at: 'interaction', match: 'block_actions', fault: { do: 'forge', set } });
};

describe('a press that is taken', () => {
  it('approves: Okta changes, and the card says who', async () => {
    const bot = await openBot();
    const card = await waiting(bot);
    expect(await bot.press(tom.id, card, 'batch.approve')).toBe('');
    const done = await bot.shows(card, 'Approved by');
    await bot.clock.until('the end', async () => (await bot.lastBatch())?.state === 'finished');
    expect(await bot.lastBatch()).toMatchObject({ decidedBy: tom.id });
    expect(textOf(done)).toContain('Emil');
    expect(await bot.refusals()).toEqual([]);
  });

  it.each([
    ['batch.reject', tom.id, 'rejected'],
    ['batch.reject', maria.id, 'rejected'],
    ['batch.withdraw', maria.id, 'withdrawn'],
    ['batch.withdraw', tom.id, 'withdrawn'],
  ])('%s by %s ends the batch as %s, and takes the buttons away', async (action, userId, state) => {
    const bot = await openBot();
    const card = await waiting(bot);
    expect(await bot.press(userId, card, action)).toBe('');
    await bot.clock.until('no buttons', () => buttonsOf(bot.stage.cards()[0] ?? card).length === 0);
    expect(await bot.lastBatch()).toMatchObject({ state, decidedBy: userId });
  });
});

describe('a press that is refused', () => {
  it('to the requester, where somebody else must approve', async () => {
    const bot = await openBot();
    const card = await waiting(bot);
    expect(await bot.press(maria.id, card, 'batch.approve')).toContain('somebody else has to approve');
    expect(await bot.refusals()).toEqual(['own_request']);
    expect(await bot.lastBatch()).toMatchObject({ state: 'awaiting_approval' });
  });

  it('to a guest, whatever the button', async () => {
    const bot = await openBot();
    const card = await waiting(bot);
    for (const action of ['batch.approve', 'batch.reject', 'batch.withdraw'])
      expect(await bot.press(greg.id, card, action)).toContain('You are a guest');
    expect(await bot.refusals()).toEqual(Array.from({ length: 3 }, () => 'not_a_full_member'));
  });

  it('to a member who is no approver', async () => {
    const bot = await openBot({ env: { SLACK_APPROVERS: defaultPeople.olga.id } });
    const card = await waiting(bot);
    expect(await bot.press(tom.id, card, 'batch.approve')).toContain('not an approver');
    expect(await bot.press(tom.id, card, 'batch.withdraw')).toContain('who asked for this batch');
    expect(await bot.refusals()).toEqual(['not_an_approver', 'not_the_requester']);
  });

  it('where the user group cannot be read, to all but those named by id', async () => {
    const bot = await openBot({ env: { SLACK_APPROVERS: `${defaultPlaces.approvers},${maria.id}` } });
    bot.slack.faults.add({
      at: 'api',
      match: 'usergroups.users.list',
      fault: { do: 'rate_limited', retryAfter: '30' },
    });
    const card = await waiting(bot);
    expect(await bot.press(tom.id, card, 'batch.approve')).toContain('who may approve');
    expect(await bot.refusals()).toEqual(['not_verified']);
    expect(await bot.press(maria.id, card, 'batch.reject')).toBe('');
  });

  it('to somebody whose own token it changes, even among approvers', async () => {
    const bot = await openBot(onlyTom);
    const card = await bot.order(maria.id, '/token revoke @emil');
    const { users } = bot.slack.world;
    const seenAs = users.get(tom.id);
    if (seenAs !== undefined) seenAs.email = 'emil@acme.example';
    await bot.clock.pass(3_600_000);
    expect(await bot.press(tom.id, card, 'batch.approve')).toContain('changes your own token');
    expect(await bot.refusals()).toEqual(['own_token']);
  });

  it('to the second account of the one who asked, even under another address of his', async () => {
    const bot = await openBot();
    const card = await waiting(bot);
    const other = bot.slack.world.users.get(tom.id);
    if (other !== undefined) other.email = 'Maria@acme.example';
    await bot.clock.pass(3_600_000);
    expect(await bot.press(tom.id, card, 'batch.approve')).toContain('belong to the same Okta user');
    expect(await bot.refusals()).toEqual(['same_person']);
  });

  it('to everybody once the channel is shared with another organisation', async () => {
    const bot = await openBot();
    const card = await waiting(bot);
    await bot.slack.people.shareChannelExternally(defaultPlaces.admins);
    expect(await bot.press(tom.id, card, 'batch.approve')).toContain('shared with another organisation');
    expect(await bot.ask(maria.id, '/token status')).toContain('shared with another organisation');
    expect(await bot.refusals()).toEqual(['unsafe_channel', 'unsafe_channel']);
  });

  it('while Okta does not say who approves', async () => {
    const bot = await openBot();
    const card = await waiting(bot);
    bot.okta.faults.add({ route: 'GET /api/v1/users', fault: { kind: 'refusal', code: 'E0000006' } });
    expect(await bot.press(tom.id, card, 'batch.approve')).toContain('which Okta user you are');
    expect(await bot.refusals()).toEqual(['not_verified']);
  });

  it('when somebody was faster, with what he did', async () => {
    const bot = await openBot();
    const card = await waiting(bot);
    await bot.press(tom.id, card, 'batch.reject');
    await bot.shows(card, 'Rejected');
    expect(await bot.press(tom.id, card, 'batch.approve', true)).toContain(`<@${tom.id}> decided`);
    expect(await bot.refusals()).toEqual(['already_decided']);
  });

  it('when the card has expired', async () => {
    const bot = await openBot({ env: { APPROVAL_TTL_MINUTES: '10' } });
    const card = await waiting(bot);
    await bot.clock.pass(11 * 60_000);
    expect(await bot.press(tom.id, card, 'batch.approve', true)).toContain('expired');
    expect(await bot.refusals()).toEqual(['expired']);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['names no batch', { 'actions.0.value': 'b-nothing.1.0123456789ab' }, 'unknown_card'],
    ['holds nothing', { 'actions.0.value': null }, 'unknown_card'],
    ['holds something else', { 'actions.0.value': "b' OR 1=1.1.0123456789ab" }, 'unknown_card'],
    ['comes from another workspace', { 'team.id': 'T0ELSEWHERE' }, 'other_workspace'],
    ['names no workspace', { team: null }, 'other_workspace'],
    ['was pressed on another message', { 'container.message_ts': '1.000001' }, 'other_card'],
    ['was pressed in another channel', { 'channel.id': defaultPlaces.general }, 'other_card'],
    ['is by somebody unknown', { 'user.id': 'U0NOBODY01' }, 'not_verified'],
  ])('when the payload %s', async (_what, set, code) => {
    const bot = await openBot();
    const card = await waiting(bot);
    forge(bot, set);
    await bot.slack.people.click(tom.id, { channelId: defaultPlaces.admins, ts: card.ts }, 'batch.approve');
    await bot.clock.until('the refusal', async () => (await bot.refusals()).length > 0);
    expect(await bot.refusals()).toEqual([code]);
    expect(await bot.lastBatch()).toMatchObject({ state: 'awaiting_approval' });
  });

  it.each([
    ['another revision', { revision: 99 }, 'old_card'],
    ['another plan', { planHash: '0'.repeat(64) }, 'plan_changed'],
  ])('when the button was drawn for %s', async (_what, change, code) => {
    const bot = await openBot();
    const card = await waiting(bot);
    const batch = await bot.lastBatch();
    const drawn = { id: '', revision: 0, planHash: '', ...batch, ...change };
    forge(bot, { 'actions.0.value': encodeValue(drawn) });
    expect(await bot.press(tom.id, card, 'batch.approve')).toContain('ook at the card as it is now');
    expect(await bot.refusals()).toEqual([code]);
  });
});
