import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import type { Answer, SlackApi } from '../../src/slack/api.ts';
import { downloadFile } from '../../src/slack/download.ts';

/** A server for the bytes alone; what describes the file is said by the test. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${String(address.port)}` : '';
}

const describing = (...answers: readonly Answer[]): SlackApi => {
  const left = [...answers];
  return {
    read: () =>
      Promise.resolve(left.length > 1 ? (left.shift() ?? { kind: 'lost', why: '' }) : (left[0] ?? gone)),
    write: () => Promise.reject(new Error('a download writes nothing')),
    grantedScopes: () => undefined,
  };
};

const gone: Answer = { kind: 'refused', code: 'file_deleted' };

const described = (address: string, size: number): Answer => ({
  kind: 'ok',
  body: { file: { id: 'F1', name: 'tokens.csv', mode: 'hosted', size, url_private_download: address } },
});

const csv = Buffer.from('upn,serial number,secret key\r\n');

async function download(listener: RequestListener, size = csv.length, maxBytes = 1000) {
  const origin = await serve(listener);
  const options = { apiUrl: `${origin}/api/`, botToken: new Secret('the-bot-token'), downloadTimeoutMs: 300 };
  return downloadFile({ ...options, api: describing(described(`${origin}/F1`, size)) }, 'F1', maxBytes);
}

/** Addresses the process opened a request to while `work` ran. */
async function requestsDuring(work: () => Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  const note = (message: unknown) => seen.push(JSON.stringify(message));
  subscribe('undici:request:create', note);
  await work();
  unsubscribe('undici:request:create', note);
  return seen;
}

