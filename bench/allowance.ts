// How much of what Okta allows is used over several windows, in real time and under Okta's usual limits.
import { mkdirSync, writeFileSync } from 'node:fs';
import { type Sandbox, startSandbox } from '../sandbox/scene.ts';
import { runBatch } from './batch.ts';
import { beside, type Figure, figure } from './figures.ts';
import { people } from './people.ts';
import { plotOf } from './plot.ts';

/** An org's limits, of which a credential has half; and rows enough for three windows and the beginning of a fourth. */
const orgs = [
  { perMinute: 1_200, rows: 950 },
  { perMinute: 600, rows: 475 },
] as const;
const windowMs = 60_000;

/** Both wait nearly all of the time, so they run side by side. */
export async function benchAllowance(): Promise<readonly Figure[]> {
  const figures = await Promise.all(orgs.map(({ perMinute, rows }) => benchOrg(perMinute, rows)));
  return figures.flat();
}

async function benchOrg(perMinute: number, rows: number): Promise<readonly Figure[]> {
  const limit = perMinute / 2;
  const sandbox = await startSandbox({
    okta: {
      limits: { perMinute: { '/api/v1': perMinute, '/api/v1/users': 600, 'GET /api/v1/users/{id}': 2_000 } },
      latencyMs: 100,
    },
    env: { APPROVAL_POLICY: 'confirm' },
  });
  try {
    await runBatch(sandbox, people(`org${String(perMinute)}-`, rows));
    const counted = requestsOf(sandbox);
    const windows = windowsOf(counted.filter(({ status }) => status !== 429).map(({ at }) => at));
    const refused = counted.filter(({ status }) => status === 429).length;
    plot(limit, counted);
    return [
      beside(
        'at least 0.98',
        figure(`share of ${String(limit)} a minute that is used`, '', share(windows, limit)),
      ),
      beside('at most 1', figure('refusals for each window', '', refused / windows.length)),
    ];
  } finally {
    await sandbox.close();
  }
}

/** Requests of the bucket that enrolments are counted in. */
const requestsOf = ({ okta }: Sandbox): readonly { readonly at: number; readonly status: number }[] =>
  okta.journal.filter(({ route }) => route !== '/api/v1/users' && route !== '/api/v1/users/{id}');

interface Counted {
  readonly openedAt: number;
  count: number;
}

/** Windows as Okta opens them: with the first request after the last one's end. */
function windowsOf(times: readonly number[]): readonly Counted[] {
  const windows: Counted[] = [];
  for (const at of times.toSorted((one, other) => one - other)) {
    const last = windows.at(-1);
    if (last === undefined || at >= last.openedAt + windowMs) windows.push({ openedAt: at, count: 1 });
    else last.count += 1;
  }
  return windows;
}

/** Of all that was allowed between the first window's beginning and the last one's. */
function share(windows: readonly Counted[], limit: number): number {
  const whole = windows.slice(0, -1);
  const [first] = windows;
  const last = windows.at(-1);
  if (first === undefined || last === undefined || whole.length === 0) return Number.NaN;
  const used = whole.reduce((sum, { count }) => sum + count, 0);
  return used / (limit * ((last.openedAt - first.openedAt) / windowMs));
}

function plot(limit: number, counted: readonly { readonly at: number }[]): void {
  const folder = new URL('out/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const times = counted.map(({ at }) => at);
  writeFileSync(new URL(`requests-${String(limit)}.svg`, folder), plotOf(times, limit));
}
