import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import type { Token } from '../../src/domain/token.ts';
import { findToken } from '../../src/store/tokens.ts';
import { factorsOf, isEnrolled } from '../support/okta-truth.ts';
import { csvOf, device } from '../support/vendor.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom } = defaultPeople;
const ana = 'ana@acme.example';
const hers = device(1, ana);
const spare = device(2);

/** Ana has a token, another one is in stock. */
async function handedOut(): Promise<Bot> {
  const bot = await openBot();
  const card = await bot.drop(maria.id, csvOf([hers, spare]));
  await bot.press(tom.id, card, 'batch.approve');
  await bot.shows(card, 'Done');
  return bot;
}

/** Types a report, has Tom approve its card, and waits until it has run. */
async function reported(bot: Bot, line: string): Promise<string> {
  const card = await bot.order(maria.id, line);
  await bot.press(tom.id, card, 'batch.approve');
  await bot.shows(card, 'Done');
  return textOf(card);
}

const tokenOf = async (bot: Bot, serial: string): Promise<Token | undefined> => findToken(bot.db, serial);

const seedsOf = async (bot: Bot, serial: string): Promise<number> =>
  (await bot.db.query('SELECT 1 FROM token WHERE serial = $1 AND seed_id IS NOT NULL', [serial])).length;

const events = async (bot: Bot, serial: string): Promise<readonly unknown[]> =>
  (
    await bot.db.query(
      "SELECT event FROM audit WHERE serial_key = $1 AND event LIKE 'token.%' ORDER BY seq",
      [serial],
    )
  ).map(({ event }) => event);

describe('a token that somebody has', () => {
  it('is un-enrolled when it is lost, and given back when it is found', async () => {
    const bot = await handedOut();
    expect(await reported(bot, `/token lost ${hers.serial} left in a taxi`)).toContain('as lost');
    expect(factorsOf(bot.okta, ana)).toEqual([]);
    expect(await tokenOf(bot, hers.serial)).toMatchObject({ state: 'lost', formerUserLogin: ana });
    expect(await seedsOf(bot, hers.serial)).toBe(1);
    expect(await reported(bot, `/token found ${hers.serial}`)).toContain('back to');
    expect(isEnrolled(bot.okta, hers)).toBe(true);
    expect(await tokenOf(bot, hers.serial)).toMatchObject({ state: 'assigned', formerUserId: undefined });
    expect(await events(bot, hers.serial)).toEqual(['token.lose', 'token.find']);
  });

  it.each([
    ['faulty', 'faulty', 1],
    ['return', 'stock', 1],
    ['retire', 'retired', 0],
  ] as const)('is un-enrolled by %s and becomes %s', async (word, state, seeds) => {
    const bot = await handedOut();
    await reported(bot, `/token ${word} ${hers.serial}`);
    expect(factorsOf(bot.okta, ana)).toEqual([]);
    expect(await tokenOf(bot, hers.serial)).toMatchObject({ state, userId: undefined });
    expect(await seedsOf(bot, hers.serial)).toBe(seeds);
  });

  it('is noted as lost although its factor was removed elsewhere', async () => {
    const bot = await handedOut();
    const [factor] = factorsOf(bot.okta, ana);
    bot.okta.admin.removeFactor(factor?.id ?? '');
    expect(await reported(bot, `/token lost ${hers.serial}`)).toContain('no longer had');
    expect(await tokenOf(bot, hers.serial)).toMatchObject({ state: 'lost' });
  });

  it('stays as it is until somebody approves', async () => {
    const bot = await handedOut();
    const card = await bot.order(maria.id, `/token retire ${hers.serial} broken`);
    await bot.press(maria.id, card, 'batch.approve');
    expect(isEnrolled(bot.okta, hers)).toBe(true);
    expect(await seedsOf(bot, hers.serial)).toBe(1);
    expect(await bot.refusals()).toEqual(['own_request']);
  });

  it('is not given back to somebody who has another one by now', async () => {
    const bot = await handedOut();
    await reported(bot, `/token lost ${hers.serial}`);
    await reported(bot, `/token assign ${ana} ${spare.serial}`);
    await bot.slack.people.slash(maria.id, defaultPlaces.admins, `/token found ${hers.serial}`);
    await bot.clock.until('a plan', () =>
      bot.stage.cards().some((card) => textOf(card).includes('already has a Custom OTP')),
    );
    expect(await tokenOf(bot, hers.serial)).toMatchObject({ state: 'lost' });
    expect(isEnrolled(bot.okta, { ...spare, user: ana })).toBe(true);
  });
});

describe('a token that nobody has', () => {
  it('is noted at once, with the reason, and brought back by found', async () => {
    const bot = await handedOut();
    expect(await bot.ask(maria.id, `/token lost ${spare.serial} not in the drawer`)).toContain('as lost');
    expect(await bot.ask(maria.id, `/token found ${spare.serial}`)).toContain('in stock again');
    const [row] = await bot.db.query("SELECT detail FROM audit WHERE event = 'token.lose'");
    expect(row?.['detail']).toContain('not in the drawer');
  });

  it('loses its seed for good when it is retired', async () => {
    const bot = await handedOut();
    expect(await bot.ask(maria.id, `/token retire ${spare.serial}`)).toContain('seed is deleted');
    expect(await seedsOf(bot, spare.serial)).toBe(0);
    for (const word of ['lost', 'found', 'faulty', 'return', 'retire'])
      expect(await bot.ask(maria.id, `/token ${word} ${spare.serial}`)).toContain('retired for good');
  });

  it('is left alone when somebody may not decide', async () => {
    const bot = await openBot({ env: { SLACK_APPROVERS: tom.id } });
    const card = await bot.drop(maria.id, csvOf([spare]));
    await bot.press(tom.id, card, 'batch.approve');
    await bot.shows(card, 'Done');
    expect(await bot.ask(maria.id, `/token retire ${spare.serial}`)).toContain('not an approver');
    expect(await seedsOf(bot, spare.serial)).toBe(1);
    expect(await bot.refusals()).toEqual(['not_an_approver']);
  });
});

describe('a pasted list', () => {
  it('notes what Okta does not see and asks for the rest', async () => {
    const bot = await handedOut();
    const card = await bot.order(maria.id, `/token lost ${hers.serial} in a taxi\n${spare.serial}`);
    expect(textOf(card)).toContain(`Mark token \`${hers.serial}\``);
    expect(await tokenOf(bot, spare.serial)).toMatchObject({ state: 'lost' });
    expect(await tokenOf(bot, hers.serial)).toMatchObject({ state: 'assigned' });
  });

  it('is refused whole, every mistake at once', async () => {
    const bot = await handedOut();
    const answer = await bot.ask(maria.id, `/token lost ${spare.serial}\n777777\n888888`);
    expect(answer).toContain('777777');
    expect(answer).toContain('888888');
    expect(answer).toContain('Nothing was done');
    expect(await tokenOf(bot, spare.serial)).toMatchObject({ state: 'stock' });
  });
});
