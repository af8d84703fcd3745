import { describe, expect, it } from 'vitest';
import { codeAt } from '../../sandbox/okta/codes.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import { findToken } from '../../src/store/tokens.ts';
import { bytesOf, factorsOf, requestsOn } from '../support/okta-truth.ts';
import { csvOf, type Device, device } from '../support/vendor.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom } = defaultPeople;
const ana = 'ana@acme.example';
const emil = 'emil@acme.example';
const hers = device(1, ana);
const spare = device(2);
const verifyRoute = 'POST /api/v1/users/{userId}/factors/{factorId}/verify';
const step = 30_000;

/** Ana has a token, another one is in stock. */
async function handedOut(): Promise<Bot> {
  const bot = await openBot();
  const card = await bot.drop(maria.id, csvOf([hers, spare]));
  await bot.press(tom.id, card, 'batch.approve');
  await bot.shows(card, 'Done');
  return bot;
}

/** What the device shows whose clock is so many steps off. */
const shown = (bot: Bot, { seed }: Device, steps = 0): string =>
  codeAt(bytesOf(seed), { algorithm: 'HMacSHA1', timeStep: 30, digits: 6 }, bot.clock.now() + steps * step);

const asked = (bot: Bot): number => requestsOn(bot.okta, verifyRoute).length;

describe('/token verify', () => {
  it('proves a token by asking Okta once, and remembers it', async () => {
    const bot = await handedOut();
    expect(await findToken(bot.db, hers.serial)).toMatchObject({ verifiedAt: undefined });
    expect(await bot.ask(maria.id, `/token verify ${ana} ${shown(bot, hers)}`)).toContain('works');
    expect(asked(bot)).toBe(1);
    expect((await findToken(bot.db, hers.serial))?.verifiedAt).toBeTypeOf('number');
    const audit = await bot.db.query("SELECT detail FROM audit WHERE event = 'token.verify'");
    expect(audit).toHaveLength(1);
  });

  it('tells a code that was used, without asking again', async () => {
    const bot = await handedOut();
    const code = shown(bot, hers);
    await bot.ask(maria.id, `/token verify ${ana} ${code}`);
    expect(await bot.ask(maria.id, `/token verify ${ana} ${code}`)).toContain('used already');
    expect(asked(bot)).toBe(1);
  });

  it('tells how far a clock is off that Okta would refuse, without asking', async () => {
    const bot = await handedOut();
    const answer = await bot.ask(maria.id, `/token verify ${ana} ${shown(bot, hers, -12)}`);
    expect(answer).toMatch(/3[4-7]\d s slow, more than Okta accepts/);
    expect(asked(bot)).toBe(0);
    expect((await findToken(bot.db, hers.serial))?.aheadMs).toBeLessThan(-330_000);
  });

  it('names the token that a code belongs to instead', async () => {
    const bot = await handedOut();
    const answer = await bot.ask(maria.id, `/token verify ${ana} ${shown(bot, spare)}`);
    expect(answer).toContain('not a code of token 245252000001');
    expect(answer).toContain('code of token 245252000002');
    expect(asked(bot)).toBe(0);
  });

  it('spares the user a failed try when a code is plainly wrong', async () => {
    const bot = await handedOut();
    const right = [-2, -1, 0, 1, 2].map((steps) => shown(bot, hers, steps));
    const wrong = ['000000', '111111', '222222'].find((code) => !right.includes(code)) ?? '';
    for (let tries = 0; tries < 6; tries += 1)
      expect(await bot.ask(maria.id, `/token verify ${ana} ${wrong}`)).toContain('Okta was not asked');
    expect(asked(bot)).toBe(0);
  });

  it('stops asking Okta before the account is locked', async () => {
    const bot = await handedOut();
    // Okta was given another seed for this token.
    const [factor] = factorsOf(bot.okta, ana);
    bot.okta.world.secretOf(factor?.id ?? '')?.fill(7);
    const answers: string[] = [];
    for (let tries = 0; tries < 5; tries += 1)
      answers.push(await bot.ask(maria.id, `/token verify ${ana} ${shown(bot, hers, tries - 2)}`));
    expect(answers[0]).toContain('Okta refuses it');
    expect(answers.at(-1)).toContain('3 tries for this user have failed already');
    expect(asked(bot)).toBe(3);
    expect(bot.okta.world.users.get(factor?.userId ?? '')?.status).toBe('ACTIVE');
  });

  it('asks once where the bot never saw the token, and counts what fails', async () => {
    const bot = await openBot();
    const answers: string[] = [];
    for (let tries = 0; tries < 5; tries += 1)
      answers.push(await bot.ask(maria.id, `/token verify ${emil} 123456`));
    expect(asked(bot)).toBe(3);
    expect(answers.at(-1)).toContain('3 tries for this user have failed already');
  });

  it.each([
    ['nobody@acme.example 123456', 'no user'],
    ['ana@acme.example 12345', 'not one'],
    ['ana@acme.example', 'not one'],
    ['', 'missing'],
    ['greg@acme.example 123456', 'knows no token'],
  ])('answers %j with what is the matter', async (words, said) => {
    const bot = await openBot();
    expect(await bot.ask(maria.id, `/token verify ${words}`)).toContain(said);
  });
});

