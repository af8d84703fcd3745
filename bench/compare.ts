// The same number of people, at the same distance from Okta, by the bot and one after the other.
import { startOkta } from '../sandbox/okta/server.ts';
import { startSandbox } from '../sandbox/scene.ts';
import { type Pace, runBatch } from './batch.ts';
import { beside, type Figure, figure } from './figures.ts';
import { oneByOne } from './one-by-one.ts';
import { employ, generous, people } from './people.ts';

const rows = 500;
const latencyMs = 100;
const times = 3;

/** Both wait for Okta nearly all of the time, so they run side by side, each with an Okta of its own. */
export async function benchCompare(): Promise<readonly Figure[]> {
  const [bot, script] = await Promise.all([byBot(), byScript()]);
  const scriptMs = script.reduce((sum, ms) => sum + ms, 0);
  const whole = bot.map(({ planMs, runMs }) => planMs + runMs);
  const run = bot.map(({ runMs }) => runMs);
  const of = `${String(rows)} rows, ${String(latencyMs)} ms away`;
  return [
    figure(`${of}: one after the other`, 's', scriptMs / 1_000),
    figure(`${of}: by the bot, from the file to the last factor`, 's', ...whole.map((ms) => ms / 1_000)),
    figure(`${of}: by the bot, from Approve to the last factor`, 's', ...run.map((ms) => ms / 1_000)),
    beside('at least 30', figure('times as fast, from the file', '', ...whole.map((ms) => scriptMs / ms))),
    beside('at least 30', figure('times as fast, from Approve', '', ...run.map((ms) => scriptMs / ms))),
    figure('Okta requests for each row, one after the other', 'requests', 2),
    beside(
      'at most 2.1',
      figure(
        'Okta requests for each row, by the bot',
        'requests',
        ...bot.map(({ requests }) => requests / rows),
      ),
    ),
  ];
}

async function byBot(): Promise<readonly Pace[]> {
  const sandbox = await startSandbox({
    okta: { limits: generous, latencyMs },
    env: { APPROVAL_POLICY: 'confirm' },
  });
  try {
    const paces: Pace[] = [];
    for (let run = 0; run < times; run += 1)
      paces.push(await runBatch(sandbox, people(`run${String(run)}-`, rows)));
    return paces;
  } finally {
    await sandbox.close();
  }
}

async function byScript(): Promise<readonly number[]> {
  const okta = await startOkta({ limits: generous, latencyMs });
  try {
    const some = people('script', rows);
    employ(okta, some);
    return await oneByOne(okta, some);
  } finally {
    await okta.close();
  }
}
