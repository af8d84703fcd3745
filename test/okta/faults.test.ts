import { describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import type { Fault } from '../../sandbox/okta/faults.ts';
import type { LocalOkta } from '../../sandbox/okta/server.ts';
import type { Enrolment } from '../../src/domain/okta.ts';
import { Secret } from '../../src/domain/secret.ts';
import { openOkta } from '../../src/okta/client.ts';
import { idOf, leapingClock, setup, setupRaw, valueOf } from './setup.ts';

const enrolmentOf = (okta: LocalOkta, login = 'ana@acme.example'): Enrolment => ({
  userId: idOf(okta, login),
  authenticatorId: authenticatorIds.sha1Step30,
  encoding: 'base32',
  seed: new Secret(new Uint8Array(20).fill(7)),
});

const enrolRoute = 'POST /api/v1/users/{userId}/factors';
const listRoute = 'GET /api/v1/users/{userId}/factors';

const tokensOf = (okta: LocalOkta, login: string): number =>
  [...okta.world.factors.values()].filter(
    ({ userId, factorType }) => userId === idOf(okta, login) && factorType === 'token:hotp',
  ).length;

describe('an enrolment whose answer is lost', () => {
  const done = true;
  const notDone = false;

  it.each<[string, Fault, boolean]>([
    ['the answer never comes', { kind: 'lose_reply', how: 'hang' }, done],
    ['the connection is reset', { kind: 'lose_reply', how: 'reset' }, done],
    ['the answer is cut', { kind: 'cut', at: 'reply' }, done],
    ['the request is cut', { kind: 'cut', at: 'request' }, notDone],
    ['the connection is half open', { kind: 'half_open' }, notDone],
    ['a 500 comes after the fact', { kind: 'error', status: 500, when: 'after' }, done],
    ['a 500 comes instead', { kind: 'error', status: 500, when: 'before' }, notDone],
    ['a 503 comes after the fact', { kind: 'error', status: 503, when: 'after' }, done],
    ['a 503 comes instead', { kind: 'error', status: 503, when: 'before' }, notDone],
    ['a 504 comes after the fact', { kind: 'error', status: 504, when: 'after' }, done],
    ['a gateway answers', { kind: 'gateway' }, notDone],
    ['the answer is empty', { kind: 'body', body: 'empty' }, done],
    ['the answer is a page', { kind: 'body', body: 'html' }, done],
    ['the answer is half', { kind: 'body', body: 'truncated' }, done],
  ])('is unknown when %s, and is sent once', async (_what, fault, happened) => {
    const { client, okta } = await setup();
    okta.faults.add({ route: enrolRoute, fault });
    expect(await client.enrol(enrolmentOf(okta))).toMatchObject({ kind: 'unknown' });
    expect(okta.journal.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(tokensOf(okta, 'ana@acme.example')).toBe(happened ? 1 : 0);
  });

  it('keeps the request id and Okta’s clock of a doubtful answer', async () => {
    const { client, okta, clock } = await setup();
    okta.faults.once(enrolRoute, { kind: 'error', status: 500, when: 'after' });
    expect(await client.enrol(enrolmentOf(okta))).toEqual({
      kind: 'unknown',
      why: 'E0000009',
      requestId: okta.journal[0]?.requestId,
      oktaAt: clock.now(),
    });
  });
});

describe('a read that fails', () => {
  it.each<[string, Fault]>([
    ['a lost answer', { kind: 'lose_reply', how: 'reset' }],
    ['a 500', { kind: 'error', status: 500, when: 'before' }],
    ['a gateway page', { kind: 'gateway' }],
    ['an empty body', { kind: 'body', body: 'empty' }],
    ['a page for a body', { kind: 'body', body: 'html' }],
    ['half a body', { kind: 'body', body: 'truncated' }],
  ])('for %s is left to the caller to repeat', async (_what, fault) => {
    const { client, okta } = await setup();
    okta.faults.once(listRoute, fault);
    const userId = idOf(okta, 'emil@acme.example');
    expect(await client.factors(userId)).toMatchObject({ kind: 'retry', why: 'server_error' });
    expect(okta.journal).toHaveLength(1);
    expect(valueOf(await client.factors(userId))).toHaveLength(1);
  });

  it('says so in read-only mode', async () => {
    const { client, okta } = await setup();
    okta.faults.once(listRoute, { kind: 'error', status: 503, when: 'before' });
    const outcome = await client.factors(idOf(okta, 'emil@acme.example'));
    expect(outcome).toMatchObject({ kind: 'retry', why: 'read_only' });
  });

  it('is not made sense of when somebody in between compresses what was not asked to be', async () => {
    const { client } = await setupRaw((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('[]'));
    });
    expect(await client.factors('00u1')).toMatchObject({ kind: 'retry', why: 'server_error' });
  });

  it('does not reach Okta when nobody listens', async () => {
    const client = openOkta({
      orgUrl: 'http://127.0.0.1:1',
      credential: new Secret('x'),
      authenticators: [],
      clock: leapingClock(),
    });
    const expected = { kind: 'retry', why: 'not_sent', afterMs: undefined };
    expect(await client.org()).toEqual(expected);
    expect(await client.unenrol('00u1', 'chf1')).toEqual(expected);
    await client.close();
  });
});

const open =
  (orgUrl: string): (() => unknown) =>
  () =>
    openOkta({ orgUrl, credential: new Secret('x'), authenticators: [], clock: leapingClock() });

describe('an address', () => {
  it('is used without its path', async () => {
    const asked: (string | undefined)[] = [];
    const { origin } = await setupRaw((request, response) => {
      asked.push(request.url, request.headers.authorization);
      response.end('{"id":"00o1","pipeline":"idx"}');
    });
    const client = openOkta({
      orgUrl: `${origin}/api/v1/users/`,
      credential: new Secret('x'),
      authenticators: [],
      clock: leapingClock(),
    });
    expect(valueOf(await client.org())).toEqual({ id: '00o1', pipeline: 'idx' });
    // Who answers there is not known yet, and Okta asks for no credential.
    expect(asked).toEqual(['/.well-known/okta-organization', undefined]);
    await client.close();
  });

  it.each(['http://acme.okta.com', 'ftp://127.0.0.1', 'acme.okta.com', ''])(
    '%j gets no credential',
    (orgUrl) => {
      expect(open(orgUrl)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    },
  );
});
