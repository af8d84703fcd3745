import { systemClock } from './clock.ts';
import { configExitCode, describeProblems, readConfig } from './config.ts';
import { AppError } from './domain/errors.ts';
import { openLog } from './log.ts';
import { startApp, type RunningApp } from './app.ts';

/** Handlers have answered long before; what is left is a request to Okta, which ends within its own timeout. */
const stopWithinMs = 25_000;

// A diagnostic report would hold every setting, secrets too: https://nodejs.org/api/report.html
process.report.excludeEnv = true;

const reading = readConfig();
if (!reading.ok) {
  process.stderr.write(
    `The settings are not right, so the bot does not start:\n${describeProblems(reading.problems)}\n`,
  );
  process.exit(configExitCode);
}
const { config } = reading;
const log = openLog({ level: config.logLevel });
let running: RunningApp | undefined;
let ending = false;

async function end(why: string, code: number): Promise<void> {
  if (ending) return;
  ending = true;
  log.info('stopping', { why });
  // A stop that hangs is ended; the next start takes up what was left.
  setTimeout(() => process.exit(code === 0 ? 1 : code), stopWithinMs + 4_000).unref();
  await running?.stop(stopWithinMs).catch((error: unknown) => log.error('stop failed', {}, error));
  log.info('stopped', { why });
  process.exit(code);
}

for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => {
    log.error('fault outside every handler', { event }, error);
    void end(event, 1);
  });
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    // Whoever asks a second time does not want to wait: rows under way are settled by the next start.
    if (ending) process.exit(1);
    void end(signal, 0);
  });
}

try {
  running = await startApp(config, { clock: systemClock, log, onFatal: (code) => void end(code, 1) });
} catch (error) {
  const known = error instanceof AppError ? error : new AppError('INTERNAL', {}, error);
  log.error('the bot could not start', { code: known.code, ...known.facts }, error);
  process.stderr.write(`${known.code}: ${known.hint} ${JSON.stringify(known.facts)}\n`);
  process.exit(1);
}
