// For bots that are started one by one: each with its own settings, and perhaps never ready.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { type Bot, botSettings, newSeedKey, startBot } from '../../sandbox/bot.ts';
import { startOkta } from '../../sandbox/okta/server.ts';
import { type SlackOptions, startSlack } from '../../sandbox/slack/server.ts';
import { setStage } from '../../sandbox/story/stage.ts';
import { generousOkta, type Scene } from './desk.ts';

export interface Alone extends Scene {
  /** What a bot here is started with. */
  readonly settings: Readonly<Record<string, string>>;
  /** Starts a bot on this data, with these settings beside those that point it here; it ends with the test. */
  readonly start: (env?: Readonly<Record<string, string>>) => Bot;
}

/** A local Slack, a local Okta and a data directory of one test, and no bot yet. */
export async function openAlone(test: TestContext, options: SlackOptions = {}): Promise<Alone> {
  const slack = await startSlack(options);
  const okta = await startOkta(generousOkta);
  const dataDir = await mkdtemp(join(tmpdir(), 'token-desk-'));
  const seedKey = newSeedKey();
  const policy = { APPROVAL_POLICY: 'confirm' };
  const bots: Bot[] = [];
  test.onTestFinished(async () => {
    await Promise.all(bots.map((bot) => bot.stop('SIGKILL')));
    await Promise.all([slack.close(), okta.close()]);
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    slack,
    okta,
    dataDir,
    stage: setStage({ slack, okta }),
    settings: botSettings({ slack, okta, dataDir, seedKey, env: policy }),
    start(env = {}) {
      const bot = startBot({ slack, okta, dataDir, seedKey, env: { ...policy, ...env } });
      bots.push(bot);
      return bot;
    },
  };
}

/** How the bot ended, and all that it said until then. */
export async function endOf(
  bot: Bot,
): Promise<{ readonly code: number | NodeJS.Signals; readonly said: string }> {
  const code = await bot.ended;
  return { code, said: bot.lines.join('\n') };
}
