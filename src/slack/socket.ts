import { SocketModeReceiver } from '@slack/bolt';
import type { App } from '@slack/bolt';
import type { Clock } from '../domain/ports.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log } from '../log.ts';
import { clientOptions } from './api.ts';
import { apiFailure } from './failures.ts';
import type { ApiFailure } from './failures.ts';
import { readFrame } from './frames.ts';
import { sdkLogger } from './sdk-logger.ts';

export interface SocketOptions {
  readonly appToken: Secret<string>;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How long to wait for Slack's hello. */
  readonly helloTimeoutMs: number;
  /** How long a pong, or after the first one Slack's next ping, may stay out. */
  readonly clientPingTimeoutMs: number;
  readonly serverPingTimeoutMs: number;
}

export interface SocketEvents {
  readonly app: App;
  /** Whether payloads are still taken; one that is not is left to Slack to deliver again. */
  accepting(): boolean;
  onFrame(): void;
  /** Told how many connections Slack counts for the app, with the one that has just said hello. */
  onCount(connections: number): void;
}

/** A socket that has said hello. */
export interface Socket {
  /** Settles when Slack announces the end or the connection is gone; an announced end still delivers for a while. */
  readonly ending: Promise<string>;
  /** False once Slack has said that nothing more comes; a warning only says when. */
  delivers(): boolean;
  /** Settles when the connection is gone. */
  readonly gone: Promise<void>;
  close(): void;
}

export type Opening =
  | { readonly kind: 'open'; readonly socket: Socket }
  | { readonly kind: 'failed'; readonly failure: ApiFailure };

/**
 * Opens one Socket Mode connection into the app and waits for its hello. Every attempt has a receiver of its own: one
 * of the SDK's that has been closed half-way may still open a socket that nobody owns.
 */
export async function openSocket(
  options: SocketOptions,
  events: SocketEvents,
  stop: AbortSignal,
): Promise<Opening> {
  const settled = new AbortController();
  const receiver = newReceiver(options);
  receiver.init(events.app);
  const socket = watch(receiver, options.log, events);
  const started = receiver.start().then(
    (): Opening => ({ kind: 'open', socket }),
    (error: unknown): Opening => ({ kind: 'failed', failure: openingFailure(error) }),
  );
  const silence = options.clock
    .sleep(options.helloTimeoutMs, AbortSignal.any([stop, settled.signal]))
    .then((): Opening => ({ kind: 'failed', failure: { kind: 'lost', why: 'no_hello' } }));
  const opening = await Promise.race([started, silence]);
  settled.abort();
  if (opening.kind === 'failed' || stop.aborted) abandon(receiver);
  return opening;
}

function newReceiver(options: SocketOptions): SocketModeReceiver {
  const { log } = options;
  return new SocketModeReceiver({
    appToken: options.appToken.reveal(),
    // Its own way of reconnecting waits five seconds and more, and ends the process when Slack refuses.
    autoReconnectEnabled: false,
    clientPingTimeout: options.clientPingTimeoutMs,
    serverPingTimeout: options.serverPingTimeoutMs,
    logger: sdkLogger(log, 'socket-mode'),
    installerOptions: {
      clientOptions: { ...clientOptions(options), timeout: 10_000 },
    },
    processEventErrorHandler: ({ error }) => {
      log.warn('slack payload not processed', {}, error);
      return Promise.resolve(false);
    },
  });
}

/** Puts the frame filter in front of the SDK's own handler and turns its events into promises. */
function watch({ client }: SocketModeReceiver, log: Log, events: SocketEvents): Socket {
  const ending = Promise.withResolvers<string>();
  const gone = Promise.withResolvers<undefined>();
  let delivers = true;
  client.on('disconnected', () => {
    delivers = false;
    ending.resolve('connection_lost');
    gone.resolve(undefined);
  });
  const handlers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    events.onFrame();
    const frame = readFrame(data);
    if (frame.kind === 'hello' && frame.connections !== undefined) events.onCount(frame.connections);
    if (frame.kind === 'rate_limited') log.warn('slack holds events back: too many per hour');
    if (frame.kind === 'unreadable') log.warn('unreadable frame from slack dropped', { type: frame.type });
    // The SDK would close at once; Slack still delivers for a while, and the next connection is not there yet.
    if (frame.kind === 'disconnect') {
      delivers &&= frame.reason === 'warning';
      ending.resolve(frame.reason);
    }
    if (frame.kind !== 'hello' && !(frame.kind === 'payload' && events.accepting())) return;
    for (const handle of handlers) {
      const handling: unknown = handle(data, isBinary);
      if (handling instanceof Promise) {
        handling.catch((error: unknown) => {
          log.error('slack payload not processed', {}, error);
        });
      }
    }
  });
  const close = () => {
    void client.disconnect();
  };
  return { ending: ending.promise, gone: gone.promise, delivers: () => delivers, close };
}

/** Closes a receiver in whatever state it is; one that is about to connect would do so after being closed. */
function abandon({ client }: SocketModeReceiver): void {
  client.on('connecting', () => {
    queueMicrotask(() => {
      void client.disconnect();
    });
  });
  void client.disconnect();
}

/** What kept a socket from saying hello. The SDK rejects with nothing at all when the socket was closed before. */
function openingFailure(error: unknown): ApiFailure {
  try {
    return error === undefined ? { kind: 'lost', why: 'closed_before_hello' } : apiFailure(error);
  } catch {
    return { kind: 'lost', why: 'unreadable_answer' };
  }
}
