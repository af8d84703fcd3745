import { expect, onTestFinished, vi } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/domain/ports.ts';
import { createBolt } from '../../src/slack/bolt.ts';
import type { KnownIds } from '../../src/slack/unknown.ts';
import { openConnections } from '../../src/slack/connections.ts';
import type { Connections, SocketConnections } from '../../src/slack/connections.ts';
import type { LocalSlack } from '../../sandbox/slack/server.ts';
import type { Log } from '../../src/log.ts';
import { fastClock, openLab } from './lab.ts';
import type { Lab, LabOptions } from './lab.ts';

export interface Received {
  /** `kind:id` of every payload a listener saw, in order. */
  readonly payloads: string[];
  /** Settles when listeners have seen `count` payloads. */
  until(count: number): Promise<void>;
}

export const known: KnownIds = {
  commands: new Set(['/token']),
  actions: new Set(['batch.approve']),
  views: new Set(['batch.approve']),
};

interface BotOptions {
  readonly slack: LocalSlack;
  readonly log: Log;
  readonly clock?: Clock;
  readonly timings?: Partial<SocketConnections>;
  /** Runs inside every listener, after its ack. */
  readonly during?: () => Promise<unknown>;
}

interface Bot {
  readonly connections: Connections;
  readonly received: Received;
  readonly fatal: string[];
}

/** A bot that listens to files and to `/token`, connected over Socket Mode once `connections.start` is called. */
async function openBot({ slack, log, clock = systemClock, timings = {}, during }: BotOptions): Promise<Bot> {
  const fatal: string[] = [];
  const connections = openConnections({
    mode: 'socket',
    appToken: new Secret(slack.tokens.app),
    apiUrl: slack.apiUrl,
    clock,
    log,
    onFatal: (code) => fatal.push(code),
    ...timings,
  });
  const received = await listen(connections, {
    slack,
    log,
    clock,
    ...(during === undefined ? {} : { during }),
  });
  onTestFinished(async () => {
    await connections.stop(0);
  });
  return { connections, received, fatal };
}

export async function listen(
  connections: Connections,
  { slack, log, clock, during }: Pick<BotOptions, 'slack' | 'log' | 'during'> & { readonly clock: Clock },
): Promise<Received> {
  const botToken = new Secret(slack.tokens.bot);
  const app = await createBolt({ connections, botToken, apiUrl: slack.apiUrl, clock, log, known });
  const payloads: string[] = [];
  const waiting = new Set<() => void>();
  const note = async (payload: string): Promise<void> => {
    payloads.push(payload);
    for (const tell of waiting) tell();
    await during?.();
  };
  app.event('file_shared', ({ event }) => note(`file:${event.file_id}`));
  app.command('/token', async ({ ack, command }) => {
    await ack(`heard ${command.text}`);
    await note(`command:${command.text}`);
  });
  return {
    payloads,
    until: (count) =>
      new Promise((resolve) => {
        const tell = () => {
          if (payloads.length < count) return;
          waiting.delete(tell);
          resolve();
        };
        waiting.add(tell);
        tell();
      }),
  };
}

interface Setup extends Bot, Pick<Lab, 'slack' | 'logged'> {
  /** Ends when so many connections stand. */
  readonly connected: (count: number) => Promise<void>;
}

/** A bot, not yet started, whose pauses pass twenty times as fast. */
export async function setup(
  options: LabOptions & Pick<BotOptions, 'timings' | 'during'> = {},
): Promise<Setup> {
  const {
    timings = {},
    during = () => Promise.resolve(),
    botClock: clock = fastClock(20),
    ...rest
  } = options;
  const { slack, log, logged } = await openLab({ ...rest, botClock: clock });
  // Long enough for a busy machine even at this pace.
  const patient = { startTimeoutMs: 200_000, helloTimeoutMs: 100_000, ...timings };
  const bot = await openBot({ slack, log, clock, timings: patient, during });
  const connected = (count: number) =>
    vi.waitFor(() => {
      expect(bot.connections.state().connected).toBe(count);
    }, 5000);
  return { ...bot, slack, logged, connected };
}

/** How often the bot asked for an address to connect to. */
export const openings = ({ journal }: LocalSlack): number =>
  journal.filter(({ method }) => method === 'apps.connections.open').length;

export const csv = { name: 'tokens.csv', bytes: Buffer.from('upn,serial number\r\n') };
