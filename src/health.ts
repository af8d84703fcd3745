import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { AppError } from './domain/errors.ts';

/** One part of the bot as `/readyz` shows it. */
export interface Component {
  readonly name: string;
  readonly state: 'ok' | 'failed';
  /** When it was looked at, ISO 8601. */
  readonly time: string;
  readonly detail: string;
}

export interface HealthOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Asked at every request; nothing outside this process may be asked. */
  readonly components: () => Promise<readonly Component[]> | readonly Component[];
  /** What Prometheus reads. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Takes `POST /slack/events`, where Slack delivers over HTTP. */
  readonly slack?: RequestListener | undefined;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (the event loop turns), `/readyz` (every component can do its work; 503 otherwise), `/metrics` for
 * Prometheus and, over HTTP, Slack's deliveries. Throws PORT_UNAVAILABLE when the port cannot be opened.
 */
export async function serveHealth(options: HealthOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    route(options, request, response).catch(() => response.writeHead(500).end());
  });
  await listening(server, options);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    async close() {
      server.closeIdleConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function route(
  options: HealthOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path === '/slack/events' && options.slack !== undefined) {
    options.slack(request, response);
  } else if (path === '/healthz') {
    answer(response, 200, { status: 'ok' });
  } else if (path === '/readyz') {
    const components = await options.components();
    const ready = components.every(({ state }) => state === 'ok');
    answer(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', components });
  } else if (path === '/metrics') {
    const { contentType, text } = await options.metrics();
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
  } else {
    answer(response, 404, { status: 'not found' });
  }
}

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const listening = (server: Server, { host, port }: HealthOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      reject(new AppError('PORT_UNAVAILABLE', { host, port, why: cause.code ?? null }, cause));
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.removeListener('error', refuse);
      resolve();
    });
  });
