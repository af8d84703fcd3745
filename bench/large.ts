// Ten thousand rows: what people wait for meanwhile, how long the event loop is held, and how large the process grows.
import { setTimeout as pause } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../sandbox/scene.ts';
import { defaultPeople, defaultPlaces } from '../sandbox/slack/people.ts';
import { z } from 'zod';
import { runBatch } from './batch.ts';
import { beside, type Figure, figure, quantile } from './figures.ts';
import { generous, people } from './people.ts';

const rows = 10_000;
const { greg, tom } = defaultPeople;

const probed = z.object({
  probe: z.object({ p50Ms: z.number(), p99Ms: z.number(), maxMs: z.number(), largestMb: z.number() }),
});
type Probe = z.infer<typeof probed>['probe'];

export async function benchLarge(): Promise<readonly Figure[]> {
  const heard = { next: Promise.withResolvers<Probe>() };
  const sandbox = await startSandbox({
    okta: { limits: generous, latencyMs: 5 },
    env: {
      APPROVAL_POLICY: 'confirm',
      NODE_OPTIONS: `--import=${new URL('./probe.ts', import.meta.url).href}`,
    },
    onLine(line) {
      if (line.startsWith('{"probe"')) heard.next.resolve(probed.parse(JSON.parse(line)).probe);
    },
  });
  const probe = (): Promise<Probe> => {
    heard.next = Promise.withResolvers<Probe>();
    process.kill(sandbox.bot().pid, 'SIGUSR2');
    return heard.next.promise;
  };
  try {
    await runBatch(sandbox, people('first', 5));
    return await measured(sandbox, probe);
  } finally {
    await sandbox.close();
  }
}

async function measured(sandbox: Sandbox, probe: () => Promise<Probe>): Promise<readonly Figure[]> {
  const before = await probe();
  const seen: { readonly planning: Probe[]; readonly acks: Acks[] } = { planning: [], acks: [] };
  let asking = askAround(sandbox);
  const pace = await runBatch(sandbox, people('large', rows), async () => {
    seen.acks.push(await asking.stop());
    seen.planning.push(await probe());
    asking = askAround(sandbox);
  });
  const running = await asking.stop();
  const after = await probe();
  const [planned] = seen.planning;
  const [planning] = seen.acks;
  if (planned === undefined || planning === undefined) throw new Error('nothing was planned');
  return [
    figure(`plan ${String(rows)} rows`, 's', pace.planMs / 1_000),
    figure(`enrol ${String(rows)} rows`, 's', pace.runMs / 1_000),
    beside('at most 2.1', figure('Okta requests for each enrolled row', 'requests', pace.requests / rows)),
    ...ackFigures('while planning', planning),
    ...ackFigures('while enrolling', running),
    ...loopFigures('while planning', planned),
    ...loopFigures('while enrolling', after),
    figure('memory at rest', 'MB', before.largestMb),
    figure(`memory at most, ${String(rows)} rows planned`, 'MB', planned.largestMb),
    beside('below 250', figure(`memory at most, ${String(rows)} rows enrolled`, 'MB', after.largestMb)),
  ];
}

interface Acks {
  readonly commands: readonly number[];
  readonly clicks: readonly number[];
}

const ackFigures = (when: string, { commands, clicks }: Acks): readonly Figure[] => [
  figure(`answer to a command ${when}, half of them`, 'ms', quantile(commands, 0.5)),
  beside('below 100', figure(`answer to a command ${when}, 99 of 100`, 'ms', quantile(commands, 0.99))),
  figure(`answer to a click ${when}`, 'ms', ...clicks),
];

const loopFigures = (when: string, { p50Ms, p99Ms, maxMs }: Probe): readonly Figure[] => [
  figure(`event loop held ${when}, half of the time`, 'ms', p50Ms),
  beside('below 50', figure(`event loop held ${when}, 99 of 100`, 'ms', p99Ms)),
  figure(`event loop held ${when}, at most`, 'ms', maxMs),
];

/**
 * Types a command ten times a second and presses a button once a second, as somebody who may not press it, and times
 * Slack's wait for the bot.
 */
function askAround({ slack }: Sandbox): { stop(): Promise<Acks> } {
  const commands: number[] = [];
  const clicks: number[] = [];
  const stopping = new AbortController();
  const [card] =
    slack.world.messages.get(defaultPlaces.admins)?.filter(({ botId }) => botId !== undefined) ?? [];
  const type = async (): Promise<void> => {
    const begun = performance.now();
    const { outcome } = await slack.people.slash(tom.id, defaultPlaces.admins, '/token help');
    if (outcome !== 'answered') throw new Error(`a command was not acknowledged: ${outcome}`);
    commands.push(performance.now() - begun);
  };
  const press = async (): Promise<void> => {
    const begun = performance.now();
    const target = { channelId: defaultPlaces.admins, ts: card?.ts ?? '' };
    const { outcome } = await slack.people.click(greg.id, target, 'batch.approve', { stale: true });
    if (outcome !== 'acked') throw new Error(`a click was not acknowledged: ${outcome}`);
    clicks.push(performance.now() - begun);
  };
  const repeat = async (act: () => Promise<void>, everyMs: number): Promise<void> => {
    while (!stopping.signal.aborted) {
      await act();
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const work = Promise.all([repeat(type, 100), repeat(press, 1_000)]);
  return {
    async stop() {
      stopping.abort();
      await work;
      return { commands, clicks };
    },
  };
}
