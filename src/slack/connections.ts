import type { RequestListener } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log } from '../log.ts';
import { openHttpRequests } from './http-requests.ts';
import { openInFlight } from './in-flight.ts';
import type { InFlight } from './in-flight.ts';
import { connectionsWanted, openPair } from './pair.ts';
import type { Pair } from './pair.ts';

interface Common {
  readonly clock: Clock;
  readonly log: Log;
  /** Told once when Slack refuses the app for good after it had started, with Slack's code. */
  readonly onFatal: (code: string) => void;
}

export interface SocketConnections extends Common {
  readonly mode: 'socket';
  readonly appToken: Secret<string>;
  readonly apiUrl: string;
  /** 0 to 1, for the jitter of pauses. */
  readonly random?: () => number;
  readonly startTimeoutMs?: number;
  readonly helloTimeoutMs?: number;
  readonly clientPingTimeoutMs?: number;
  readonly serverPingTimeoutMs?: number;
}

export interface HttpConnections extends Common {
  readonly mode: 'http';
  readonly signingSecret: Secret<string>;
}

interface ConnectionState {
  readonly mode: 'socket' | 'http';
  /** Over HTTP Slack connects to the bot: one once it is started. */
  readonly connected: number;
  readonly wanted: number;
  /** Connections that another process has with the same app token, which takes a share of the payloads. */
  readonly foreign: number;
  readonly inFlight: number;
  readonly lastHelloAgeMs: number | undefined;
  readonly lastFrameAgeMs: number | undefined;
}

/** The ways Slack's payloads reach the app. */
export interface Connections {
  /** To be given to Bolt's `App`; it starts and stops nothing. */
  readonly receiver: Receiver;
  readonly inFlight: InFlight;
  /** For `POST /slack/events` on the bot's own server; undefined with Socket Mode. */
  readonly listener: RequestListener | undefined;
  /**
   * Settles when payloads can arrive. Throws SLACK_REFUSED with Slack's code, or SLACK_START_TIMEOUT when Slack said
   * no hello in time.
   */
  start(): Promise<void>;
  /** Takes no new payload, lets handlers end for up to `deadlineMs`, closes; whether all handlers had ended. */
  stop(deadlineMs: number): Promise<{ readonly drained: boolean }>;
  state(): ConnectionState;
}

/** Opens nothing yet: the app comes with `receiver.init`, connections with `start`. */
export const openConnections = (options: SocketConnections | HttpConnections): Connections =>
  options.mode === 'socket' ? overSockets(options) : overHttp(options);

/** Handlers answer in their first moments, and the answer travels over the socket the payload came by. */
const answerMs = 1000;

function overSockets(options: SocketConnections): Connections {
  const { clock } = options;
  const inFlight = openInFlight(clock);
  const slot = appSlot();
  let accepting = true;
  let frameAt: number | undefined;
  let pair: Pair | undefined;
  const onFrame = () => {
    frameAt = clock.now();
  };
  return {
    receiver: slot.receiver,
    inFlight,
    listener: undefined,
    async start() {
      pair = openPair(options, { app: slot.app(), accepting: () => accepting, onFrame });
      await untilStarted(options, pair);
    },
    async stop(deadlineMs) {
      accepting = false;
      options.log.info('receiving from slack ends', { inFlight: inFlight.count() });
      await inFlight.drained(Math.min(answerMs, deadlineMs));
      const rest = inFlight.drained(Math.max(0, deadlineMs - answerMs));
      const [drained] = await Promise.all([rest, pair?.close()]);
      return { drained };
    },
    state: () => ({
      mode: 'socket',
      connected: pair?.connected() ?? 0,
      wanted: connectionsWanted,
      foreign: pair?.foreign() ?? 0,
      inFlight: inFlight.count(),
      lastHelloAgeMs: ageOf(clock, pair?.helloAt()),
      lastFrameAgeMs: ageOf(clock, frameAt),
    }),
  };
}

/** Waits for the first hello; closes the pair and throws when it does not come. */
async function untilStarted(
  { clock, startTimeoutMs = 30_000 }: SocketConnections,
  pair: Pair,
): Promise<void> {
  const decided = new AbortController();
  const timeout = clock
    .sleep(startTimeoutMs, decided.signal)
    .then(() => new AppError('SLACK_START_TIMEOUT', { waitedMs: startTimeoutMs }));
  const refused = pair.started.then((code) =>
    code === undefined ? undefined : new AppError('SLACK_REFUSED', { code }),
  );
  const trouble = await Promise.race([refused, timeout]);
  decided.abort();
  if (trouble === undefined) return;
  await pair.close();
  throw trouble;
}

function overHttp(options: HttpConnections): Connections {
  const { clock, log } = options;
  const inFlight = openInFlight(clock);
  const slot = appSlot();
  let listening: RequestListener | undefined;
  let requestAt: number | undefined;
  const onRequest = () => {
    requestAt = clock.now();
  };
  return {
    receiver: slot.receiver,
    inFlight,
    listener(req, res) {
      if (listening !== undefined) listening(req, res);
      else res.writeHead(503, { connection: 'close' }).end();
    },
    start() {
      listening = openHttpRequests({ ...options, onRequest }, slot.app());
      return Promise.resolve();
    },
    async stop(deadlineMs) {
      listening = undefined;
      log.info('receiving from slack ends', { inFlight: inFlight.count() });
      return { drained: await inFlight.drained(deadlineMs) };
    },
    state: () => ({
      mode: 'http',
      connected: listening === undefined ? 0 : 1,
      wanted: 1,
      foreign: 0,
      inFlight: inFlight.count(),
      lastHelloAgeMs: undefined,
      lastFrameAgeMs: ageOf(clock, requestAt),
    }),
  };
}

const ageOf = (clock: Clock, at: number | undefined): number | undefined =>
  at === undefined ? undefined : clock.now() - at;

/** Bolt hands its app to the one receiver it is given; the real ones are made later and more than once. */
function appSlot(): { readonly receiver: Receiver; app(): App } {
  let held: App | undefined;
  return {
    receiver: {
      init(app) {
        held = app;
      },
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    app() {
      if (held === undefined) throw new AppError('INTERNAL', { unexpected: 'connections without an app' });
      return held;
    },
  };
}
