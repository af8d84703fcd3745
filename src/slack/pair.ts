import type { Clock } from '../domain/ports.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log } from '../log.ts';
import { openLine } from './line.ts';
import type { Line } from './line.ts';
import type { SocketEvents } from './socket.ts';
import { watchStrangers } from './strangers.ts';

export interface PairOptions {
  readonly appToken: Secret<string>;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onFatal: (code: string) => void;
  readonly random?: () => number;
  readonly helloTimeoutMs?: number;
  readonly clientPingTimeoutMs?: number;
  readonly serverPingTimeoutMs?: number;
}

/** Two connections into one app: Slack gives each payload to either, so each can be replaced without a gap. */
export interface Pair {
  /** Undefined at the first hello, or Slack's code when it refuses for good before that. */
  readonly started: Promise<string | undefined>;
  connected(): number;
  /** Connections of another process with the same app token. */
  foreign(): number;
  /** When Slack last said hello, epoch ms. */
  helloAt(): number | undefined;
  /** Settles when the sockets are gone, or after two seconds when Slack leaves one open. */
  close(): Promise<void>;
}

export const connectionsWanted = 2;

/** Sockets opened together are rotated together by Slack; renewing one early keeps their ends apart. */
const staggerMs = 10 * 60_000;
const closeMs = 2000;

export function openPair(options: PairOptions, events: Omit<SocketEvents, 'onCount'>): Pair {
  const { clock } = options;
  const first = Promise.withResolvers<string | undefined>();
  const closing = new AbortController();
  let helloAt: number | undefined;
  let dead = false;
  const onFatal = (code: string) => {
    if (helloAt === undefined) first.resolve(code);
    else if (!dead) options.onFatal(code);
    dead = true;
  };
  const onHello = () => {
    helloAt = clock.now();
    first.resolve(undefined);
  };
  const timings = {
    random: options.random ?? Math.random,
    helloTimeoutMs: options.helloTimeoutMs ?? 20_000,
    clientPingTimeoutMs: options.clientPingTimeoutMs ?? 15_000,
    serverPingTimeoutMs: options.serverPingTimeoutMs ?? 45_000,
  };
  const strangers = watchStrangers({
    ...options,
    closing: closing.signal,
    renew: () => lines.at(-1)?.renew(),
  });
  const onCount = (connections: number): void => strangers.counted(connections, socketsOf(lines));
  const lines = Array.from({ length: connectionsWanted }, (_, index) =>
    openLine({ ...options, ...timings, number: index + 1, onHello, onFatal }, { ...events, onCount }),
  );
  void setApart(options.clock, closing.signal, lines);
  return {
    started: first.promise,
    connected: () => lines.filter((line) => line.connected()).length,
    foreign: () => strangers.foreign(),
    helloAt: () => helloAt,
    async close() {
      closing.abort();
      const closed = new AbortController();
      await Promise.race([
        Promise.all(lines.map((line) => line.stop())),
        clock.sleep(closeMs, closed.signal),
      ]);
      closed.abort();
    },
  };
}

const socketsOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + line.sockets(), 0);

async function setApart(clock: Clock, closing: AbortSignal, lines: readonly Line[]): Promise<void> {
  await clock.sleep(staggerMs, closing);
  if (!closing.aborted) lines.at(-1)?.renew();
}
