import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../../sandbox/okta/default-org.ts';
import type { Fault } from '../../../sandbox/okta/faults.ts';
import { openOrg, refusal, type Answer, type Caller } from './caller.ts';

const route = 'POST /api/v1/users/{userId}/factors';

const enrol = (org: Caller): Promise<Answer> =>
  org.post(`/api/v1/users/${org.idOf('ben@acme.example')}/factors?activate=true`, {
    factorType: 'token:hotp',
    provider: 'CUSTOM',
    factorProfileId: authenticatorIds.sha1Step30,
    profile: { sharedSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
  });

const isEnrolled = (org: Caller): boolean => {
  const ben = org.idOf('ben@acme.example');
  return [...org.okta.world.factors.values()].some(({ userId }) => userId === ben);
};

/** Ends when the org has taken note of one more request. */
const noted = (org: Caller): Promise<void> => {
  const before = org.okta.journal.length;
  return new Promise((resolve) => {
    const off = org.okta.on('change', () => {
      if (org.okta.journal.length === before) return;
      off();
      resolve();
    });
  });
};

describe('a fault', () => {
  it.each<[Fault, boolean]>([
    [{ kind: 'lose_reply', how: 'reset' }, true],
    [{ kind: 'cut', at: 'request' }, false],
    [{ kind: 'cut', at: 'reply' }, true],
  ])('%j leaves the caller without an answer; was it enrolled: %s', async (fault, enrolled) => {
    const org = await openOrg();
    org.okta.faults.once(route, fault);
    await expect(enrol(org)).rejects.toThrow(TypeError);
    expect(isEnrolled(org)).toBe(enrolled);
    expect(org.okta.journal.map((entry) => entry.faults)).toEqual([[fault.kind]]);
  });

  it.each<[Fault, boolean]>([
    [{ kind: 'lose_reply', how: 'hang' }, true],
    [{ kind: 'half_open' }, false],
  ])('%j leaves the caller waiting; was it enrolled: %s', async (fault, enrolled) => {
    const org = await openOrg();
    org.okta.faults.once(route, fault);
    const answer = enrol(org);
    await noted(org);
    expect(isEnrolled(org)).toBe(enrolled);
    expect(org.okta.journal.map(({ status }) => status)).toEqual([0]);
    await org.okta.close();
    await expect(answer).rejects.toThrow(TypeError);
  });

  it.each<[Fault, readonly unknown[], boolean]>([
    [{ kind: 'error', status: 500, when: 'before' }, [500, 'E0000009'], false],
    [{ kind: 'error', status: 500, when: 'after' }, [500, 'E0000009'], true],
    [{ kind: 'error', status: 503, when: 'before' }, [503, 'E0000010'], false],
    [{ kind: 'error', status: 504, when: 'after' }, [504, 'E0000067'], true],
    [{ kind: 'refusal', code: 'E0000112' }, [409, 'E0000112'], false],
    [{ kind: 'rate_limited', form: 'window' }, [429, 'E0000047'], false],
    [{ kind: 'rate_limited', form: 'concurrency' }, [429, 'E0000047'], false],
  ])('%j answers %j; was it enrolled: %s', async (fault, expected, enrolled) => {
    const org = await openOrg();
    org.okta.faults.once(route, fault);
    expect(refusal(await enrol(org)).slice(0, 2)).toEqual(expected);
    expect(isEnrolled(org)).toBe(enrolled);
  });

  it('can be a 429 of either form', async () => {
    const org = await openOrg();
    const limits: (string | null)[] = [];
    for (const form of ['window', 'concurrency'] as const) {
      org.okta.faults.once('*', { kind: 'rate_limited', form });
      const { headers } = await org.get('/api/v1/users');
      limits.push(headers.get('x-rate-limit-limit'), headers.get('x-rate-limit-remaining'));
    }
    expect(limits).toEqual(['300', '0', '0', '0']);
  });

  it('can be an answer whose body is empty, a page, or half of it', async () => {
    const org = await openOrg();
    const bodies: string[] = [];
    for (const body of ['empty', 'html', 'truncated'] as const) {
      org.okta.faults.once('GET /api/v1/users/{id}', { kind: 'body', body });
      const response = await fetch(`${org.okta.url}/api/v1/users/me`, {
        headers: { authorization: `SSWS ${org.okta.credential}` },
      });
      expect(response.status).toBe(200);
      bodies.push(await response.text());
    }
    expect(bodies[0]).toBe('');
    expect(bodies[1]).toMatch(/^<!DOCTYPE html>/);
    expect(() => JSON.parse(bodies[2] ?? '') as unknown).toThrow(SyntaxError);
  });

  it('can be a success without the body it should have', async () => {
    const org = await openOrg();
    org.okta.faults.once(route, { kind: 'body', body: 'no_content' });
    const answer = await enrol(org);
    expect([answer.status, answer.text, isEnrolled(org)]).toEqual([204, '', true]);
  });

  it('can be a gateway in between', async () => {
    const org = await openOrg();
    org.okta.faults.once('GET', { kind: 'gateway' });
    const answer = await org.get('/api/v1/users/me');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html']);
  });

  it('can leave rate headers out or send them twice', async () => {
    const org = await openOrg();
    org.okta.faults.once('*', { kind: 'rate_headers', how: 'missing' });
    expect((await org.get('/api/v1/users')).headers.get('x-rate-limit-reset')).toBeNull();
    org.okta.faults.once('*', { kind: 'rate_headers', how: 'doubled' });
    expect((await org.get('/api/v1/users')).headers.get('x-rate-limit-limit')).toBe('300, 300');
  });

  it('can set the clock of the Date header wrong', async () => {
    const org = await openOrg();
    org.okta.faults.once('*', { kind: 'date', skewMs: -3_600_000 });
    const { headers } = await org.get('/api/v1/users');
    expect(Date.parse(headers.get('date') ?? '')).toBe(org.clock.now - 3_600_000);
  });

  it('can be mere slowness', async () => {
    const org = await openOrg();
    org.okta.faults.once('*', { kind: 'slow', ms: 60 });
    const started = performance.now();
    expect((await org.get('/api/v1/users/me')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(55);
  });

  it('comes together with others of another kind', async () => {
    const org = await openOrg();
    org.okta.faults.add({ fault: { kind: 'rate_headers', how: 'missing' } });
    org.okta.faults.once('*', { kind: 'error', status: 500, when: 'before' });
    const answer = await org.get('/api/v1/users/me');
    expect([answer.status, answer.headers.get('x-rate-limit-limit')]).toEqual([500, null]);
  });
});

/** Statuses of so many calls, one after another. */
const statuses = async (org: Caller, calls: number): Promise<readonly number[]> => {
  const seen: number[] = [];
  for (let n = 0; n < calls; n += 1) seen.push((await org.get('/api/v1/users/me')).status);
  return seen;
};

describe('a fault rule', () => {
  const fault: Fault = { kind: 'error', status: 500, when: 'before' };

  it('hits the calls it counts', async () => {
    const org = await openOrg();
    org.okta.faults.add({ route: 'GET /api/v1/users/{id}', nth: [2, 4], fault });
    await org.get('/api/v1/users');
    expect(await statuses(org, 5)).toEqual([200, 500, 200, 500, 200]);
  });

  it('is spent after the times it was given', async () => {
    const org = await openOrg();
    const id = org.okta.faults.add({ times: 2, fault });
    expect(await statuses(org, 4)).toEqual([500, 500, 200, 200]);
    expect(org.okta.faults.rules).toMatchObject([{ id, seen: 4, fired: 2 }]);
  });

  it('hits by chance, the same calls for the same seed', async () => {
    const runs: (readonly number[])[] = [];
    for (const seed of [7, 7, 8]) {
      const org = await openOrg({ seed });
      org.okta.faults.add({ probability: 0.5, fault });
      runs.push(await statuses(org, 20));
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
    expect(new Set(runs[0])).toEqual(new Set([200, 500]));
  });

  it('ends when it is removed', async () => {
    const org = await openOrg();
    const id = org.okta.faults.add({ fault });
    expect(await statuses(org, 1)).toEqual([500]);
    org.okta.faults.remove(id);
    expect(await statuses(org, 1)).toEqual([200]);
    org.okta.faults.add({ fault });
    org.okta.faults.clear();
    expect(await statuses(org, 1)).toEqual([200]);
  });
});
