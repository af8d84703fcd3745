import { systemClock } from '../clock.ts';
import { configExitCode, describeProblems, readConfig } from '../config.ts';
import { openLog } from '../log.ts';
import { lineOf } from './check.ts';
import { examine } from './run.ts';

const whereFrom =
  'Settings stand in the environment or in a file .env, which begins as a copy of .env.example. The README tells where each value is found.';

const reading = readConfig();
if (reading.ok) {
  const log = openLog({ level: 'silent' });
  const checks = await examine({ config: reading.config, clock: systemClock, log });
  const failed = checks.filter(({ state }) => state === 'fail').length;
  for (const check of checks) console.log(lineOf(check));
  console.log(failed === 0 ? 'Everything the bot needs is there.' : `${String(failed)} to mend.`);
  process.exitCode = failed === 0 ? 0 : 1;
} else {
  console.error(`${describeProblems(reading.problems)}\n${whereFrom}`);
  process.exitCode = configExitCode;
}
