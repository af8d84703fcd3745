import { describe, expect, it } from 'vitest';
import { defaultPeople } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { findToken } from '../../src/store/tokens.ts';
import { factorsOf, isEnrolled } from '../support/okta-truth.ts';
import { csvOf, device } from '../support/vendor.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom } = defaultPeople;
const [ana, erin] = ['ana@acme.example', 'erin@acme.example'];
const hers = device(1, ana);
const other = device(2, erin);

async function handedOut(): Promise<Bot> {
  const bot = await openBot();
  const card = await bot.drop(maria.id, csvOf([hers, other]));
  await bot.press(tom.id, card, 'batch.approve');
  await bot.shows(card, 'Done');
  return bot;
}

describe('/token reconcile', () => {
  it('says so when nothing differs, and makes no card', async () => {
    const bot = await handedOut();
    expect(await bot.ask(maria.id, '/token reconcile')).toContain(
      'Okta holds what the bot remembers of 2 tokens',
    );
    expect(bot.stage.cards()).toHaveLength(1);
  });

  it('proposes to put back in stock what was removed elsewhere, and changes nothing on its own', async () => {
    const bot = await handedOut();
    bot.okta.admin.removeFactor(factorsOf(bot.okta, ana)[0]?.id ?? '');
    const card = await bot.order(maria.id, '/token reconcile');
    expect(textOf(card)).toContain('Okta does not show');
    expect(await findToken(bot.db, hers.serial)).toMatchObject({ state: 'assigned' });
    await bot.clock.until('the answer', () =>
      bot.stage
        .whispers(maria.id)
        .some((one) => textOf(one).includes('1 of 2 tokens that are assigned differ in Okta')),
    );
    await bot.press(tom.id, card, 'batch.approve');
    await bot.shows(card, 'Done');
    expect(await findToken(bot.db, hers.serial)).toMatchObject({ state: 'stock', userId: undefined });
    expect(isEnrolled(bot.okta, other)).toBe(true);
  });

  it('tells of users who left, and proposes nothing that Okta would refuse', async () => {
    const bot = await handedOut();
    bot.okta.admin.setStatus(ana, 'DEPROVISIONED');
    bot.okta.admin.setStatus(erin, 'SUSPENDED');
    const answer = await bot.ask(maria.id, '/token reconcile');
    expect(answer).toContain('245252000001, ana@acme.example: the user is deactivated');
    expect(answer).toContain('245252000002, erin@acme.example: the user is suspended');
    expect(bot.stage.cards()).toHaveLength(1);
  });

  it('says when Okta cannot be asked', async () => {
    const bot = await handedOut();
    bot.okta.admin.revokeCredential();
    expect(await bot.ask(maria.id, '/token reconcile')).toContain('could not be asked');
  });
});
