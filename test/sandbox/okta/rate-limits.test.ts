import { describe, expect, it } from 'vitest';
import { openOrg, refusal, type Answer } from './caller.ts';

const rateOf = ({ headers }: Answer): readonly number[] =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-rate-limit-${name}`)));

describe('a rate limit', () => {
  it('gives a credential half of what the org has, for a minute from its first request', async () => {
    const { get, clock } = await openOrg();
    const reset = clock.now / 1000 + 60;
    expect(rateOf(await get('/api/v1/users'))).toEqual([300, 299, reset]);
    clock.now += 30_500;
    expect(rateOf(await get('/api/v1/users'))).toEqual([300, 298, reset]);
    clock.now += 29_500;
    expect(rateOf(await get('/api/v1/users'))).toEqual([300, 299, reset + 60]);
  });

  it('is counted by path pattern and method, the rest of the API together', async () => {
    const { get, idOf } = await openOrg();
    const ana = `/api/v1/users/${idOf('ana@acme.example')}`;
    expect(rateOf(await get(ana))[0]).toBe(1000);
    expect(rateOf(await get('/api/v1/logs'))[0]).toBe(60);
    expect(rateOf(await get(`${ana}/factors`)).slice(0, 2)).toEqual([600, 599]);
    expect(rateOf(await get('/api/v1/authenticators')).slice(0, 2)).toEqual([600, 598]);
    expect(rateOf(await get(ana)).slice(0, 2)).toEqual([1000, 998]);
  });

  it('refuses what is beyond it, without doing it and without counting it', async () => {
    const { okta, get, call, clock, idOf } = await openOrg({ limits: { perMinute: { '/api/v1': 4 } } });
    const emil = `/api/v1/users/${idOf('emil@acme.example')}/factors`;
    await get(emil);
    await get(emil);
    const [factor] = [...okta.world.factors.values()].filter(({ factorType }) => factorType === 'token:hotp');
    for (let n = 0; n < 3; n += 1) {
      const refused = await call('DELETE', `${emil}/${factor?.id}`);
      expect(refusal(refused)).toEqual([
        429,
        'E0000047',
        'API call exceeded rate limit due to too many requests.',
      ]);
      expect(rateOf(refused)).toEqual([2, 0, clock.now / 1000 + 60]);
    }
    expect(okta.world.factors.has(factor?.id ?? '')).toBe(true);
    expect(okta.world.log.map(({ eventType }) => eventType)).toContain('system.org.rate_limit.violation');
    clock.now += 60_000;
    expect((await call('DELETE', `${emil}/${factor?.id}`)).status).toBe(204);
  });

  it('names a reset that has come when the window is over, never before', async () => {
    const { get, clock } = await openOrg({ limits: { perMinute: { '/api/v1/users': 2 } } });
    clock.now += 400;
    const [, , reset = 0] = rateOf(await get('/api/v1/users'));
    clock.now = reset * 1000;
    expect((await get('/api/v1/users')).status).toBe(200);
  });

  it('is each credential’s own', async () => {
    const { okta, call } = await openOrg({ limits: { perMinute: { '/api/v1/users': 2 } } });
    const authorization = `SSWS ${okta.admin.issueCredential('olga@acme.example')}`;
    expect((await call('GET', '/api/v1/users')).status).toBe(200);
    expect((await call('GET', '/api/v1/users')).status).toBe(429);
    expect((await call('GET', '/api/v1/users', undefined, { authorization })).status).toBe(200);
    expect(okta.world.buckets).toMatchObject([
      { bucket: '/api/v1/users', limit: 1, used: 1 },
      { bucket: '/api/v1/users', limit: 1, used: 1 },
    ]);
  });

  it('can be given to one endpoint alone, and changed while it runs', async () => {
    const { okta, get, clock, idOf } = await openOrg();
    okta.admin.setLimit('GET /api/v1/users/{userId}/factors', 10);
    const ana = `/api/v1/users/${idOf('ana@acme.example')}/factors`;
    expect(rateOf(await get(ana)).slice(0, 2)).toEqual([5, 4]);
    expect(rateOf(await get(`${ana}/catalog`))[0]).toBe(600);
    okta.admin.setLimit('GET /api/v1/users/{userId}/factors', 20);
    expect(rateOf(await get(ana))[0]).toBe(5);
    clock.now += 60_000;
    expect(rateOf(await get(ana))[0]).toBe(10);
  });
});

describe('the concurrency limit', () => {
  it('refuses with limit 0 and remaining 0', async () => {
    const { get } = await openOrg({ limits: { concurrency: 3 }, latencyMs: 50 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => get('/api/v1/users/me')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    for (const answer of refused) {
      expect(rateOf(answer).slice(0, 2)).toEqual([0, 0]);
      expect(refusal(answer)[1]).toBe('E0000047');
    }
    expect((await get('/api/v1/users/me')).status).toBe(200);
  });
});
