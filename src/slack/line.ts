import { isFatalCode } from './failures.ts';
import type { ApiFailure } from './failures.ts';
import { openSocket } from './socket.ts';
import type { Opening, Socket, SocketEvents, SocketOptions } from './socket.ts';

export interface LineOptions extends SocketOptions {
  /** Counted from 1, for the log. */
  readonly number: number;
  readonly random: () => number;
  readonly onHello: () => void;
  readonly onFatal: (code: string) => void;
}

/** One place for a connection that is filled again whenever the connection in it ends. */
export interface Line {
  connected(): boolean;
  /** Sockets that Slack may count: open, about to be, or about to be closed. */
  sockets(): number;
  /** Replaces the present connection, new one first. */
  renew(): void;
  /** Closes everything; settles when the sockets are gone. */
  stop(): Promise<void>;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A connection that lived this long was no failed attempt. */
const healthyMs = 10_000;

/**
 * Keeps one connection open until it is stopped or Slack refuses for good. The next connection is opened as soon as
 * Slack announces the end of the present one, and the old one closed when the new one has said hello, so that nothing
 * falls into a gap. Pauses are jittered and doubled from half a second to half a minute.
 */
export function openLine(options: LineOptions, events: SocketEvents): Line {
  const stopping = new AbortController();
  const live = new Set<Socket>();
  let renewal = Promise.withResolvers<string>();
  let opening = 0;

  /** Lets a connection do its work until its end is announced; gives how long it lived. */
  const attend = async (socket: Socket): Promise<number> => {
    const since = options.clock.now();
    for (const old of live) old.close();
    live.add(socket);
    void socket.gone.then(() => live.delete(socket));
    renewal = Promise.withResolvers<string>();
    options.log.info('connected to slack', { connection: options.number });
    options.onHello();
    const why = await Promise.race([socket.ending, renewal.promise]);
    if (!stopping.signal.aborted)
      options.log.info('slack connection ends', { connection: options.number, why });
    return options.clock.now() - since;
  };

  const keep = async (): Promise<void> => {
    let pauseMs = firstPauseMs;
    for (;;) {
      opening = 1;
      const opened = await openSocket(options, events, stopping.signal);
      opening = 0;
      if (stopping.signal.aborted || isRefusal(options, opened)) return;
      const livedMs = opened.kind === 'open' ? await attend(opened.socket) : 0;
      if (livedMs >= healthyMs) pauseMs = firstPauseMs;
      await options.clock.sleep(waitMs(opened, pauseMs, options.random()), stopping.signal);
      if (stopping.signal.aborted) return;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  };
  const kept = keep().catch((error: unknown) => {
    options.log.error('slack connection no longer kept', { connection: options.number }, error);
    options.onFatal('connection_not_kept');
  });

  return {
    connected: () => [...live].some((socket) => socket.delivers()),
    sockets: () => live.size + opening,
    renew: () => renewal.resolve('renewed'),
    async stop() {
      stopping.abort();
      renewal.resolve('stopped');
      const sockets = [...live];
      for (const socket of sockets) socket.close();
      await Promise.all([kept, ...sockets.map(({ gone }) => gone)]);
    },
  };
}

/** Whether it is no use to try again; says so, and logs a failure that is. */
function isRefusal({ number, log, onFatal }: LineOptions, opening: Opening): boolean {
  if (opening.kind === 'open') return false;
  const why = describe(opening.failure);
  const fatal = opening.failure.kind === 'refused' && isFatalCode(why);
  log[fatal ? 'error' : 'warn']('no connection to slack', { connection: number, why });
  if (fatal) onFatal(why);
  return fatal;
}

function describe(failure: ApiFailure): string {
  if (failure.kind === 'limited') return 'rate_limited';
  return failure.kind === 'refused' ? failure.code : failure.why;
}

/** As long as Slack asked for, or between half of the pause and all of it: connections cut together come back apart. */
const waitMs = (opening: Opening, pauseMs: number, random: number): number =>
  opening.kind === 'failed' && opening.failure.kind === 'limited'
    ? opening.failure.afterMs + random * firstPauseMs
    : pauseMs * (0.5 + random / 2);
