// The unmodified bot as its own process, configured to speak to the local Slack and the local Okta.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { authenticatorIds } from './okta/default-org.ts';
import type { LocalOkta } from './okta/server.ts';
import { defaultPlaces } from './slack/people.ts';
import type { LocalSlack } from './slack/server.ts';

export interface Bot {
  readonly pid: number;
  /** Every line the bot printed so far. */
  readonly lines: readonly string[];
  /** Resolves with the port of its health pages once it takes work; rejects when it ends before that. */
  readonly ready: Promise<number>;
  /** Resolves with the exit code (or the signal) once the process is gone. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Sends the signal, SIGTERM unless told otherwise, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

export interface BotOptions {
  readonly slack: LocalSlack;
  readonly okta: LocalOkta;
  readonly dataDir: string;
  /** 32 bytes in base64; the same one must be given after a restart on the same data. */
  readonly seedKey: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

export const newSeedKey = (): string => randomBytes(32).toString('base64');

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Starts the bot; the caller stops it. Settings of the machine do not reach it. */
export function startBot(options: BotOptions): Bot {
  const child = spawn(process.execPath, [main], {
    env: botSettings(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
  });
  const ready = new Promise<number>((resolve, reject) => {
    const take = (line: string): void => {
      lines.push(line);
      options.onLine?.(line);
      const port = readyPort(line);
      if (port !== undefined) resolve(port);
    };
    createInterface(child.stdout).on('line', take);
    createInterface(child.stderr).on('line', take);
    void ended.then((code) =>
      reject(new Error(`the bot ended (${String(code)}) before it was ready:\n${lines.join('\n')}`)),
    );
  });
  // Whoever does not wait for readiness learns of an early end from `ended`.
  ready.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    lines,
    ready,
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** The settings under which the bot speaks to the local Slack and the local Okta. */
export const botSettings = (options: Omit<BotOptions, 'onLine'>): Readonly<Record<string, string>> => ({
  PATH: '',
  SLACK_API_URL: options.slack.apiUrl,
  SLACK_BOT_TOKEN: options.slack.tokens.bot,
  SLACK_APP_TOKEN: options.slack.tokens.app,
  SLACK_ADMIN_CHANNEL: defaultPlaces.admins,
  OKTA_ORG_URL: options.okta.url,
  OKTA_API_TOKEN: options.okta.credential,
  OKTA_AUTHENTICATOR_ID: [
    authenticatorIds.sha1Step30,
    authenticatorIds.sha256Step30Hex,
    authenticatorIds.sha1Step60,
  ].join(','),
  APPROVAL_POLICY: 'second-person',
  SEED_KEY: options.seedKey,
  DATA_DIR: options.dataDir,
  PORT: '0',
  ...options.env,
});

function readyPort(line: string): number | undefined {
  if (!line.includes('"message":"ready"')) return undefined;
  const port = /"port":(\d+)/u.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}
