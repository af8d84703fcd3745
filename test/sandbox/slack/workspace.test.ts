import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultScopes } from '../../../sandbox/slack/default-world.ts';
import { installationFrom } from '../../../sandbox/slack/manifest.ts';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import { call, connected, open, reply } from './support.ts';

const { maria, tom, greg } = defaultPeople;
const { admins } = defaultPlaces;

const run = async (seed: number) => {
  const slack = await open({ seed, clock: () => 1_700_000_000_000 });
  const first = await slack.people.upload(maria.id, admins, {
    name: 'a.csv',
    bytes: new Uint8Array([97]),
  });
  const second = await reply(slack, 'chat.postMessage', { channel: admins, text: 'a' });
  return [slack.tokens, first, second['ts']];
};

describe('a workspace', () => {
  it('has the same ids, tokens and timestamps for the same seed and clock', async () => {
    expect(await run(7)).toEqual(await run(7));
    expect(await run(7)).not.toEqual(await run(8));
  });

  it('never gives two messages one timestamp, though the clock stands still or goes back', async () => {
    const now = { ms: 1_700_000_000_000 };
    const slack = await open({ clock: () => now.ms });
    const stamps: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      stamps.push((await slack.people.post(maria.id, admins, 'a')).ts);
      now.ms -= 100;
    }
    expect(stamps).toEqual([...new Set(stamps)].toSorted());
  });

  it('starts with the token admins, a guest and the bot in a private channel', async () => {
    const slack = await open();
    const channel = slack.world.channels.get(admins);
    expect(channel?.kind).toBe('private');
    expect([...(channel?.members ?? [])]).toEqual([maria.id, tom.id, greg.id, slack.world.app.botUserId]);
  });

  it('writes every request down without its secrets', async () => {
    const slack = await open();
    await connected(slack);
    const metadata = { event_type: 'a', event_payload: {} };
    await call(slack, 'chat.postMessage', { channel: admins, text: 'a', token: 'xoxb-in-body', metadata });
    await call(slack, 'chat.postMessage', { channel: 'C1', text: 'a' });
    await call(slack, 'auth.test', {}, 'xoxb-unknown');
    expect(slack.journal).toMatchObject([
      { method: 'apps.connections.open', token: 'app' },
      { method: 'chat.postMessage', token: 'bot', ok: true, args: { text: 'a', metadata } },
      { method: 'chat.postMessage', ok: false, error: 'channel_not_found', status: 200 },
      { method: 'auth.test', token: 'unknown', ok: false, error: 'invalid_auth' },
    ]);
    expect(JSON.stringify(slack.journal)).not.toMatch(/xox|xapp/);
  });

  it('stops telling those who stopped listening', async () => {
    const slack = await open();
    let told = 0;
    const stop = slack.on('change', () => {
      told += 1;
    });
    await slack.people.post(maria.id, admins, 'a');
    stop();
    await slack.people.post(maria.id, admins, 'b');
    expect(told).toBe(1);
  });
});

describe('an installation', () => {
  it('is read from the manifest', () => {
    const text = readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8');
    const { scopes, events, commands, interactivity } = installationFrom(parse(text));
    expect(scopes).toEqual(expect.arrayContaining(['commands', 'chat:write', 'files:read']));
    expect(events).toContain('file_shared');
    expect(commands).toEqual([{ command: '/token', shouldEscape: true }]);
    expect(interactivity).toBe(true);
  });

  it('grants nothing that the manifest leaves out', () => {
    const bare = { oauth_config: { scopes: { bot: [...defaultScopes] } } };
    expect(installationFrom(bare)).toEqual({
      scopes: defaultScopes,
      events: [],
      commands: [],
      interactivity: false,
    });
    expect(() => installationFrom({})).toThrow('oauth_config');
  });
});
