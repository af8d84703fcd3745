import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openOrg, refusal } from './caller.ts';

describe('the org probe', () => {
  it('answers without credentials, and without rate headers', async () => {
    const { okta, call } = await openOrg();
    const answer = await call('GET', '/.well-known/okta-organization', undefined, { authorization: '' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: okta.world.org.id,
      pipeline: 'idx',
      _links: { organization: { href: okta.url } },
    });
    expect(answer.headers.get('x-rate-limit-limit')).toBeNull();
  });

  it('says which engine the org is on', async () => {
    const { get } = await openOrg({ flags: { pipeline: 'v1' } });
    expect((await get('/.well-known/okta-organization')).body).toMatchObject({ pipeline: 'v1' });
  });
});

describe('every answer', () => {
  it('carries a request id, the date of the org and lower-case names', async () => {
    const { okta, clock } = await openOrg();
    const names = await new Promise<readonly string[]>((resolve, reject) => {
      const headers = { authorization: `SSWS ${okta.credential}` };
      const sent = request(`${okta.url}/api/v1/users/me`, { headers }, (response) => {
        response.resume();
        resolve(response.rawHeaders.filter((_, index) => index % 2 === 0));
      });
      sent.on('error', reject).end();
    });
    expect(names).toEqual(expect.arrayContaining(['x-okta-request-id', 'x-rate-limit-reset', 'date']));
    const answer = await fetch(`${okta.url}/.well-known/okta-organization`);
    expect(Date.parse(answer.headers.get('date') ?? '')).toBe(clock.now);
  });

  it('has its own request id', async () => {
    const { get, okta } = await openOrg();
    const ids = [await get('/api/v1/users/me'), await get('/api/v1/users/me')].map((answer) =>
      answer.headers.get('x-okta-request-id'),
    );
    expect(new Set(ids).size).toBe(2);
    expect(okta.journal.map((entry) => entry.requestId)).toEqual(ids);
  });
});

describe('a request that Okta cannot take', () => {
  const token = { factorType: 'token:hotp', provider: 'CUSTOM' };

  it.each([
    ['GET', '/api/v1/nothing', 404, 'E0000008'],
    ['GET', '//api/v1/users', 404, 'E0000008'],
    ['DELETE', '/api/v1/users', 405, 'E0000022'],
    ['GET', '/api/v1/users/a%2Fb', 404, 'E0000008'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    const { call } = await openOrg();
    expect(refusal(await call(method, path)).slice(0, 2)).toEqual([status, code]);
  });

  it.each([
    ['malformed JSON', '{"factorType":', [400, 'E0000003']],
    ['a JSON string', '"token:hotp"', [400, 'E0000003']],
    ['an unknown factor type', { ...token, factorType: 'carrier:pigeon' }, [400, 'E0000003']],
    ['a property of a wrong type', { ...token, profile: { sharedSecret: 7 } }, [400, 'E0000003']],
  ])('has %s for a body', async (_, body, expected) => {
    const { post, idOf } = await openOrg();
    const answer = await post(`/api/v1/users/${idOf('ben@acme.example')}/factors`, body);
    expect(refusal(answer).slice(0, 2)).toEqual(expected);
  });

  it.each([
    ['content-type', 'text/plain', [400, 'E0000021']],
    ['accept', 'text/html', [406, 'E0000122']],
  ])('has a wrong %s', async (name, value, expected) => {
    const { call, idOf } = await openOrg();
    const path = `/api/v1/users/${idOf('ben@acme.example')}/factors`;
    expect(refusal(await call('POST', path, token, { [name]: value })).slice(0, 2)).toEqual(expected);
  });

  it('is 411 with neither a body nor a length', async () => {
    const { okta, idOf } = await openOrg();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${okta.url}/api/v1/users/${idOf('ben@acme.example')}/factors`, {
        method: 'POST',
        headers: { authorization: `SSWS ${okta.credential}` },
      });
      // Without these lines Node would add a length or chunked encoding by itself.
      sent.removeHeader('transfer-encoding');
      sent.removeHeader('content-length');
      sent.on('response', (response) => resolve(response.resume().statusCode));
      sent.on('error', reject).end();
    });
    expect(status).toBe(411);
  });
});

describe('the journal', () => {
  it('keeps what was asked and answered, and no secret', async () => {
    const { okta, call, idOf } = await openOrg();
    const path = `/api/v1/users/${idOf('ben@acme.example')}/factors`;
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    await call('POST', `${path}?activate=true`, {
      factorType: 'token:hotp',
      provider: 'CUSTOM',
      factorProfileId: 'autSha1Step30Base32g',
      profile: { sharedSecret: secret },
    });
    expect(okta.journal).toMatchObject([
      { method: 'POST', path, route: '/api/v1/users/{userId}/factors', status: 200, faults: [] },
    ]);
    const kept = JSON.stringify(okta.journal);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(okta.credential);
  });
});
