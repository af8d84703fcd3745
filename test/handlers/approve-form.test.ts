import { describe, expect, it } from 'vitest';
import { defaultPeople } from '../../sandbox/slack/people.ts';
import type { Message, OpenView } from '../../sandbox/slack/world.ts';
import { auditOf } from '../../src/store/audit.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom, greg } = defaultPeople;
const logins = Array.from({ length: 21 }, (_, index) => `new.person.${String(index)}@acme.example`);

/** A card that waits for the approval of a file that gives a token to this many users. */
async function fileFor(users: number): Promise<{ readonly bot: Bot; readonly card: Message }> {
  const bot = await openBot();
  const chosen = logins.slice(0, users);
  for (const login of chosen) bot.okta.admin.addUser({ login, email: login });
  return { bot, card: await bot.drop(maria.id, csvOf(devicesFor(...chosen))) };
}

const saying = (words: string): unknown => expect.stringContaining(words);

const openForm = (bot: Bot, userId: string): OpenView | undefined =>
  [...bot.slack.world.views.values()].find((open) => open.userId === userId);

async function pressed(bot: Bot, card: Message, action = 'batch.approve'): Promise<OpenView> {
  await bot.slack.people.click(tom.id, { channelId: card.channelId, ts: card.ts }, action);
  return bot.clock.until('the form', () => openForm(bot, tom.id));
}

describe('an approval that changes more than twenty users', () => {
  it('asks for their number and takes it with a note', async () => {
    const { bot, card } = await fileFor(21);
    const form = await pressed(bot, card);
    expect(JSON.stringify(form.view)).toContain('changes 21 users');
    expect(await bot.lastBatch()).toMatchObject({ state: 'awaiting_approval' });
    const values = { count: ' 21 ', note: 'Berlin, ticket 4412' };
    expect((await bot.slack.people.submitView(tom.id, form.id, values)).outcome).toBe('closed');
    await bot.clock.until('the end', async () => (await bot.lastBatch())?.state === 'finished');
    expect(await bot.lastBatch()).toMatchObject({ decidedBy: tom.id, note: values.note });
    const [approval] = (await auditOf(bot.db, {})).filter(({ event }) => event === 'batch.approve');
    expect(approval?.detail).toContain(values.note);
  });

  it.each(['20', '22', '0', 'twenty', '21.0', '+21'])('takes nothing for the number %s', async (count) => {
    const { bot, card } = await fileFor(21);
    const form = await pressed(bot, card);
    const seen = await bot.slack.people.submitView(tom.id, form.id, { count, note: '' });
    expect(seen).toMatchObject({
      outcome: 'errors',
      errors: { count: saying('21 users') },
    });
    expect(await bot.lastBatch()).toMatchObject({ state: 'awaiting_approval' });
    expect(await bot.refusals()).toEqual(['wrong_count']);
  });

  it('says beside the number who was faster', async () => {
    const { bot, card } = await fileFor(21);
    const form = await pressed(bot, card);
    await bot.press(maria.id, card, 'batch.withdraw');
    const seen = await bot.slack.people.submitView(tom.id, form.id, { count: '21', note: '' });
    expect(seen).toMatchObject({ outcome: 'errors', errors: { count: saying('@maria') } });
    expect(await bot.refusals()).toEqual(['already_decided']);
  });

  it('keeps no note that looks like a seed', async () => {
    const { bot, card } = await fileFor(21);
    const form = await pressed(bot, card);
    const note = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const seen = await bot.slack.people.submitView(tom.id, form.id, { count: '21', note });
    expect(seen).toMatchObject({
      outcome: 'errors',
      errors: { note: saying('secret key') },
    });
    expect(await bot.lastBatch()).toMatchObject({ state: 'awaiting_approval', note: '' });
  });

  it('opens no form for somebody who may not approve', async () => {
    const { bot, card } = await fileFor(21);
    expect(await bot.press(greg.id, card, 'batch.approve')).toContain('You are a guest');
    expect(await bot.press(maria.id, card, 'batch.canary')).toContain('somebody else has to approve');
    expect(bot.slack.world.views.size).toBe(0);
  });

  it('decides nothing where Slack does not open the form', async () => {
    const { bot, card } = await fileFor(21);
    bot.slack.faults.add({
      at: 'api',
      match: 'views.open',
      fault: { do: 'error', error: 'expired_trigger_id', when: 'before' },
    });
    expect(await bot.press(tom.id, card, 'batch.approve')).toContain('nothing was decided');
    expect(await bot.lastBatch()).toMatchObject({ state: 'awaiting_approval' });
  });

  it('asks before a first row as well, which then runs alone', async () => {
    const { bot, card } = await fileFor(21);
    const form = await pressed(bot, card, 'batch.canary');
    await bot.slack.people.submitView(tom.id, form.id, { count: '21', note: '' });
    await bot.clock.until('the first row', async () => (await bot.lastBatch())?.state === 'paused');
    expect(await bot.lastBatch()).toMatchObject({ canary: true });
  });
});

it('takes one click for twenty users', async () => {
  const { bot, card } = await fileFor(20);
  expect(await bot.press(tom.id, card, 'batch.approve')).toBe('');
  expect(bot.slack.world.views.size).toBe(0);
});