describe('/token check', () => {
  it('tries a token in stock without Okta', async () => {
    const bot = await handedOut();
    expect(await bot.ask(maria.id, `/token check 000002 ${shown(bot, spare)}`)).toContain('is right');
    expect(await bot.ask(maria.id, `/token check 000002 ${shown(bot, spare, 20)}`)).toContain(
      'Do not hand it out',
    );
    expect(await bot.ask(maria.id, `/token check 000002 ${shown(bot, hers)}`)).toContain('245252000001');
    expect(asked(bot)).toBe(0);
  });
});

describe('/token whois', () => {
  it('names the token that shows two codes, and its odds', async () => {
    const bot = await handedOut();
    const answer = await bot.ask(maria.id, `/token whois ${shown(bot, hers)} ${shown(bot, hers, 1)}`);
    expect(answer).toContain('245252000001');
    expect(answer).toContain('less than once in a million');
  });

  it('asks for a second code where one may fit by chance', async () => {
    const bot = await handedOut();
    const answer = await bot.ask(maria.id, `/token whois ${shown(bot, spare)}`);
    expect(answer).toContain('245252000002');
    expect(answer).toContain('next code');
  });

  it('takes one code typed twice for a mistake', async () => {
    const bot = await handedOut();
    const code = shown(bot, spare);
    expect(await bot.ask(maria.id, `/token whois ${code} ${code}`)).toContain('same code twice');
  });
});

/** Presses Verify on Ana's reply, enters a code and gives what the form says. */
async function entered(bot: Bot, code: string, userId = maria.id): Promise<string> {
  const [card] = bot.stage.cards();
  const reply = await bot.clock.until('the reply', () =>
    bot.stage.thread(card?.ts ?? '').find((one) => buttonsOf(one).includes('row.verify')),
  );
  await bot.slack.people.click(userId, { channelId: defaultPlaces.admins, ts: reply.ts }, 'row.verify');
  const view = await bot.clock.until('the form', () => [...bot.slack.world.views.values()].at(-1));
  const seen = await bot.slack.people.submitView(userId, view.id, { code });
  return seen.outcome === 'errors' ? Object.values(seen.errors).join(' ') : seen.outcome;
}

const inThread = (bot: Bot, words: string): Promise<boolean> =>
  bot.clock.until(words, () =>
    bot.stage.thread(bot.stage.cards()[0]?.ts ?? '').some((one) => textOf(one).includes(words)),
  );

describe('the button on the reply of an enrolled row', () => {
  it('proves the token, and the thread tells who did', async () => {
    const bot = await handedOut();
    expect(await entered(bot, shown(bot, hers))).toBe('closed');
    await inThread(bot, 'Okta accepted the code');
    expect((await findToken(bot.db, hers.serial))?.verifiedAt).toBeTypeOf('number');
  });

  it.each([
    ['a code of another time', (bot: Bot) => shown(bot, hers, 15), 'more than Okta accepts'],
    ['a code of another token', (bot: Bot) => shown(bot, spare), 'not a code of token'],
    ['no code', () => 'abcdef', 'not a code'],
  ])('tells %s in the form, and does not ask Okta', async (_what, code, said) => {
    const bot = await handedOut();
    expect(await entered(bot, code(bot))).toContain(said);
    expect(asked(bot)).toBe(0);
  });

  it('does nothing once the token was taken away', async () => {
    const bot = await handedOut();
    const revoke = await bot.order(maria.id, `/token revoke ${ana}`);
    await bot.press(tom.id, revoke, 'batch.approve');
    await bot.shows(revoke, 'Done');
    const [card] = bot.stage.cards();
    const reply = bot.stage.thread(card?.ts ?? '').find((one) => buttonsOf(one).includes('row.verify'));
    await bot.slack.people.click(
      maria.id,
      { channelId: defaultPlaces.admins, ts: reply?.ts ?? '' },
      'row.verify',
    );
    await bot.clock.until('an answer', () =>
      bot.stage.whispers(maria.id).some((one) => textOf(one).includes('taken away')),
    );
    expect(asked(bot)).toBe(0);
  });
});
