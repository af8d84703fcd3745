// What a row costs the machine, in files of different length, and how fast rows go when Okta takes no time at all.
import { startSandbox } from '../sandbox/scene.ts';
import { runBatch } from './batch.ts';
import { beside, type Figure, figure, quantile } from './figures.ts';
import { generous, people } from './people.ts';

const lengths = [100, 1_000, 10_000] as const;
const times: Readonly<Record<(typeof lengths)[number], number>> = { 100: 5, 1_000: 3, 10_000: 1 };
/** What Okta gives most orgs in a minute. */
const oktaPerMinute = 1_200;

/** Every file in one bot, short ones first; the very first only warms the program up. */
export async function benchCost(): Promise<readonly Figure[]> {
  const sandbox = await startSandbox({
    okta: { limits: generous, latencyMs: 0 },
    env: { APPROVAL_POLICY: 'confirm' },
  });
  try {
    await runBatch(sandbox, people('warm', 500));
    const figures: Figure[] = [];
    const costs: number[] = [];
    for (const length of lengths) {
      const paces: { readonly perRow: number; readonly perSecond: number }[] = [];
      for (let run = 0; run < times[length]; run += 1) {
        const some = people(`cost${String(length)}-${String(run)}-`, length);
        const { planMs, runMs } = await runBatch(sandbox, some);
        paces.push({ perRow: (planMs + runMs) / length, perSecond: (length / runMs) * 1_000 });
      }
      const perRow = paces.map((pace) => pace.perRow);
      costs.push(quantile(perRow, 0.5));
      figures.push(figure(`time for each of ${String(length)} rows, from the file`, 'ms', ...perRow));
      if (length === 1_000) figures.push(engine(paces.map(({ perSecond }) => perSecond)));
    }
    const [short = Number.NaN] = costs;
    const long = costs.at(-1) ?? Number.NaN;
    return [
      ...figures,
      beside('at most 1.15', figure('a row of 10000 against one of 100', '', long / short)),
    ];
  } finally {
    await sandbox.close();
  }
}

const engine = (perSecond: readonly number[]): Figure =>
  figure(
    `rows settled against an Okta without delay, as a multiple of ${String(oktaPerMinute)} a minute`,
    '',
    ...perSecond.map((rows) => (rows * 60) / oktaPerMinute),
  );
