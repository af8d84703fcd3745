import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';
import { type Bot, openBot } from './at-desk.ts';

/** Sends an event over HTTP as Slack does, signed; docs.slack.dev/authentication/verifying-requests-from-slack */
async function send(bot: Bot, event: Readonly<Record<string, unknown>>): Promise<number> {
  const { app, team } = bot.slack.world;
  const body = JSON.stringify({
    type: 'event_callback',
    event_id: 'Ev0HANDMADE',
    event_time: 1,
    api_app_id: app.id,
    team_id: team.id,
    authorizations: [{ team_id: team.id, user_id: app.botUserId, is_bot: true }],
    event,
  });
  const at = String(Math.floor(bot.clock.now() / 1_000));
  const signature = createHmac('sha256', bot.slack.tokens.signingSecret)
    .update(`v0:${at}:${body}`)
    .digest('hex');
  const { status } = await fetch(`http://127.0.0.1:${String(bot.app.port)}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  return status;
}

it.each(['file_shared', 'file_deleted', 'tokens_revoked'])(
  '%s of a shape nobody knows is acknowledged and logged, and the bot goes on',
  async (type) => {
    const bot = await openBot({ receive: 'http' });
    expect(await send(bot, { type })).toBe(200);
    await bot.clock.until('the log', () => bot.logged().includes('handler fault'));
    expect(bot.logged()).toContain(type);
    expect(bot.fatal).toEqual([]);
    expect(await bot.ask(defaultPeople.maria.id, '/token whoami')).toContain('maria@acme.example');
  },
);

it('a file shared where the bot does not work is not looked at', async () => {
  const bot = await openBot({ receive: 'http' });
  const { slack, clock } = bot;
  await slack.people.upload(defaultPeople.maria.id, defaultPlaces.general, {
    name: 'tokens.csv',
    bytes: Buffer.from(csvOf(devicesFor(''))),
  });
  const [file] = slack.world.files.values();
  const sighting = { file_id: file?.id, user_id: defaultPeople.maria.id, channel_id: defaultPlaces.general };
  expect(await send(bot, { type: 'file_shared', ...sighting })).toBe(200);
  await clock.pass(60_000);
  expect(await bot.lastBatch()).toBeUndefined();
  expect(slack.journal.filter(({ method }) => method === 'files.info')).toEqual([]);
});

it.each([
  ['a person', { oauth: ['U0MARIA001'] }, 0],
  ['the bot', { oauth: [], bot: ['U0TOKENBOT'] }, 1],
])('the token of %s is revoked, and the bot ends only where it is its own', async (_whose, tokens, ends) => {
  const bot = await openBot({ receive: 'http' });
  await send(bot, { type: 'tokens_revoked', tokens });
  await bot.clock.pass(1_000);
  expect(bot.fatal).toHaveLength(ends);
});
