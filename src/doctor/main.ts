import { systemClock } from '../clock.ts';
import { configExitCode, describeProblems, readConfig } from '../config.ts';
import { openLog } from '../log.ts';
import { lineOf } from './check.ts';
import { examine } from './run.ts';

const whereFrom =
  'Settings stand in the environment or in a file .env, which begins as a copy of .env.example. The README tells where each value is found.';

const usage = `npm run doctor            checks everything the bot depends on and says how to mend what is wrong
npm run doctor -- --json  the same for a program: one object with "ok" and "checks"
`;

const words = process.argv.slice(2);
const asJson = words.join(' ') === '--json';
const reading = readConfig();
if (words.length > 0 && !asJson) {
  const isHelp = ['--help', '-h'].includes(words.join(' '));
  (isHelp ? process.stdout : process.stderr).write(usage);
  process.exitCode = isHelp ? 0 : 64;
} else if (reading.ok) {
  const log = openLog({ level: 'silent' });
  const checks = await examine({ config: reading.config, clock: systemClock, log });
  const failed = checks.filter(({ state }) => state === 'fail').length;
  if (asJson) console.log(JSON.stringify({ ok: failed === 0, checks }, undefined, 2));
  else {
    for (const check of checks) console.log(lineOf(check));
    console.log(failed === 0 ? 'Everything the bot needs is there.' : `${String(failed)} to mend.`);
  }
  process.exitCode = failed === 0 ? 0 : 1;
} else {
  if (asJson) console.log(JSON.stringify({ ok: false, settings: reading.problems }, undefined, 2));
  else console.error(`${describeProblems(reading.problems)}\n${whereFrom}`);
  process.exitCode = configExitCode;
}