describe('a download', () => {
  it('gives the bytes and shows the bot token to Slack', async () => {
    const seen: unknown[] = [];
    const got = await download((req, res) => {
      seen.push(req.headers.authorization);
      res.writeHead(200, { 'content-type': 'text/csv' }).end(csv);
    });
    expect(got).toEqual({ kind: 'ok', bytes: csv });
    expect(seen).toEqual(['Bearer the-bot-token']);
  });

  it('follows no redirect, not even to its own host', async () => {
    const paths: unknown[] = [];
    const got = await download((req, res) => {
      paths.push(req.url);
      res.writeHead(302, { location: '/login' }).end();
    });
    expect(got).toEqual({ kind: 'refused', code: 'redirected' });
    expect(paths).toEqual(['/F1']);
  });

  it.each([
    [404, { kind: 'refused', code: 'gone' }],
    [410, { kind: 'refused', code: 'gone' }],
    [401, { kind: 'refused', code: 'forbidden' }],
    [403, { kind: 'refused', code: 'forbidden' }],
    [204, { kind: 'unavailable', why: 'http_204' }],
    [206, { kind: 'unavailable', why: 'http_206' }],
    [429, { kind: 'unavailable', why: 'http_429' }],
    [503, { kind: 'unavailable', why: 'http_503' }],
  ])('reads status %i', async (status, expected) => {
    expect(await download((_req, res) => res.writeHead(status).end())).toEqual(expected);
  });

  it.each([
    ['text/html', 'whatever'],
    ['TEXT/HTML; charset=utf-8', 'whatever'],
    ['text/csv', '<!DOCTYPE html><title>Sign in</title>'],
    ['application/octet-stream', '\ufeff \r\n<HTML lang="en">'],
  ])('does not take a page for a file: %s %j', async (type, body) => {
    const got = await download(
      (_req, res) => res.writeHead(200, { 'content-type': type }).end(body),
      Buffer.byteLength(body),
    );
    expect(got).toEqual({ kind: 'refused', code: 'html_instead_of_file' });
  });

  it('tells a page for a file that was deleted meanwhile from one for a file it may not read', async () => {
    const origin = await serve((_req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end('x'));
    const api = describing(described(`${origin}/F1`, 1), gone);
    const options = { api, apiUrl: `${origin}/api/`, botToken: new Secret('x') };
    expect(await downloadFile(options, 'F1', 1000)).toEqual({ kind: 'refused', code: 'gone' });
  });

  it('refuses what is announced too large without asking for it', async () => {
    const asked = await requestsDuring(async () => {
      const got = await download((_req, res) => res.end(csv), 1001);
      expect(got).toEqual({ kind: 'refused', code: 'too_large' });
    });
    expect(asked).toEqual([]);
  });

  it('stops reading a body that never ends', async () => {
    let sent = 0;
    const got = await download((_req, res) => {
      const more = (): void => {
        while (sent < 64 * 1024 * 1024 && res.write(Buffer.alloc(65_536, 'a'))) sent += 65_536;
      };
      res.on('drain', more).writeHead(200);
      more();
    });
    expect(got).toEqual({ kind: 'refused', code: 'too_large' });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('stops unpacking a body that grows on the way', async () => {
    const packed = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    const got = await download(
      (_req, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
      packed.length,
      1024 * 1024,
    );
    expect(got).toEqual({ kind: 'refused', code: 'too_large' });
  });

  it('misses bytes that Slack had promised', async () => {
    expect(await download((_req, res) => res.end(csv.subarray(0, 5)))).toEqual({
      kind: 'refused',
      code: 'incomplete',
    });
    expect(await download((_req, res) => res.end(Buffer.concat([csv, csv])))).toEqual({
      kind: 'refused',
      code: 'incomplete',
    });
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['stalls in the middle', (_req, res) => res.writeHead(200).write('upn')],
    ['is cut in the middle', (_req, res) => res.writeHead(200).write('upn', () => res.destroy())],
    [
      'ends before its announced length',
      (_req, res) => res.writeHead(200, { 'content-length': '99' }).write('x', () => res.destroy()),
    ],
    ['is cut before the answer', (req) => req.socket.destroy()],
  ])('that %s is unavailable', async (_name, listener) => {
    expect(await download(listener)).toMatchObject({ kind: 'unavailable' });
  });

  it.each([
    ['file_deleted', { kind: 'refused', code: 'gone' }],
    ['file_not_found', { kind: 'refused', code: 'gone' }],
    ['not_visible', { kind: 'refused', code: 'forbidden' }],
    ['missing_scope', { kind: 'unavailable', why: 'missing_scope' }],
  ])('asks for nothing when files.info says %s', async (code, expected) => {
    const options = { apiUrl: 'https://slack.com/api/', botToken: new Secret('x') };
    const asked = await requestsDuring(async () => {
      const api = describing({ kind: 'refused', code });
      expect(await downloadFile({ ...options, api }, 'F1', 1000)).toEqual(expected);
    });
    expect(asked).toEqual([]);
  });
});

describe('a file whose address is not below Slack', () => {
  it('would be noticed: a request towards Slack is', async () => {
    const asked = await requestsDuring(async () => {
      await download((_req, res) => res.end(csv));
    });
    expect(asked).toHaveLength(1);
  });

  it.each([
    'https://evil.example/files-pri/T1-F1/download/tokens.csv',
    'https://files.slack.com.evil.example/x',
    'https://files.slack.com@evil.example/x',
    'https://files.slack.com:8443/x',
    'https://files.slack.com./x',
    'https://evil.example\\@files.slack.com/x',
    'https://ﬁles.slack.com/x',
    'http://files.slack.com/x',
    'http://127.0.0.1:1/x',
    'http://169.254.169.254/latest/meta-data/',
    'https://2130706433/x',
    'https://[::1]/x',
    'file:///etc/passwd',
    '',
  ])('is never connected to: %j', async (address) => {
    const options = { apiUrl: 'https://slack.com/api/', botToken: new Secret('x') };
    const asked = await requestsDuring(async () => {
      const api = describing(described(address, 1));
      const got = await downloadFile({ ...options, api }, 'F1', 1000);
      expect(got).toEqual({ kind: 'refused', code: 'host_not_allowed' });
    });
    expect(asked).toEqual([]);
  });
});
