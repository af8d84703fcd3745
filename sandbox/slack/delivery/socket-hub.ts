import type { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Cut } from '../faults.ts';
import type { State } from '../state.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { sendOn } from './envelope.ts';
import { makeTickets } from './tickets.ts';
import type { Transport } from './transport.ts';

// docs.slack.dev/apis/events-api/using-socket-mode: ten connections at once; `debug_reconnects` rotates after 360 s.
const maxConnections = 10;
const debugLifetimeSeconds = 360;

export interface SocketHub extends Transport {
  /** An address that opens one WebSocket, once, within its ticket's lifetime. */
  readonly issueAddress: () => string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** The n-th open connection (from 1), or all. */
  cut(how: Cut, nth?: number): void;
  frame(text: string, nth?: number): void;
}

interface Room {
  /** The open ones, oldest first. */
  open(nth?: number): readonly Connection[];
  admit(socket: WebSocket, raw: Socket, isDebug: boolean): void;
}

function makeRoom(state: State): Room {
  const connections = new Set<Connection>();
  let connected = 0;
  const open = (nth?: number) => {
    const all = [...connections].filter((connection) => connection.isOpen());
    return nth === undefined ? all : all.slice(nth - 1, nth);
  };
  return {
    open,
    admit(socket, raw, isDebug) {
      const before = open().length;
      connected += 1;
      const lifetimeSeconds = isDebug ? debugLifetimeSeconds : state.flags.connectionSeconds;
      const accepted = { socket, raw, number: connected, count: before + 1, lifetimeSeconds };
      const connection = openConnection(state, accepted);
      if (before >= maxConnections) connection.cut('too_many_websockets');
      else connections.add(connection);
      socket.on('close', () => connections.delete(connection));
    },
  };
}

const farewellMs = 200;

/** Closes as a server that goes away does; a peer that does not answer is cut off. */
async function farewell(client: WebSocket): Promise<void> {
  const closed = new Promise((resolve) => {
    client.once('close', resolve);
  });
  const impatience = setTimeout(() => {
    client.terminate();
  }, farewellMs);
  client.close(1001);
  await closed;
  clearTimeout(impatience);
}

const refusal = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** All the app's WebSockets: each payload goes to one of them, drawn by lot. */
export function openSocketHub(state: State): SocketHub {
  // Pongs are sent by hand, since a fault can hold them back.
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const tickets = makeTickets(state);
  const room = makeRoom(state);
  return {
    issueAddress() {
      const host = state.baseUrl.replace(/^http/, 'ws');
      return `${host}/link/?ticket=${tickets.issue()}&app_id=${state.world.app.id}`;
    },
    upgrade(request, socket, head) {
      const { searchParams } = new URL(request.url ?? '/', 'http://slack');
      if (!(socket instanceof Socket) || !tickets.spend(searchParams.get('ticket') ?? '')) {
        socket.end(refusal);
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => {
        room.admit(opened, socket, searchParams.get('debug_reconnects') === 'true');
      });
    },
    send(parcel) {
      const ready = room.open().filter((connection) => connection.isReady());
      const others = ready.filter(({ number }) => number !== parcel.avoid);
      const candidates = others.length > 0 ? others : ready;
      const connection = candidates[Math.floor(state.random() * candidates.length)];
      if (connection === undefined) return Promise.resolve({ got: 'no_connection' });
      return sendOn(state, connection, parcel);
    },
    cut(how, nth) {
      for (const connection of room.open(nth)) connection.cut(how);
    },
    frame(text, nth) {
      for (const connection of room.open(nth)) connection.frame(text);
    },
    async close() {
      await Promise.all([...server.clients].map(async (client) => farewell(client)));
      server.close();
    },
  };
}
