import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { csvOf, device, devicesFor } from '../support/vendor.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom, greg, erin } = defaultPeople;
const emil = 'emil@acme.example';

/** A bot that keeps these tokens in stock. */
async function stocked(count: number): Promise<Bot> {
  const bot = await openBot();
  const card = await bot.drop(maria.id, csvOf(devicesFor(...Array.from({ length: count }, () => ''))));
  await bot.press(tom.id, card, 'batch.approve');
  await bot.shows(card, 'in stock');
  return bot;
}

describe('a command that asks for words', () => {
  it.each([
    ['/token', '/token assign'],
    ['/token help', '/token assign'],
    ['/token asign ana 1234', 'assign'],
    ['/token assign', 'are missing'],
    ['/token assign ana', 'The serial after the user is missing'],
    ['/token assign 245252413141 ana@acme.example', 'The user comes first'],
    ['/token revoke', 'is missing'],
    ['/token revoke @token-approvers', 'one user'],
    ['/token batches now', 'Nothing can follow'],
  ])('%s is answered to the typist alone', async (line, words) => {
    const bot = await openBot();
    expect(await bot.ask(maria.id, line)).toContain(words);
    expect(bot.stage.cards()).toEqual([]);
    expect(await bot.lastBatch()).toBeUndefined();
  });

  it('never shows a seed that somebody typed, and keeps it nowhere', async () => {
    const bot = await openBot();
    const { seed } = device(1);
    const answer = await bot.ask(maria.id, `/token assign ana@acme.example ${seed}`);
    expect(answer).toContain('secret key');
    expect(answer).not.toContain(seed);
    expect(bot.logged()).not.toContain(seed);
    expect(JSON.stringify(await bot.db.query('SELECT * FROM batch'))).not.toContain(seed);
  });
});

describe('a command that changes something', () => {
  it.each([
    ['an Okta login', '/token revoke emil@acme.example'],
    ['a mention', '/token revoke @emil'],
    ['a name in capitals', '/token revoke EMIL@ACME.EXAMPLE'],
  ])('is shown as a card when the user is named by %s', async (_how, line) => {
    const bot = await openBot();
    const card = await bot.order(maria.id, line);
    expect(textOf(card)).toContain(emil);
    expect(await bot.lastBatch()).toMatchObject({
      kind: 'revoke',
      requestedBy: maria.id,
      state: 'awaiting_approval',
    });
    expect(bot.stage.whispers(maria.id)).toEqual([]);
  });

  it('finds a user by his e-mail address and shows the login', async () => {
    const bot = await stocked(1);
    const card = await bot.order(maria.id, '/token assign @carla 000001');
    expect(textOf(card)).toContain('cmendes@corp.acme.example');
    expect(textOf(card)).toContain('245252000001');
  });

  it.each([
    ['000002', 'all of the last digits'],
    ['2', 'one digit'],
    ['245252000002', 'the whole serial'],
  ])('takes %s for the token it means (%s)', async (typed) => {
    const bot = await stocked(3);
    const card = await bot.order(maria.id, `/token assign @erin ${typed}`);
    expect(textOf(card)).toContain('245252000002');
  });

  it.each([
    ['25200', 'No token'],
    ['777777', 'No token'],
    ['%', 'No token'],
  ])('names no token for the ending %s', async (typed, words) => {
    const bot = await stocked(1);
    expect(await bot.ask(maria.id, `/token assign @erin ${typed}`)).toContain(words);
    expect(await bot.lastBatch()).toMatchObject({ kind: 'csv' });
    expect(await bot.refusals()).toEqual(['unknown_serial']);
  });

  it('lists the tokens where an ending fits several, and says when there are more', async () => {
    const bot = await stocked(25);
    const several = await bot.ask(maria.id, '/token assign @erin 1');
    expect(several).toContain('245252000001, 245252000011, 245252000021');
    expect(several).not.toContain('more.');
    expect(await bot.ask(maria.id, '/token status 1')).not.toContain('more');
    await bot.press(
      tom.id,
      await bot.drop(maria.id, csvOf(Array.from({ length: 9 }, (_, index) => device(101 + index * 10)))),
      'batch.approve',
    );
    await bot.clock.until('more stock', async () => (await bot.lastBatch())?.state === 'finished');
    expect(await bot.ask(maria.id, '/token assign @erin 1')).toContain('245252000141 and 4 more');
    expect(await bot.ask(maria.id, '/token status 1')).toContain('+4 more');
    expect(await bot.refusals()).toEqual(['ambiguous_serial', 'ambiguous_serial']);
  });

  it.each([
    ['of a bot', '/token revoke @token-desk', 'bots have no tokens', ['names_a_bot']],
    // Nobody was refused here: it is the spelling of the command that is wrong.
    ['that Slack did not make of a name', '/token revoke @nobody', 'did not turn the name', []],
  ])('is refused for a mention %s', async (_of, line, words, codes) => {
    const bot = await openBot();
    expect(await bot.ask(maria.id, line)).toContain(words);
    expect(await bot.lastBatch()).toBeUndefined();
    expect(await bot.refusals()).toEqual(codes);
  });

  it('is refused for a mention whose e-mail address nobody confirmed, or that shows none', async () => {
    const bot = await openBot();
    const { users } = bot.slack.world;
    const [ben, ana] = [users.get(defaultPeople.ben.id), users.get(defaultPeople.ana.id)];
    if (ben !== undefined) ben.emailConfirmed = false;
    if (ana !== undefined) ana.email = undefined;
    expect(await bot.ask(maria.id, '/token revoke @ben')).toContain('not confirmed');
    expect(await bot.ask(maria.id, '/token revoke @ana')).toContain('no e-mail address');
    expect(await bot.refusals()).toEqual(['email_not_confirmed', 'no_email']);
  });

  it('says so where Slack cannot tell who is mentioned', async () => {
    const bot = await openBot();
    expect(await bot.ask(maria.id, '/token whoami')).toContain('maria@acme.example');
    bot.slack.faults.add({ at: 'api', match: 'users.info', fault: { do: 'rate_limited', retryAfter: '30' } });
    expect(await bot.ask(maria.id, '/token revoke @ben')).toContain('Slack did not say');
    expect(await bot.refusals()).toEqual(['not_verified']);
  });

  it('that reaches the bot twice is one batch', async () => {
    const bot = await openBot();
    bot.slack.faults.once({ at: 'interaction', match: '/token', fault: { do: 'duplicate' } });
    await bot.order(maria.id, '/token revoke @emil');
    await bot.slack.settled();
    await bot.clock.pass(60_000);
    expect(await bot.db.query('SELECT id FROM batch')).toHaveLength(1);
    expect(bot.stage.cards()).toHaveLength(1);
  });

  it('is acknowledged at once while Okta hangs, and carried out when it is back', async () => {
    const bot = await openBot();
    const rule = bot.okta.faults.add({ fault: { kind: 'half_open' } });
    const seen = await bot.slack.people.slash(maria.id, defaultPlaces.admins, '/token revoke @emil');
    expect(seen.outcome).toBe('answered');
    expect(bot.slack.deliveries.every(({ outcome }) => outcome === 'acked')).toBe(true);
    const kept = await bot.clock.until('the request', () => bot.lastBatch());
    expect(kept.state).toBe('planning');
    bot.okta.faults.remove(rule);
    const card = await bot.clock.until('the card', () => bot.stage.cards()[0]);
    expect(textOf(await bot.shows(card, 'Revoke the token of'))).toContain(emil);
  });
});

