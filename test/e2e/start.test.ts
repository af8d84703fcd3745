import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newSeedKey } from '../../sandbox/bot.ts';
import { defaultScopes } from '../../sandbox/slack/default-world.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { databaseFile } from '../../src/store/open.ts';
import { endOf, openAlone } from './alone.ts';

describe.concurrent('a bot with wrong settings', () => {
  it('names every mistake at once, shows no value, and ends with 78', async (test) => {
    const { start } = await openAlone(test);
    const wrong = {
      SLACK_BOT_TOKEN: 'a-value-that-is-wrong-1',
      SLACK_ADMIN_CHANNEL: 'a-value-that-is-wrong-2',
      OKTA_ORG_URL: 'http://a-value-that-is-wrong-3.example',
      OKTA_API_TOKEN: '',
      SEED_KEY: 'a-value-that-is-wrong-4',
      SLACK_ADMIN_CHANEL: 'a-value-that-is-wrong-5',
      PORT: 'a-value-that-is-wrong-6',
    };
    const { code, said } = await endOf(start(wrong));
    expect(code).toBe(78);
    for (const name of Object.keys(wrong)) expect(said).toMatch(new RegExp(`^${name} `, 'mu'));
    expect(said).toContain('Did you mean SLACK_ADMIN_CHANNEL?');
    expect(said).not.toContain('a-value-that-is-wrong');
  });

  it('cannot be had without any setting at all', async (test) => {
    const { start, slack } = await openAlone(test);
    const names = [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_ADMIN_CHANNEL',
      'OKTA_ORG_URL',
      'OKTA_API_TOKEN',
      'OKTA_AUTHENTICATOR_ID',
      'SEED_KEY',
    ];
    const { code, said } = await endOf(start(Object.fromEntries(names.map((name) => [name, '']))));
    expect(code).toBe(78);
    for (const name of names) expect(said).toMatch(new RegExp(`^${name} `, 'mu'));
    expect(slack.journal).toEqual([]);
  });
});

describe.concurrent('a bot whose port is not free', () => {
  it.for([
    ['another program has it', {}],
    ['the address is not of this machine', { HOST: '192.0.2.1' }],
  ] as const)('says so when %s', async ([, change], test) => {
    const { start, slack } = await openAlone(test);
    const { port } = new URL(slack.url);
    const { code, said } = await endOf(start({ PORT: port, ...change }));
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^PORT_UNAVAILABLE: .*Set PORT to a free one.*"port":${port},`, 'mu'));
  });
});

describe.concurrent('a data directory', () => {
  it('is not opened with another seed key', async (test) => {
    const { start } = await openAlone(test);
    const first = start();
    await first.ready;
    await first.stop();
    const otherKey = newSeedKey();
    const { code, said } = await endOf(start({ SEED_KEY: otherKey }));
    expect(code).toBe(1);
    expect(said).toMatch(/^VAULT_KEY_WRONG: .*Set the right key and start again\./mu);
    expect(said).not.toContain(otherKey);
    const again = start();
    await again.ready;
    expect(await again.stop()).toBe(0);
  });

  it('belongs to one process, and the second one leaves it alone', async (test) => {
    const { start, slack } = await openAlone(test);
    const first = start();
    await first.ready;
    const before = slack.journal.length;
    const { code, said } = await endOf(start());
    expect(code).toBe(1);
    expect(said).toMatch(/^STORE_LOCKED: Another process uses this data directory\. .*instance\.lock/mu);
    expect(slack.journal).toHaveLength(before);
    expect(await first.stop()).toBe(0);
  });

  it.for([
    [
      'whose beginning was overwritten',
      (path: string) => writeFile(path, 'no database any more'.repeat(400)),
    ],
    ['that was cut off', (path: string) => truncate(path, 20_000)],
  ] as const)('is refused with a database %s', async ([, damage], test) => {
    const { start, dataDir } = await openAlone(test);
    const first = start();
    await first.ready;
    await first.stop();
    await damage(join(dataDir, databaseFile));
    const { code, said } = await endOf(start());
    expect(code).toBe(1);
    expect(said).toMatch(/^STORE_DAMAGED: Keep the damaged files aside, restore the last backup/mu);
  });
});

describe.concurrent('a bot that Slack does not let in', () => {
  it.for([
    ['a bot token Slack does not know', 'SLACK_BOT_TOKEN', 'xoxb-1-2-unknown'],
    ['an app token Slack does not know', 'SLACK_APP_TOKEN', 'xapp-1-A1-2-unknown'],
  ] as const)('ends over %s', async ([, name, value], test) => {
    const { start } = await openAlone(test);
    const { code, said } = await endOf(start({ [name]: value }));
    expect(code).toBe(1);
    expect(said).toMatch(/^SLACK_REFUSED: .*npm run doctor.*"invalid_auth"/mu);
    expect(said).not.toContain(value);
  });

  it('ends over a missing scope and names it', async (test) => {
    const scopes = defaultScopes.filter((scope) => scope !== 'files:read' && scope !== 'groups:read');
    const { start } = await openAlone(test, { scopes });
    const { code, said } = await endOf(start());
    expect(code).toBe(1);
    expect(said).toMatch(/^SLACK_REFUSED: .*files:read, groups:read/mu);
  });

  it('ends over a public channel that nobody allowed', async (test) => {
    const { start } = await openAlone(test, { scopes: [...defaultScopes, 'channels:read'] });
    const { code, said } = await endOf(start({ SLACK_ADMIN_CHANNEL: defaultPlaces.general }));
    expect(code).toBe(1);
    expect(said).toMatch(/^SLACK_CHANNEL_UNSAFE: .*ALLOW_PUBLIC_CHANNEL/mu);
  });

  it('ends when it is not in the channel', async (test) => {
    const { start, slack } = await openAlone(test);
    await slack.people.remove(defaultPeople.maria.id, defaultPlaces.admins, slack.world.app.botUserId);
    const { code, said } = await endOf(start());
    expect(code).toBe(1);
    expect(said).toMatch(/^SLACK_CHANNEL_UNSAFE: .*invite the bot/mu);
  });

  it('ends when the channel is shared with another organisation', async (test) => {
    const { start, slack } = await openAlone(test);
    await slack.people.shareChannelExternally(defaultPlaces.admins);
    const { code, said } = await endOf(start({ ALLOW_PUBLIC_CHANNEL: 'true' }));
    expect(code).toBe(1);
    expect(said).toMatch(/^SLACK_CHANNEL_UNSAFE: .*another organisation/mu);
  });
});
