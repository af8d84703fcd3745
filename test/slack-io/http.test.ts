import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { systemClock } from '../../src/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import { openConnections } from '../../src/slack/connections.ts';
import type { Connections } from '../../src/slack/connections.ts';
import { csv, listen } from './bolt-lab.ts';
import type { Received } from './bolt-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';

interface Web extends Pick<Lab, 'slack' | 'logged'> {
  readonly url: string;
  readonly connections: Connections;
  readonly received: Received;
  /** Sends as Slack does; every part can be spoilt. */
  readonly send: (body: string, how?: Sending) => Promise<Response>;
}

interface Sending {
  readonly secret?: string;
  /** Seconds from when the listener was opened: the same body at the same time has the same signature. */
  readonly at?: number;
  readonly type?: string;
  readonly signature?: string;
}

async function openWeb(): Promise<Web> {
  const { slack, log, logged, clock } = await openLab();
  const signingSecret = slack.tokens.signingSecret;
  const connections = openConnections({
    mode: 'http',
    signingSecret: new Secret(signingSecret),
    clock: systemClock,
    log,
    onFatal: () => undefined,
  });
  const received = await listen(connections, { slack, log, clock });
  const server = createServer((req, res) => connections.listener?.(req, res));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${String(port)}/slack/events`;
  const openedAt = Math.floor(Date.now() / 1000);
  const send = (
    body: string,
    { secret = signingSecret, at = 0, type = 'application/json', signature }: Sending = {},
  ) => {
    const timestamp = String(openedAt + at);
    const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature ?? `v0=${mac}`,
    };
    return fetch(url, { method: 'POST', headers, body });
  };
  return { slack, logged, url, connections, received, send };
}

const fileShared = (fileId: string): string =>
  JSON.stringify({
    type: 'event_callback',
    team_id: 'T0ACME0001',
    event_id: `Ev${fileId}`,
    event: { type: 'file_shared', file_id: fileId, user_id: 'U0MARIA001', channel_id: 'C0TOKADMIN' },
  });

describe('receiving over HTTP', () => {
  it('takes what Slack sends, over the real wire', async () => {
    const { connections, received, slack, url } = await openWeb();
    await connections.start();
    slack.setRequestUrl(url);
    expect(await slack.verifyRequestUrl(url)).toBe(true);
    const { fileId } = await slack.people.upload(defaultPeople.maria.id, defaultPlaces.admins, csv);
    await received.until(1);
    expect(received.payloads).toEqual([`file:${fileId}`]);
    expect(
      await slack.people.slash(defaultPeople.maria.id, defaultPlaces.admins, '/token help'),
    ).toMatchObject({
      outcome: 'answered',
      ephemeral: { text: 'heard help' },
    });
    expect(connections.state()).toMatchObject({ mode: 'http', connected: 1, wanted: 1 });
  });

  it.each<[string, Sending]>([
    ['another secret', { secret: 'not-the-secret' }],
    ['no signature', { signature: '' }],
    ['a signature of another version', { signature: `v1=${'0'.repeat(64)}` }],
    ['a time six minutes ago', { at: -360 }],
    ['a time two minutes ahead', { at: 120 }],
  ])('refuses %s', async (_name, how) => {
    const { connections, received, send } = await openWeb();
    await connections.start();
    const response = await send(fileShared('F1'), how);
    expect(response.status).toBe(401);
    expect(received.payloads).toEqual([]);
  });

  it('takes a clock that is a little ahead or behind', async () => {
    const { connections, received, send } = await openWeb();
    await connections.start();
    expect((await send(fileShared('F1'), { at: 50 })).status).toBe(200);
    expect((await send(fileShared('F2'), { at: -280 })).status).toBe(200);
    await received.until(2);
  });

  it('answers a request that is sent again without handling it again', async () => {
    const { connections, received, send } = await openWeb();
    await connections.start();
    for (let index = 0; index < 100; index += 1) {
      expect((await send(fileShared('F1'))).status).toBe(200);
    }
    await send(fileShared('F1'), { at: 1 });
    await received.until(2);
    expect(received.payloads).toEqual(['file:F1', 'file:F1']);
  });

  it('acknowledges that events are held back', async () => {
    const { connections, send, logged } = await openWeb();
    await connections.start();
    const response = await send(JSON.stringify({ type: 'app_rate_limited', minute_rate_limited: 1 }));
    expect(response.status).toBe(200);
    expect(logged()).toContain('slack holds events back');
  });

  it('answers only POST at its own path', async () => {
    const { connections, url } = await openWeb();
    await connections.start();
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(url.replace('events', 'other'), { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('refuses a body larger than anything Slack sends', async () => {
    const { connections, send } = await openWeb();
    await connections.start();
    const outcome = await send('x'.repeat(5 * 1024 * 1024)).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(outcome);
  });

  it('leaves requests to Slack to deliver again before the start and after the stop', async () => {
    const { connections, received, send } = await openWeb();
    expect((await send(fileShared('F1'))).status).toBe(503);
    await connections.start();
    expect((await send(fileShared('F2'))).status).toBe(200);
    await received.until(1);
    expect(await connections.stop(1000)).toEqual({ drained: true });
    expect((await send(fileShared('F3'))).status).toBe(503);
    expect(received.payloads).toEqual(['file:F2']);
  });
});
