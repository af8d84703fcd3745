import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/slack/world.ts';
import { defaultPeople } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom, greg } = defaultPeople;
const devices = devicesFor('ana@acme.example', 'ben@acme.example', 'fatima@acme.example');

/** A card whose batch has run, one row of which failed. */
async function ran(): Promise<{ readonly bot: Bot; readonly card: Message }> {
  const bot = await openBot();
  const card = await bot.drop(maria.id, csvOf(devices));
  bot.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000038' }, times: 1 });
  await bot.press(tom.id, card, 'batch.approve');
  return { bot, card: await bot.shows(card, 'press Retry failed') };
}

const batches = (bot: Bot) => bot.db.query('SELECT kind, state FROM batch ORDER BY created_at, id');

describe('Retry failed and Undo', () => {
  it.each(['retry', 'undo'] as const)(
    '%s begins a plan of its own, and the old card names it',
    async (verb) => {
      const { bot, card } = await ran();
      const target = { channelId: bot.config.slack.channels[0] ?? '', ts: card.ts };
      await bot.slack.people.click(maria.id, target, `batch.${verb}`);
      const old = await bot.shows(card, 'waits for approval');
      const batch = await bot.lastBatch();
      expect(batch).toMatchObject({ kind: verb, state: 'awaiting_approval', requestedBy: maria.id });
      expect(textOf(old)).toContain(batch?.code);
      expect(requestsOn(bot.okta, enrolRoute)).toHaveLength(3);
    },
  );

  it('is refused to a guest, and a second click is told who was first', async () => {
    const { bot, card } = await ran();
    expect(await bot.press(greg.id, card, 'batch.undo')).toContain('guest');
    const target = { channelId: bot.config.slack.channels[0] ?? '', ts: card.ts };
    await bot.slack.people.click(maria.id, target, 'batch.undo');
    await bot.shows(card, 'waits for approval');
    expect(await bot.press(tom.id, card, 'batch.undo', true)).toContain('was asked for by');
    expect(await bot.refusals()).toEqual(['not_a_full_member', 'already_followed']);
    expect(await batches(bot)).toHaveLength(2);
  });
});

describe('Run the first row, then wait', () => {
  it('approves under the rules of an approval, runs one row, and goes on at Resume', async () => {
    const bot = await openBot();
    const card = await bot.drop(maria.id, csvOf(devices));
    expect(await bot.press(greg.id, card, 'batch.canary')).toContain('guest');
    await bot.press(tom.id, card, 'batch.canary');
    const paused = await bot.shows(card, 'The first row is enrolled');
    expect(requestsOn(bot.okta, enrolRoute)).toHaveLength(1);
    await bot.press(tom.id, paused, 'batch.resume');
    await bot.shows(card, '3 enrolled');
    expect(requestsOn(bot.okta, enrolRoute)).toHaveLength(3);
    const [resumed] = await bot.db.query("SELECT detail FROM audit WHERE event = 'batch.resume'");
    expect(resumed?.['detail']).toContain('"canary":"resumed"');
  });
});