describe('a command from the wrong place or person', () => {
  it('is refused outside of the admin channel, and the refusal recorded', async () => {
    const bot = await openBot();
    for (const line of ['/token assign @ben 1', '/token revoke @ben', '/token status', '/token batches'])
      expect(await bot.ask(erin.id, line, defaultPlaces.general)).toContain('only in the admin channel');
    expect(await bot.ask(maria.id, '/token revoke @ben', defaultPlaces.general)).toContain(
      'only in the admin',
    );
    expect(await bot.refusals()).toEqual(Array.from({ length: 5 }, () => 'wrong_channel'));
  });

  it('is refused to a guest who sits in the admin channel', async () => {
    const bot = await openBot();
    expect(await bot.ask(greg.id, '/token revoke @emil')).toContain('You are a guest');
    expect(await bot.ask(greg.id, '/token status')).toContain('You are a guest');
    expect(await bot.refusals()).toEqual(['not_a_full_member', 'not_a_full_member']);
    expect(await bot.lastBatch()).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ['somebody who is not in the channel', erin.id, 'not_in_channel'],
    ['an account that was deactivated', defaultPeople.dora.id, 'not_a_full_member'],
    ['a bot', 'U0TOKENBOT', 'not_a_full_member'],
    ['somebody Slack does not know', 'U0NOBODY01', 'not_verified'],
  ])('is refused to %s, whatever the payload says', async (_who, userId, code) => {
    const bot = await openBot();
    bot.slack.faults.once({
      at: 'interaction',
      match: '/token',
      fault: { do: 'forge', set: { user_id: userId } },
    });
    await bot.slack.people.slash(maria.id, defaultPlaces.admins, '/token revoke @emil');
    await bot.clock.until('the refusal', async () => (await bot.refusals()).length > 0);
    expect(await bot.refusals()).toEqual([code]);
    expect(await bot.lastBatch()).toBeUndefined();
  });

  it('is refused where Slack cannot say who is in the channel', async () => {
    const bot = await openBot();
    bot.slack.faults.add({
      at: 'api',
      match: 'conversations.members',
      fault: { do: 'rate_limited', retryAfter: '9' },
    });
    expect(await bot.ask(maria.id, '/token revoke @emil')).toContain('Slack did not answer');
    expect(await bot.refusals()).toEqual(['not_verified']);
  });
});

describe('a command that cannot be read', () => {
  it('is answered with a reference that the log has too', async () => {
    const bot = await openBot();
    bot.slack.faults.once({
      at: 'interaction',
      match: '/token',
      fault: { do: 'forge', set: { trigger_id: null } },
    });
    const answer = await bot.ask(maria.id, '/token revoke @emil');
    const [reference = 'none'] = /f-[0-9a-z]+-[0-9a-f]+/u.exec(answer) ?? [];
    expect(answer).toContain('A fault in the bot itself');
    expect(bot.logged()).toContain(reference);
  });
});
