import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import { at, connected, open } from './support.ts';
import type { Client } from './support.ts';

const { maria, ana, dora } = defaultPeople;
const { admins, general } = defaultPlaces;

/** Types a line and gives the envelope that the app gets. */
async function typed(slack: LocalSlack, client: Client, line: string) {
  const seen = slack.people.slash(maria.id, admins, line);
  return { seen, envelope: await client.frame() };
}

const post = (url: unknown, body: unknown) =>
  fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const command = async (slack: LocalSlack) => {
  const client = await connected(slack);
  const { envelope } = await typed(slack, client, '/token help');
  client.ack(envelope);
  return at(envelope, 'payload', 'response_url');
};

describe('a slash command', () => {
  it('reaches the app with Slack’s fields', async () => {
    const slack = await open();
    const client = await connected(slack);
    const { seen, envelope } = await typed(slack, client, '/token   status  2308 ');
    expect(envelope).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: {
        command: '/token',
        text: 'status  2308',
        user_id: maria.id,
        user_name: 'maria',
        channel_id: admins,
        channel_name: 'privategroup',
        team_id: slack.world.team.id,
        api_app_id: slack.world.app.id,
        is_enterprise_install: 'false',
      },
    });
    expect(envelope).not.toHaveProperty('retry_attempt');
    client.ack(envelope, {});
    expect(await seen).toEqual({ outcome: 'answered', ephemeral: undefined, message: undefined });
  });

  it.each([
    ['@ana', '<@U0ANA00001|ana>'],
    ['@nobody', '@nobody'],
    ['build#general x@ana', 'build#general x@ana'],
    ['@token-approvers', '<!subteam^S0APPROVE1|@token-approvers>'],
    ['#general', '<#C0GENERAL1|general>'],
    ['#token-admins', '<#C0TOKADMIN|>'],
    ['ana@acme.example', '<mailto:ana@acme.example|ana@acme.example>'],
    ['https://a.b/?c=1&d=2', '<https://a.b/?c=1&amp;d=2>'],
    ['<@U0ANA00001> & co', '&lt;@U0ANA00001&gt; &amp; co'],
    ['@dora', '@dora'],
  ])('escapes %s to %s', async (text, escaped) => {
    const slack = await open();
    const client = await connected(slack);
    const { envelope } = await typed(slack, client, `/token find ${text}`);
    expect(at(envelope, 'payload', 'text')).toBe(`find ${escaped}`);
  });

  it('follows the flags where Slack’s answers differ', async () => {
    const slack = await open({
      flags: { mention: 'id_only', email: 'plain', privateChannelName: 'real' },
      commands: ['/token', { command: '/raw', shouldEscape: false }],
    });
    const client = await connected(slack);
    const { envelope } = await typed(slack, client, '/token @ana ana@acme.example');
    expect(envelope['payload']).toMatchObject({
      text: `<@${ana.id}> ana@acme.example`,
      channel_name: 'token-admins',
    });
    const raw = await typed(slack, client, '/raw @ana <x>');
    expect(at(raw.envelope, 'payload', 'text')).toBe('@ana <x>');
  });

  it('shows the ack’s answer to the typist alone, or to the channel', async () => {
    const slack = await open();
    const client = await connected(slack);
    const quiet = await typed(slack, client, '/token help');
    client.ack(quiet.envelope, { text: 'usage' });
    expect(await quiet.seen).toMatchObject({ ephemeral: { text: 'usage', viewerId: maria.id } });
    expect(slack.world.messages.get(admins)).toEqual([]);
    const loud = await typed(slack, client, '/token help');
    client.ack(loud.envelope, { response_type: 'in_channel', text: 'usage' });
    expect(await loud.seen).toMatchObject({ message: { text: 'usage' } });
    expect(slack.world.messages.get(admins)).toMatchObject([{ text: '/token help' }, { text: 'usage' }]);
  });

  it('is a failure to the typist when the answer is no message', async () => {
    const slack = await open();
    const client = await connected(slack);
    const { seen, envelope } = await typed(slack, client, '/token help');
    client.ack(envelope, { blocks: [{ type: 'banner' }] });
    expect(await seen).toEqual({ outcome: 'invalid_command_response' });
  });

  it('times out after three seconds', async () => {
    const time = manualTime(1_700_000_000_000);
    const slack = await open({ time });
    const client = await connected(slack);
    const { seen, envelope } = await typed(slack, client, '/token help');
    await time.advance(3000);
    expect(await seen).toEqual({ outcome: 'operation_timeout' });
    expect(slack.world.ephemerals).toMatchObject([
      { fromId: 'USLACKBOT', viewerId: maria.id, text: '/token failed with the error "operation_timeout"' },
    ]);
    client.ack(envelope, { text: 'too late' });
    expect(slack.deliveries).toMatchObject([{ kind: 'command', outcome: 'timed_out' }]);
  });

  it('cannot be dispatched while no socket is open', async () => {
    const slack = await open();
    expect(await slack.people.slash(maria.id, admins, '/token help')).toEqual({ outcome: 'dispatch_failed' });
  });

  it.each([
    ['an unknown command', [maria.id, admins, '/tokens help'], 'no_such_command'],
    ['a channel one is not in', [ana.id, admins, '/token help'], 'not_a_member'],
    ['somebody who left the company', [dora.id, general, '/token help'], 'deactivated'],
  ] as const)('is refused for %s', async (_name, [userId, channelId, line], code) => {
    const slack = await open();
    await expect(slack.people.slash(userId, channelId, line)).rejects.toMatchObject({ code });
  });
});

describe('a response_url', () => {
  it('works five times', async () => {
    const slack = await open();
    const url = await command(slack);
    for (let use = 1; use <= 5; use += 1) expect((await post(url, { text: String(use) })).status).toBe(200);
    const refused = await post(url, { text: '6' });
    expect([refused.status, await refused.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(slack.world.ephemerals.map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('works for thirty minutes', async () => {
    const now = { ms: 1_700_000_000_000 };
    const slack = await open({ clock: () => now.ms });
    const url = await command(slack);
    now.ms += 30 * 60_000;
    expect((await post(url, { text: 'a' })).status).toBe(200);
    now.ms += 1;
    expect(await (await post(url, { text: 'a' })).json()).toEqual({ ok: false, error: 'expired_url' });
  });

  it('needs no membership, but something to show', async () => {
    const slack = await open();
    const url = await command(slack);
    await slack.people.remove(maria.id, admins, slack.world.app.botUserId);
    expect((await post(url, { text: 'a', response_type: 'in_channel' })).status).toBe(200);
    expect(slack.world.messages.get(admins)).toMatchObject([{ text: 'a' }]);
    expect(await (await post(url, {})).json()).toEqual({ ok: false, error: 'no_text' });
    expect(await (await post(`${String(url)}x`, { text: 'a' })).json()).toMatchObject({ ok: false });
  });
});
