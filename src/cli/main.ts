import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { configExitCode, describeProblems, readStoreSettings } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import { programs } from './help.ts';
import { ask } from './run.ts';
import type { Run } from './command.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const words = process.argv.slice(2);
const program = programs.find(({ name }) => name === words[0]);
const asked = ask(words);
if (program !== undefined) start(program.file);
else if (asked.kind === 'text') {
  (asked.code === 0 ? process.stdout : process.stderr).write(asked.text);
  process.exitCode = asked.code;
} else {
  await work(asked.run);
}

/** A program of its own keeps its own words and its own end; whoever stops this one stops it. */
function start(file: string): void {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...words.slice(1)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

async function work(run: Run): Promise<void> {
  const reading = readStoreSettings();
  if (!reading.ok) {
    process.stderr.write(`The settings are not right:\n${describeProblems(reading.problems)}\n`);
    process.exitCode = configExitCode;
    return;
  }
  try {
    await run({ dataDir: reading.dataDir, clock: systemClock, say });
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('INTERNAL', {}, error);
    process.stderr.write(`${known.code}: ${known.hint} ${JSON.stringify(known.facts)}\n`);
    process.exitCode = 1;
  }
}
