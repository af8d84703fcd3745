// For a bot that is not expected to get as far as working: what it says, and what it ends with.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { type Bot, newSeedKey, startBot } from '../../sandbox/bot.ts';
import { type LocalOkta, startOkta } from '../../sandbox/okta/server.ts';
import { type LocalSlack, type SlackOptions, startSlack } from '../../sandbox/slack/server.ts';

export interface Alone {
  readonly slack: LocalSlack;
  readonly okta: LocalOkta;
  readonly dataDir: string;
  /** Starts a bot on this data, with these settings beside those that point it here; it ends with the test. */
  readonly start: (env?: Readonly<Record<string, string>>) => Bot;
}

/** A local Slack, a local Okta and a data directory of one test, and no bot yet. */
export async function openAlone(test: TestContext, options: SlackOptions = {}): Promise<Alone> {
  const slack = await startSlack(options);
  const okta = await startOkta();
  const dataDir = await mkdtemp(join(tmpdir(), 'token-desk-'));
  const seedKey = newSeedKey();
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
    start(env = {}) {
      const bot = startBot({ slack, okta, dataDir, seedKey, env });
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
