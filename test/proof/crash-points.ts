import { describe, expect, it } from 'vitest';
import { type Run, runScript } from './run.ts';
import { devices, type Script } from './script.ts';

/** Each test dies at every `lanes`-th step of a script, until the bot lives to the end. */
const lanes = 10;
const patienceMs = 120_000;

/** Tests that kill a bot at every single step of these scripts; `atLeast` so many steps, or some went uncounted. */
export function describeKills(scripts: readonly Script[], atLeast: number): void {
  let points = 0;

  async function dieFrom(script: Script, first: number): Promise<readonly Failure[]> {
    for (let point = first; ; point += lanes) {
      const run = await runScript(script, point);
      const failure = { point, diedAt: run.diedAt, ...judged(script, run) };
      if (failure.wrong.length + failure.strange.length > 0) return [failure];
      if (run.diedAt === undefined) return [];
      points += 1;
    }
  }

  describe.each(scripts)('a bot that is killed at any step while $name', (script) => {
    it.for(Array.from({ length: lanes }, (_, lane) => lane + 1))(
      `leaves books that hold (every ${String(lanes)}th step from step %i)`,
      { timeout: patienceMs },
      async (lane) => {
        expect(await dieFrom(script, lane)).toEqual([]);
      },
    );
  });

  it(`was killed at ${String(atLeast)} different steps at least`, () => {
    process.stdout.write(`killed at ${String(points)} steps\n`);
    expect(points).toBeGreaterThanOrEqual(atLeast);
  });
}

interface Failure extends Judgement {
  readonly point: number;
  readonly diedAt: string | undefined;
}

interface Judgement {
  readonly wrong: readonly string[];
  /** Ends that a row may not come to in this script, and rows too many or too few. */
  readonly strange: readonly string[];
}

function judged({ revoke = false, mayNeedReview = false }: Script, { wrong, states }: Run): Judgement {
  const good = revoke ? 'unenrolled' : 'enrolled';
  const strange = states.filter((state) => state !== good && !(mayNeedReview && state === 'needs_review'));
  const count = revoke ? 1 : devices.length;
  return {
    wrong,
    strange: states.length === count ? strange : [...strange, `${String(states.length)} rows`],
  };
}
