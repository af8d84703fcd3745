import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HttpRequest, openHttp } from '../../src/okta/http.ts';

const get: HttpRequest = { method: 'GET', path: '/api/v1/users', headers: {} };
const limits = { timeoutMs: 400, maxAnswerBytes: 10_000 };

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => server.closeAllConnections());
  return `http://127.0.0.1:${String(await listen(server))}`;
}

/** A server below HTTP, which holds whatever connects. */
async function hold(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  return listen(server);
}

function open(origin: string, options = limits): ReturnType<typeof openHttp> {
  const http = openHttp(origin, options);
  onTestFinished(() => http.close());
  return http;
}

describe('a request that did not reach Okta', () => {
  it('is known as such when nobody listens', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const http = open(`http://127.0.0.1:${String(port)}`);
    expect(await http.exchange(get)).toEqual({ kind: 'failed', sent: false, code: 'ECONNREFUSED' });
  });

  it('is known as such when TLS cannot be agreed on', async () => {
    const port = await hold((socket) => socket.end('this is not TLS\r\n'));
    const result = await open(`https://127.0.0.1:${String(port)}`).exchange(get);
    expect(result).toMatchObject({ kind: 'failed', sent: false });
  });

  it('is known as such when connecting takes too long', async () => {
    const port = await hold(() => {});
    const result = await open(`https://127.0.0.1:${String(port)}`).exchange(get);
    expect(result).toEqual({ kind: 'failed', sent: false, code: 'UND_ERR_CONNECT_TIMEOUT' });
  });

  it('is known as such after the client was closed', async () => {
    const http = openHttp('http://127.0.0.1:9', limits);
    await http.close();
    expect(await http.exchange(get)).toMatchObject({ kind: 'failed', sent: false });
  });
});

const lost = (code: string): object => ({ kind: 'failed', sent: true, code });

describe('a request that may have reached Okta', () => {
  it('is doubtful when nothing comes back in time', async () => {
    const http = open(await serve(() => {}));
    expect(await http.exchange(get)).toEqual(lost('TOTAL_TIMEOUT'));
  });

  it('is doubtful when the answer trickles without end', async () => {
    const drip = (response: ServerResponse): void => {
      if (response.writableEnded || response.destroyed) return;
      response.write(' ', () => setTimeout(drip, 50, response));
    };
    const http = open(await serve((_request, response) => drip(response)));
    expect(await http.exchange(get)).toEqual(lost('TOTAL_TIMEOUT'));
  });

  it('is doubtful when the connection is reset', async () => {
    const http = open(await serve((request) => request.socket.resetAndDestroy()));
    expect(await http.exchange(get)).toMatchObject({ kind: 'failed', sent: true });
  });

  it('is doubtful when the answer is cut in the middle', async () => {
    const http = open(
      await serve((_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"id":', () => response.destroy());
      }),
    );
    expect(await http.exchange(get)).toMatchObject({ kind: 'failed', sent: true });
  });

  it('is doubtful when the answer is larger than can be kept', async () => {
    const http = open(await serve((_request, response) => response.end('x'.repeat(20_000))));
    expect(await http.exchange(get)).toEqual(lost('UND_ERR_RES_EXCEEDED_MAX_SIZE'));
  });
});

describe('an answer', () => {
  it('is taken as it came: doubled headers stay apart, a redirect is not followed', async () => {
    let requests = 0;
    const origin = await serve((_request, response) => {
      requests += 1;
      response.writeHead(302, { location: '/elsewhere', 'x-rate-limit-limit': ['600', '600'] });
      response.end('moved');
    });
    const result = await open(origin).exchange(get);
    expect(result).toMatchObject({
      kind: 'answer',
      status: 302,
      headers: { 'x-rate-limit-limit': ['600', '600'] },
    });
    expect(requests).toBe(1);
  });

  it('is not asked for again when the server closes a kept connection', async () => {
    let requests = 0;
    const origin = await serve((request, response) => {
      requests += 1;
      if (requests === 2) request.socket.destroy();
      else response.end('{}');
    });
    const http = open(origin);
    await http.exchange(get);
    expect(await http.exchange({ ...get, method: 'POST' })).toMatchObject({ kind: 'failed', sent: true });
    expect(requests).toBe(2);
  });
});
