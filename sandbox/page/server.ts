// Serves the page and what it shows: one stream of snapshots out, acts of people in. For this machine only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { act, actSchema } from './acts.ts';
import { snapshot, type Scene } from './snapshot.ts';

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Changes come in bursts while a batch runs; a browser needs no more than this. */
const atMostEveryMs = 150;
/** The codes of the tokens move on although nothing else changes. */
const atLeastEveryMs = 1_000;
const largestAct = 16 * 1024 * 1024;

/** Serves the page at a port of this machine; `orAnother` takes a free one where that port is taken. */
export async function servePage(
  scene: Scene,
  options: { port: number; orAnother?: boolean; built: URL; clock: () => number },
): Promise<PageServer> {
  const { port, orAnother = false, built, clock } = options;
  const audience = gather(scene, clock);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    if (path === '/events') {
      audience.watch(request, response);
      return;
    }
    const answer = path === '/act' ? takeAct(scene, request, response) : giveFile(built, path, response);
    answer.catch((error: unknown) => {
      response.writeHead(500).end(error instanceof Error ? error.message : 'failed');
    });
  });
  await listen(server, port).catch(async (error: unknown) => {
    if (!orAnother || !isTaken(error)) {
      audience.dismiss();
      throw error;
    }
    await listen(server, 0);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${String(bound)}/`,
    async close() {
      audience.dismiss();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The browsers that watch, each of which is sent the scene after every change. */
function gather(
  scene: Scene,
  clock: () => number,
): { watch(request: IncomingMessage, response: ServerResponse): void; dismiss(): void } {
  const viewers = new Set<ServerResponse>();
  let queued: NodeJS.Timeout | undefined;
  const send = (): void => {
    queued = undefined;
    const data = `data: ${JSON.stringify(snapshot(scene, clock()))}\n\n`;
    for (const viewer of viewers) viewer.write(data);
  };
  const soon = (): void => {
    if (viewers.size > 0) queued ??= setTimeout(send, atMostEveryMs);
  };
  const unsubscribe = [scene.slack.on('change', soon), scene.okta.on('change', soon)];
  const tick = setInterval(soon, atLeastEveryMs);
  return {
    watch(request, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      viewers.add(response);
      request.once('close', () => viewers.delete(response));
      send();
    },
    dismiss() {
      clearInterval(tick);
      clearTimeout(queued);
      for (const stop of unsubscribe) stop();
      for (const viewer of viewers) viewer.end();
    },
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Whether a port could not be had because somebody else listens there. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

async function takeAct(scene: Scene, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > largestAct) {
      response.writeHead(413).end();
      return;
    }
    chunks.push(chunk);
  }
  const parsed = actSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  const answer = parsed.success
    ? await act(scene, parsed.data)
    : { ok: false, text: 'The page sent something odd.' };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

async function giveFile(built: URL, path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  // The build puts everything flat into one folder and `assets/`; nothing else is served.
  if (!/^(assets\/)?[\w.-]+$/u.test(name)) {
    response.writeHead(404).end();
    return;
  }
  const bytes = await readFile(new URL(name, built)).catch(() => undefined);
  if (bytes === undefined) response.writeHead(404).end();
  else
    response
      .writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' })
      .end(bytes);
}
