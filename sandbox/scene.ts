// A local Slack, a local Okta and the unmodified bot between them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, newSeedKey, startBot } from './bot.ts';
import { type LocalOkta, type OktaOptions, startOkta } from './okta/server.ts';
import { type LocalSlack, type SlackOptions, startSlack } from './slack/server.ts';

export interface SandboxOptions {
  readonly slack?: SlackOptions;
  readonly okta?: OktaOptions;
  /** Settings of the bot beside those that point it here. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

export interface Sandbox {
  readonly slack: LocalSlack;
  readonly okta: LocalOkta;
  readonly dataDir: string;
  /** The bot that runs now; `restart` replaces it. */
  bot(): Bot;
  /** Ends the bot with a signal and starts it again on the same data; resolves when it is ready. */
  restart(signal: NodeJS.Signals): Promise<Bot>;
  /** Stops everything and removes the data; gives what the bot ended with. */
  close(): Promise<number | NodeJS.Signals>;
}

/** Starts all three; resolves when the bot is ready. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const slack = await startSlack(options.slack);
  const okta = await startOkta(options.okta);
  const dataDir = await mkdtemp(join(tmpdir(), 'token-desk-'));
  const { env = {}, onLine = () => undefined } = options;
  const seedKey = newSeedKey();
  const start = (): Bot => startBot({ slack, okta, dataDir, seedKey, env, onLine });
  let bot = start();
  const close = async (): Promise<number | NodeJS.Signals> => {
    const end = await bot.stop();
    await Promise.all([slack.close(), okta.close()]);
    await rm(dataDir, { recursive: true, force: true });
    return end;
  };
  await bot.ready.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    slack,
    okta,
    dataDir,
    bot: () => bot,
    async restart(signal) {
      await bot.stop(signal);
      bot = start();
      await bot.ready;
      return bot;
    },
    close,
  };
}
