import { randomBytes } from 'node:crypto';
import { systemClock } from '../clock.ts';
import { type Config, configExitCode, describeProblems, readConfig } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import { describeKeys } from './describe.ts';
import { fingerprint } from './fingerprint.ts';
import { openKeyring } from './keyring.ts';
import { rotate } from './rotate.ts';

const usage = `npm run keys                      shows the public keys to which vendors encrypt, making them at the first call
npm run keys -- generate          the same
npm run keys -- generate rsa      adds an RSA key, for senders whose program knows no elliptic curves
npm run keys -- generate seed-key makes a new SEED_KEY and shows it; it is kept nowhere
npm run keys -- fingerprint       by what SEED_KEY is known again, and whether the database is under it
npm run keys -- rotate            puts the database under SEED_KEY, in place of SEED_KEY_PREVIOUS; stop the bot first
Exit codes: 0 done, 1 not done, 64 wrong usage, 78 wrong settings.
`;

const now = (): number => systemClock.now();

const commands: Readonly<Record<string, (config: Config) => Promise<string>>> = {
  '': shown,
  generate: shown,
  async 'generate rsa'(config) {
    const added = await keyringOf(config).addRsa();
    return `${added ? '' : 'There is an RSA key already.\n'}${await shown(config)}`;
  },
  fingerprint,
  rotate: async (config) => `${await rotate(config, now)}\n`,
};

function keyringOf({ dataDir, seedKey, okta }: Config): ReturnType<typeof openKeyring> {
  return openKeyring({ dataDir, seedKey, org: new URL(okta.orgUrl).host, now });
}

async function shown(config: Config): Promise<string> {
  return describeKeys(await keyringOf(config).shown());
}

process.exitCode = await main(process.argv.slice(2).join(' '));

async function main(wanted: string): Promise<number> {
  if (wanted === '--help' || wanted === '-h') return said(usage);
  if (wanted === 'generate seed-key') return said(`${randomBytes(32).toString('base64')}\n`);
  const command = commands[wanted];
  if (command === undefined) return failed(usage, 64);
  const reading = readConfig();
  if (!reading.ok)
    return failed(`The settings are not right:\n${describeProblems(reading.problems)}\n`, configExitCode);
  try {
    return said(await command(reading.config));
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('INTERNAL', {}, error);
    return failed(`${known.code}: ${known.hint} ${JSON.stringify(known.facts)}\n`, 1);
  }
}

function said(text: string): number {
  process.stdout.write(text);
  return 0;
}

function failed(text: string, code: number): number {
  process.stderr.write(text);
  return code;
}
