import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import { startOkta } from '../../sandbox/okta/server.ts';
import type { LocalOkta } from '../../sandbox/okta/server.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { startSlack } from '../../sandbox/slack/server.ts';
import type { LocalSlack } from '../../sandbox/slack/server.ts';
import { z } from 'zod';
import { wantedScopes } from '../../src/okta/scopes.ts';
import { openStore } from '../../src/store/open.ts';
import { appKey } from '../okta/service-app.ts';
import { seedKey } from '../config/minimal.ts';
import { temporaryDir } from '../support/store.ts';

const program = resolve(import.meta.dirname, '../../src/doctor/main.ts');

let slack: LocalSlack;
let okta: LocalOkta;

beforeAll(async () => {
  slack = await startSlack();
  okta = await startOkta();
});

afterAll(async () => {
  await slack.close();
  await okta.close();
});

const report = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), state: z.string(), line: z.string(), mend: z.string() })),
});

interface Ended {
  readonly code: number;
  readonly text: string;
}

/** Runs the program with the settings of the sandbox and these changes. */
function doctor(
  changes: Readonly<Record<string, string>> = {},
  words: readonly string[] = [],
): Promise<Ended> {
  const env = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_ADMIN_CHANNEL: defaultPlaces.admins,
    OKTA_ORG_URL: okta.url,
    OKTA_API_TOKEN: okta.credential,
    OKTA_AUTHENTICATOR_ID: authenticatorIds.sha1Step30,
    DATA_DIR: temporaryDir(),
    SEED_KEY: seedKey,
    ...changes,
  };
  return new Promise((done) => {
    const child = execFile(process.execPath, [program, ...words], { env }, (_error, stdout, stderr) => {
      done({ code: child.exitCode ?? -1, text: `${stdout}${stderr}` });
    });
  });
}

const marked = (text: string, mark: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith(mark));

describe('npm run doctor', () => {
  it('looks at 25 things and more once the bot has run, and tells a program of them as JSON', async () => {
    const DATA_DIR = temporaryDir();
    await (await openStore({ dataDir: DATA_DIR })).close();
    const { privateKey, jwk } = appKey();
    const scopes = wantedScopes.map(({ scope }) => scope);
    const clientId = okta.admin.addClient({ jwks: [jwk], scopes, roles: ['USER_ADMIN', 'READ_ONLY_ADMIN'] });
    const app = { OKTA_API_TOKEN: '', OKTA_CLIENT_ID: clientId, OKTA_PRIVATE_KEY: privateKey.reveal() };
    const { code, text } = await doctor({ DATA_DIR, ...app }, ['--json']);
    const { ok, checks } = report.parse(JSON.parse(text));
    expect([code, ok]).toEqual([0, true]);
    expect(checks.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(new Set(checks.map(({ name }) => name)).size).toBeGreaterThanOrEqual(25);
  });

  it('tells a program of wrong settings as well, and people of its words', async () => {
    const wrong = await doctor({ PORT: 'many' }, ['--json']);
    expect(wrong.code).toBe(78);
    expect(JSON.parse(wrong.text)).toMatchObject({ ok: false, settings: [{ setting: 'PORT' }] });
    const help = await doctor({}, ['--help']);
    expect([help.code, help.text.includes('--json')]).toEqual([0, true]);
    expect((await doctor({}, ['--jsn'])).code).toBe(64);
  });

  it('finds the sandbox in order', async () => {
    const { code, text } = await doctor();
    expect(marked(text, 'FAIL')).toEqual([]);
    expect(marked(text, 'ok').length).toBeGreaterThanOrEqual(9);
    expect(text).toContain('Everything the bot needs is there.');
    expect(code).toBe(0);
  });

  it('names every mistake in the settings before it looks at anything', async () => {
    const { code, text } = await doctor({ SLACK_BOT_TOKEN: '', PORT: 'many' });
    expect(text).toMatch(/^SLACK_BOT_TOKEN is not set.*\nPORT must be a whole number/);
    expect(text).toContain('a copy of .env.example');
    expect(code).toBe(78);
  });

  it('finds what is wrong in several places at once, each with its way to mend it', async () => {
    const { code, text } = await doctor({
      SLACK_APP_TOKEN: 'xapp-1-A1-2-revoked',
      SLACK_ADMIN_CHANNEL: defaultPlaces.general,
      OKTA_API_TOKEN: '00wrong',
      SLACK_APPROVERS: defaultPeople.greg.id,
    });
    const failed = marked(text, 'FAIL');
    expect(failed.map((line) => line.slice('FAIL  '.length).split(':')[0])).toEqual([
      'Slack connection',
      `Slack channel ${defaultPlaces.general}`,
      'Okta credential',
    ]);
    expect(failed[1]).toContain('Make it private, or add channels:read.');
    expect(failed.every((line) => line.split('. ').length > 1)).toBe(true);
    expect(code).toBe(1);
  });

  it('finds a bot token that Slack refuses', async () => {
    const { text } = await doctor({ SLACK_BOT_TOKEN: 'xoxb-1-2-revoked' });
    expect(marked(text, 'FAIL')[0]).toContain('Slack refuses SLACK_BOT_TOKEN (invalid_auth)');
  });

  it('counts approvers as the buttons do: guests and people outside the channel are none', async () => {
    const { text } = await doctor({
      SLACK_APPROVERS: `${defaultPeople.greg.id},${defaultPeople.erin.id},${defaultPeople.tom.id}`,
      APPROVAL_POLICY: 'second-person',
    });
    expect(marked(text, 'FAIL')).toEqual([
      expect.stringMatching(/^FAIL {2}Approvers: 1 full members.*second-person needs two/),
    ]);
    const group = await doctor({
      SLACK_APPROVERS: defaultPlaces.approvers,
      APPROVAL_POLICY: 'second-person',
    });
    expect(marked(group.text, 'ok').join('\n')).toContain('Approvers: 2 full members');
  });

  it('shows no secret, whatever it finds', async () => {
    const secrets = [slack.tokens.bot, slack.tokens.app, okta.credential, seedKey];
    const texts = await Promise.all([doctor(), doctor({ OKTA_AUTHENTICATOR_ID: 'autNotThere' })]);
    for (const { text } of texts) {
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });
});
