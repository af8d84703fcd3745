import { systemClock } from '../clock.ts';
import { configExitCode, describeProblems, readConfig } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import { describeKeys } from './describe.ts';
import { openKeyring } from './keyring.ts';

const usage = `npm run keys                 shows the public keys, making them at the first call
npm run keys -- generate     the same
npm run keys -- generate rsa adds an RSA key, for senders whose program knows no elliptic curves
`;

const wanted = process.argv.slice(2).join(' ');
const reading = readConfig();
if (!['', 'generate', 'generate rsa'].includes(wanted)) {
  process.stderr.write(usage);
  process.exitCode = 64;
} else if (reading.ok) {
  const { config } = reading;
  const keyring = openKeyring({
    dataDir: config.dataDir,
    seedKey: config.seedKey,
    org: new URL(config.okta.orgUrl).host,
    now: () => systemClock.now(),
  });
  try {
    if (wanted === 'generate rsa' && !(await keyring.addRsa()))
      process.stderr.write('There is an RSA key already.\n');
    process.stdout.write(describeKeys(await keyring.shown()));
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('INTERNAL', {}, error);
    process.stderr.write(`${known.code}: ${known.hint} ${JSON.stringify(known.facts)}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`The settings are not right:\n${describeProblems(reading.problems)}\n`);
  process.exitCode = configExitCode;
}
