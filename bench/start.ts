import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSeedKey, startBot } from '../sandbox/bot.ts';
import { startOkta } from '../sandbox/okta/server.ts';
import { startSlack } from '../sandbox/slack/server.ts';
import { beside, type Figure, figure, timed } from './figures.ts';

const times = 5;

/** From the start of the process until the bot takes work, on data that is there already. */
export async function benchStart(): Promise<Figure> {
  const [slack, okta] = await Promise.all([startSlack(), startOkta()]);
  const dataDir = await mkdtemp(join(tmpdir(), 'token-desk-bench-'));
  const seedKey = newSeedKey();
  const values: number[] = [];
  try {
    for (let run = 0; run <= times; run += 1) {
      const bot = startBot({ slack, okta, dataDir, seedKey });
      const ms = await timed(() => bot.ready);
      // The first one makes the database.
      if (run > 0) values.push(ms);
      await bot.stop();
    }
    return beside('below 1,000', figure('start until the bot takes work', 'ms', ...values));
  } finally {
    await Promise.all([slack.close(), okta.close()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}
