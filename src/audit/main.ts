import { configExitCode, describeProblems, readStoreSettings } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import { auditKey } from '../store/audit-key.ts';
import { openStore } from '../store/open.ts';
import { exportAudit } from './export.ts';
import { type Options, readOptions, usage } from './options.ts';
import { verify } from './verify.ts';

const usageExitCode = 64;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined || options.command === 'help') {
    (options === undefined ? process.stderr : process.stdout).write(usage);
    return options === undefined ? usageExitCode : 0;
  }
  const settings = readStoreSettings();
  if (!settings.ok) {
    process.stderr.write(`${describeProblems(settings.problems)}\n`);
    return configExitCode;
  }
  try {
    return await run(options, settings);
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('INTERNAL', {}, error);
    process.stderr.write(`${known.code}: ${known.hint} ${JSON.stringify(known.facts)}\n`);
    return 2;
  }
}

async function run(
  options: Exclude<Options, { readonly command: 'help' }>,
  { dataDir, seedKey }: Extract<ReturnType<typeof readStoreSettings>, { readonly ok: true }>,
): Promise<number> {
  if (options.command === 'key') {
    if (seedKey === undefined) throw new AppError('CONFIG_INVALID', { setting: 'SEED_KEY' });
    process.stdout.write(`${auditKey(seedKey).publicKey}\n`);
    return 0;
  }
  const store = await openStore({ dataDir: options.dataDir ?? dataDir, readOnly: true });
  try {
    if (options.command === 'verify') {
      const { exitCode, text } = await verify(store.db, { ...options, seedKey });
      (exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
      return exitCode;
    }
    for await (const part of exportAudit(store.db, options)) process.stdout.write(part);
    return 0;
  } finally {
    await store.close();
  }
}
