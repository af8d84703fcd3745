// Does in an empty folder what the Dockerfile does in an image: copies what it copies, installs what it installs, and
// starts what it starts. Without settings the bot must get as far as naming them, which loads every module it has.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { configExitCode } from '../../src/config.ts';
import { copied, readDockerfile } from './dockerfile.ts';

const repository = resolve(import.meta.dirname, '../..');
const instructions = readDockerfile(join(repository, 'Dockerfile'));
const folder = mkdtempSync(join(tmpdir(), 'token-desk-image-'));

interface Step {
  readonly command: readonly string[];
  readonly exitCode: number;
  readonly says?: RegExp;
}

const install = instructions.find(({ name, text }) => name === 'RUN' && text.startsWith('npm ci'));
const start = instructions.findLast(({ name }) => name === 'CMD');

const steps: readonly Step[] = [
  { command: install?.text.split('&&')[0]?.trim().split(' ') ?? [], exitCode: 0 },
  {
    command: ['node', '-e', "const D = require('better-sqlite3'); new D(':memory:').exec('SELECT 1')"],
    exitCode: 0,
  },
  { command: commandOf(start?.text ?? '[]'), exitCode: configExitCode, says: /SLACK_BOT_TOKEN/ },
  { command: ['node', 'src/doctor/main.ts'], exitCode: configExitCode, says: /SLACK_BOT_TOKEN/ },
];

function commandOf(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

/** Runs one step as the image would, with nothing in the environment that the image does not set. */
function run(step: Step): boolean {
  const [program = '', ...args] = step.command;
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(program === 'node' ? process.execPath : program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 300_000,
    env: { PATH, HOME, NODE_ENV: 'production', DATA_DIR: join(folder, 'data') },
  });
  const output = `${stdout}${stderr}`;
  const good = status === step.exitCode && (step.says?.test(output) ?? true);
  process.stdout.write(
    `${good ? 'ok' : 'FAILED'}: ${step.command.join(' ')} (exit code ${String(status)})\n`,
  );
  if (!good) process.stdout.write(output);
  return good;
}

try {
  for (const path of copied(instructions))
    cpSync(join(repository, path), join(folder, path), { recursive: true });
  process.exitCode = steps.every(run) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
