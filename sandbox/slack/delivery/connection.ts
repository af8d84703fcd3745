// docs.slack.dev/apis/events-api/using-socket-mode
import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Cut, SocketFault } from '../faults.ts';
import { isObject, parseJson, stringAt } from '../json.ts';
import type { State } from '../state.ts';
import type { JsonObject } from '../world.ts';

/** One WebSocket of the app. */
export interface Connection {
  /** Counted from 1 in order of connecting. */
  readonly number: number;
  /** It has said hello and has not been told to end. */
  isReady(): boolean;
  isOpen(): boolean;
  frame(text: string): void;
  /** Calls back with the ack's payload; the returned function stops waiting. */
  onAck(envelopeId: string, listener: (payload: JsonObject | undefined) => void): () => void;
  cut(how: Cut): void;
}

export interface Accepted {
  readonly socket: WebSocket;
  readonly raw: Socket;
  readonly number: number;
  /** How many connections the app has with this one. */
  readonly count: number;
  readonly lifetimeSeconds: number;
}

type Later = (ms: number, run: () => void) => void;

const warningMs = 10_000;
const closeAfterMs = 1000;
const host = 'applink-0';

const helloFrame = (appId: string, { count, lifetimeSeconds }: Accepted): string =>
  JSON.stringify({
    type: 'hello',
    num_connections: count,
    debug_info: { host, build_number: 1, approximate_connection_time: lifetimeSeconds },
    connection_info: { app_id: appId },
  });

const disconnectFrame = (reason: string): string =>
  JSON.stringify({ type: 'disconnect', reason, debug_info: { host } });

const textOf = (data: unknown): string => (Buffer.isBuffer(data) ? data.toString('utf8') : '');

/** Ends a connection in one of the ways that Slack or the network has. */
function end(how: Exclude<Cut, 'warning'>, { socket, raw }: Accepted, later: Later): void {
  if (how === 'reset') raw.resetAndDestroy();
  else if (how === 'close') socket.close(1000);
  else {
    socket.send(disconnectFrame(how));
    later(closeAfterMs, () => {
      socket.close(1000);
    });
  }
}

/** Timers that run only while the socket is open and end with it. */
function timersOf(state: State, socket: WebSocket): Later {
  const pending = new Set<() => void>();
  socket.on('close', () => {
    for (const cancel of pending) cancel();
  });
  return (ms, run) => {
    const cancel = state.timers.after(ms, () => {
      pending.delete(cancel);
      if (socket.readyState === socket.OPEN) run();
    });
    pending.add(cancel);
  };
}

function keepAlive(socket: WebSocket, faults: readonly SocketFault[], everyMs: number, later: Later): void {
  const has = (what: SocketFault['do']) => faults.some((fault) => fault.do === what);
  socket.on('ping', (data) => {
    if (!has('no_pong')) socket.pong(data);
  });
  const ping = () => {
    socket.ping();
    later(everyMs, ping);
  };
  if (!has('no_ping')) later(everyMs, ping);
}

type Acks = Map<string, (payload: JsonObject | undefined) => void>;

function listen(socket: WebSocket, acks: Acks): void {
  socket.on('message', (data) => {
    const message = parseJson(textOf(data));
    if (!isObject(message)) return;
    const { payload } = message;
    const text = typeof payload === 'string' ? { text: payload } : undefined;
    acks.get(stringAt(message, 'envelope_id') ?? '')?.(isObject(payload) ? payload : text);
  });
  // A broken frame or a reset ends in `close`, which is all that matters here.
  socket.on('error', () => undefined);
}

/** Greets a new connection, keeps it alive and rotates it when its time has come. */
export function openConnection(state: State, accepted: Accepted): Connection {
  const { socket, number, lifetimeSeconds } = accepted;
  const faults = state.faults.hit('socket', String(number));
  const acks: Acks = new Map();
  const later = timersOf(state, socket);
  const isOpen = () => socket.readyState === socket.OPEN;
  let ready = false;
  const cut = (how: Cut) => {
    if (!isOpen()) return;
    if (how === 'warning') {
      // It still serves until the real end comes.
      socket.send(disconnectFrame(how));
      later(warningMs, () => {
        cut('refresh_requested');
      });
      return;
    }
    ready = false;
    end(how, accepted, later);
  };
  const greet = () => {
    socket.send(helloFrame(state.world.app.id, accepted));
    ready = true;
    later(lifetimeSeconds * 1000 - warningMs, () => {
      cut('warning');
    });
  };
  listen(socket, acks);
  keepAlive(socket, faults, state.flags.pingIntervalMs, later);
  if (faults.some((fault) => fault.do === 'lingering_close'))
    Object.defineProperty(accepted.raw, 'end', { value: () => accepted.raw });
  const late = faults.find((fault) => fault.do === 'late_hello');
  if (late !== undefined) later(late.ms, greet);
  else if (!faults.some((fault) => fault.do === 'no_hello')) greet();
  return {
    number,
    isReady: () => ready && isOpen(),
    isOpen,
    frame: (text) => {
      if (isOpen()) socket.send(text);
    },
    onAck(envelopeId, listener) {
      acks.set(envelopeId, listener);
      return () => acks.delete(envelopeId);
    },
    cut,
  };
}
