import { setTimeout } from 'node:timers/promises';
import { describeProblems, readConfig } from '../config.ts';
import type { Clock } from '../domain/ports.ts';
import { openLog } from '../log.ts';
import { lineOf } from './check.ts';
import { examine } from './run.ts';

const clock: Clock = {
  now: Date.now,
  sleep: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  },
};

const reading = readConfig();
if (reading.ok) {
  const checks = await examine({ config: reading.config, clock, log: openLog({ level: 'silent' }) });
  const failed = checks.filter(({ state }) => state === 'fail').length;
  for (const check of checks) console.log(lineOf(check));
  console.log(failed === 0 ? 'Everything the bot needs is there.' : `${String(failed)} to mend.`);
  process.exitCode = failed === 0 ? 0 : 1;
} else {
  console.error(describeProblems(reading.problems));
  process.exitCode = 1;
}
