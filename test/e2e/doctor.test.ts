import { execFile } from 'node:child_process';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { newSeedKey } from '../../sandbox/bot.ts';
import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { databaseFile } from '../../src/store/open.ts';
import { type Alone, openAlone } from './alone.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Ended {
  readonly code: number;
  readonly text: string;
}

function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { cwd: root, env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, text: `${stdout}${stderr}` });
    });
  });
}

const doctor = (env: Readonly<Record<string, string>>): Promise<Ended> =>
  run(process.execPath, ['src/doctor/main.ts'], env);

/** A bot has been here and has ended. */
async function afterABot(scene: Alone): Promise<void> {
  const bot = scene.start();
  await bot.ready;
  await bot.stop();
}

/** What may be wrong, how to make it so, and the line that must be read. */
const broken: readonly (readonly [
  what: string,
  line: RegExp,
  spoil: (scene: Alone) => Promise<Readonly<Record<string, string>> | undefined>,
])[] = [
  [
    'a revoked bot token',
    /^FAIL {2}Slack token: .*token_revoked/mu,
    async ({ slack }) => {
      await slack.people.revokeToken('bot');
      return undefined;
    },
  ],
  [
    'a revoked app token',
    /^FAIL {2}Slack connection: /mu,
    async ({ slack }) => {
      await slack.people.revokeToken('app');
      return undefined;
    },
  ],
  [
    'a scope that was taken away',
    /^FAIL {2}Slack scopes: lack files:write\./mu,
    async ({ slack }) => {
      await slack.people.removeScope('files:write');
      return undefined;
    },
  ],
  [
    'a channel without the bot',
    /^FAIL {2}Slack channel C0TOKADMIN: .*nvite the bot/mu,
    async ({ slack }) => {
      await slack.people.remove(defaultPeople.maria.id, defaultPlaces.admins, slack.world.app.botUserId);
      return undefined;
    },
  ],
  [
    'an Okta that is somewhere else',
    /^FAIL {2}Okta org: .*OKTA_ORG_URL/mu,
    ({ slack }) => Promise.resolve({ OKTA_ORG_URL: slack.url }),
  ],
  [
    'a revoked Okta credential',
    /^FAIL {2}Okta credential: .*OKTA_API_TOKEN/mu,
    async ({ okta }) => {
      okta.admin.revokeCredential();
      return Promise.resolve(undefined);
    },
  ],
  [
    'an authenticator that was switched off',
    /^FAIL {2}Okta authenticator autSha1Step30Base32g: is not active\./mu,
    ({ okta }) => {
      okta.admin.deactivateAuthenticator(authenticatorIds.sha1Step30);
      return Promise.resolve(undefined);
    },
  ],
  [
    'another seed key',
    /^FAIL {2}Seed key: is not the one that sealed the seeds\./mu,
    async (scene) => {
      await afterABot(scene);
      return { SEED_KEY: newSeedKey() };
    },
  ],
  [
    'a damaged database',
    /^FAIL {2}Database: .*restore the last backup/mu,
    async (scene) => {
      await afterABot(scene);
      await truncate(join(scene.dataDir, databaseFile), 20_000);
      return undefined;
    },
  ],
];

describe.concurrent('npm run doctor', () => {
  it('finds all well beside a running bot, and leaves it alone', async (test) => {
    const scene = await openAlone(test);
    const bot = scene.start();
    await bot.ready;
    const env = { ...scene.settings, PATH: process.env['PATH'] ?? '', HOME: scene.dataDir };
    const { code, text } = await run('npm', ['run', '--silent', 'doctor'], env);
    expect(text).not.toMatch(/^FAIL/mu);
    expect(text).toContain('Everything the bot needs is there.');
    expect(code).toBe(0);
    expect(await bot.stop()).toBe(0);
  });

  it.for(broken)('ends with 1 over %s and says so', async ([, line, spoil], test) => {
    const scene = await openAlone(test);
    const changes = await spoil(scene);
    const { code, text } = await doctor({ ...scene.settings, ...changes });
    expect(text).toMatch(line);
    expect(text).toMatch(/^\d to mend\.$/mu);
    expect(code).toBe(1);
  });
});
