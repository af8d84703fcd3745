import { describe, expect, it } from 'vitest';
import { codeAt } from '../../sandbox/okta/codes.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { bytesOf } from '../support/okta-truth.ts';
import { csvOf, device } from '../support/vendor.ts';
import { type Bot, openBot } from './at-desk.ts';

const { maria, tom } = defaultPeople;
const ana = 'ana@acme.example';
const hers = device(1, ana);
const spare = device(2);

async function handedOut(): Promise<Bot> {
  const bot = await openBot();
  const card = await bot.drop(maria.id, csvOf([hers, spare]));
  await bot.press(tom.id, card, 'batch.approve');
  await bot.shows(card, 'Done');
  return bot;
}

describe('/token stock', () => {
  it('says where a first token comes from', async () => {
    const bot = await openBot();
    expect(await bot.ask(maria.id, '/token stock')).toContain('Drop the file');
  });

  it('counts the tokens of a model, and which are proven', async () => {
    const bot = await handedOut();
    const answer = await bot.ask(maria.id, '/token stock');
    expect(answer).toContain('Token2 C202: 1 enrolled (0 proven), 1 in stock');
  });

  it('lists no token whose clock nobody has watched', async () => {
    const bot = await handedOut();
    expect(await bot.ask(maria.id, '/token stock --drift')).toContain('No token is known');
  });

  it('takes nothing else', async () => {
    const bot = await openBot();
    expect(await bot.ask(maria.id, '/token stock C202')).toContain('--drift');
  });
});

describe('/token find', () => {
  it.each([
    ['000002', '245252000002 (Token2 C202): in stock'],
    ['ANA@', '245252000001 (Token2 C202): assigned, ana@acme.example'],
    ['c202', '245252000001'],
    ['%', 'No serial'],
  ])('%s', async (text, said) => {
    const bot = await handedOut();
    expect(await bot.ask(maria.id, `/token find ${text}`)).toContain(said);
  });

  it('asks what is to be found', async () => {
    const bot = await openBot();
    expect(await bot.ask(maria.id, '/token find')).toContain('missing');
  });
});

describe('/token status', () => {
  it('tells a token that is enrolled from one that is proven', async () => {
    const bot = await handedOut();
    expect(await bot.ask(maria.id, `/token status ${hers.serial}`)).toContain('Not proven yet');
    const code = codeAt(
      bytesOf(hers.seed),
      { algorithm: 'HMacSHA1', timeStep: 30, digits: 6 },
      bot.clock.now(),
    );
    await bot.ask(maria.id, `/token verify ${ana} ${code}`);
    expect(await bot.ask(maria.id, `/token status ${hers.serial}`)).toContain('Proven');
    expect(await bot.ask(maria.id, `/token status ${ana}`)).toContain('Proven');
  });
});

describe('/token export', () => {
  it('puts every token into a file in the channel, and no seed', async () => {
    const bot = await handedOut();
    await bot.slack.people.slash(maria.id, defaultPlaces.admins, '/token export');
    const file = await bot.clock.until('the file', () =>
      [...bot.slack.world.files.values()].find(({ name }) => name.startsWith('tokens-')),
    );
    const text = Buffer.from(file.bytes).toString();
    const [heading, ...lines] = text.trimEnd().split('\r\n');
    expect(heading).toContain('serial,manufacturer,model,state,user');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('245252000001,Token2,C202,assigned,ana@acme.example');
    expect(text).not.toContain(hers.seed);
  });

  it('says when there is nothing to export', async () => {
    const bot = await openBot();
    expect(await bot.ask(maria.id, '/token export')).toContain('no token yet');
    expect(await bot.ask(maria.id, '/token export now')).toContain('Nothing can follow');
  });
});
