import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBody } from '../../../sandbox/slack/http/body.ts';
import { listen } from '../../../sandbox/slack/listen.ts';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import { open } from './support.ts';

const { maria } = defaultPeople;
const { admins } = defaultPlaces;

interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An app's Request URL that writes down what it gets and answers as told. */
async function requestUrl(answer: (response: ServerResponse, count: number) => void) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const take = async () => {
      const body = await readBody(request);
      got.push({ headers: request.headers, body: body.toString('utf8') });
      answer(response, got.length);
    };
    void take();
  });
  const listening = await listen(server, 0);
  onTestFinished(() => listening.close());
  return { url: listening.url, got };
}

const file = { name: 'a.csv', bytes: new Uint8Array([97]) };

describe('delivery over HTTP', () => {
  it('signs the raw body with the signing secret and the time', async () => {
    const { url, got } = await requestUrl((response) => response.end());
    const slack = await open({ clock: () => 1_700_000_000_500, http: { url } });
    await slack.people.upload(maria.id, admins, file);
    await slack.settled();
    const [{ headers, body } = { headers: {}, body: '' }] = got;
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-slack-request-timestamp': '1700000000',
    });
    const mac = createHmac('sha256', slack.tokens.signingSecret).update(`v0:1700000000:${body}`);
    expect(headers['x-slack-signature']).toBe(`v0=${mac.digest('hex')}`);
    expect(headers).not.toHaveProperty('x-slack-retry-num');
    expect(JSON.parse(body)).toMatchObject({ type: 'event_callback', event: { type: 'file_shared' } });
  });

  it('sends commands as a form', async () => {
    const { url, got } = await requestUrl((response) => response.end('usage'));
    const slack = await open({ http: { url } });
    const seen = await slack.people.slash(maria.id, admins, '/token help');
    expect(seen).toMatchObject({ ephemeral: { text: 'usage' } });
    expect(got[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(got[0]?.body).get('command')).toBe('/token');
  });

  it('repeats an event that was answered with an error, and says why', async () => {
    const { url, got } = await requestUrl((response, count) => {
      response.writeHead(count < 2 ? 500 : 200).end();
    });
    const slack = await open({ http: { url } });
    await slack.people.upload(maria.id, admins, file);
    await slack.settled();
    expect(got).toHaveLength(2);
    expect(got[1]?.headers).toMatchObject({
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': 'http_error',
    });
  });

  it('stops repeating when told so', async () => {
    const { url, got } = await requestUrl((response) => {
      response.writeHead(500, { 'x-slack-no-retry': '1' }).end();
    });
    const slack = await open({ http: { url } });
    await slack.people.upload(maria.id, admins, file);
    await slack.settled();
    expect(got).toHaveLength(1);
    expect(slack.deliveries).toMatchObject([{ outcome: 'failed' }]);
  });

  it('gives up on an answer after three seconds', async () => {
    const time = manualTime(1_700_000_000_000);
    const arrived = Promise.withResolvers<undefined>();
    const { url } = await requestUrl(() => {
      arrived.resolve(undefined);
    });
    const slack = await open({ time, http: { url } });
    const seen = slack.people.slash(maria.id, admins, '/token help');
    await arrived.promise;
    await time.advance(3000);
    expect(await seen).toEqual({ outcome: 'operation_timeout' });
  });

  it('cannot reach an app that is not there', async () => {
    const slack = await open({ http: { url: 'http://127.0.0.1:1/slack/events' } });
    expect(await slack.people.slash(maria.id, admins, '/token help')).toEqual({ outcome: 'dispatch_failed' });
    expect(slack.deliveries).toMatchObject([{ outcome: 'failed', connection: 0 }]);
  });

  it('sends nothing to sockets while a URL is set', async () => {
    const { url, got } = await requestUrl((response) => response.end());
    const slack = await open();
    slack.setRequestUrl(url);
    await slack.people.upload(maria.id, admins, file);
    await slack.settled();
    expect(got).toHaveLength(1);
  });
});
