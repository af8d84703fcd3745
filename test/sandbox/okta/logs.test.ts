import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../../sandbox/okta/default-org.ts';
import { openOrg, pluck, refusal, textOf, type Answer, type Caller } from './caller.ts';

const filtered = (expression: string): string => `/api/v1/logs?filter=${encodeURIComponent(expression)}`;

const enrol = (org: Caller, login: string): Promise<Answer> =>
  org.post(`/api/v1/users/${org.idOf(login)}/factors?activate=true`, {
    factorType: 'token:hotp',
    provider: 'CUSTOM',
    factorProfileId: authenticatorIds.sha1Step30,
    profile: { sharedSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
  });

const nextOf = (org: Caller, answer: Answer): string | undefined =>
  /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]?.slice(org.okta.url.length);

describe('System Log', () => {
  it('tells of an enrolment after a while, and who did it in which request', async () => {
    const org = await openOrg();
    const enrolled = await enrol(org, 'ben@acme.example');
    for (const query of ['', '?sortOrder=DESCENDING'])
      expect((await org.get(`/api/v1/logs${query}`)).body).toEqual([]);
    org.clock.now += 15_000;
    const requestId = enrolled.headers.get('x-okta-request-id');
    const [credentialId] = org.okta.world.credentials.keys();
    expect((await org.get('/api/v1/logs')).body).toMatchObject([
      {
        eventType: 'user.mfa.factor.activate',
        outcome: { result: 'SUCCESS', reason: 'User set up CUSTOM_OTP factor' },
        published: '2026-11-23T12:00:00.000Z',
        actor: { id: org.idOf('olga@acme.example'), type: 'User', alternateId: 'olga@acme.example' },
        transaction: { id: requestId, detail: { requestApiTokenId: credentialId } },
        debugContext: { debugData: { requestId, factor: 'token:hotp' } },
        target: [
          { id: org.idOf('ben@acme.example'), type: 'User' },
          { id: textOf(enrolled, 'id'), type: 'AuthenticatorEnrollment' },
        ],
      },
    ]);
  });

  it('is filtered by event, target, credential and request', async () => {
    const org = await openOrg({ flags: { logDelayMs: 0 } });
    const enrolled = await enrol(org, 'ben@acme.example');
    await enrol(org, 'tom@acme.example');
    const path = `/api/v1/users/${org.idOf('ben@acme.example')}/factors/${textOf(enrolled, 'id')}`;
    await org.call('DELETE', path);
    const ben = `target.id eq "${org.idOf('ben@acme.example')}"`;
    const types = async (expression: string): Promise<readonly string[]> =>
      pluck(await org.get(filtered(expression)), 'eventType');
    const [activate, deactivate] = ['user.mfa.factor.activate', 'user.mfa.factor.deactivate'];
    expect(await types(ben)).toEqual([activate, deactivate]);
    expect(await types(`eventType eq "${activate}" and ${ben}`)).toEqual([activate]);
    expect(await types('eventType sw "user.mfa"')).toHaveLength(3);
    const [credentialId] = org.okta.world.credentials.keys();
    expect(await types(`transaction.detail.requestApiTokenId eq "${credentialId}"`)).toHaveLength(3);
    const requestId = enrolled.headers.get('x-okta-request-id');
    expect(await types(`transaction.id eq "${requestId}"`)).toEqual([activate]);
  });

  it('is bounded by time, sorted, and found by keyword', async () => {
    const org = await openOrg({ flags: { logDelayMs: 0 } });
    await enrol(org, 'ben@acme.example');
    org.clock.now += 60_000;
    await enrol(org, 'tom@acme.example');
    const middle = new Date(org.clock.now - 30_000).toISOString();
    const users = async (query: string): Promise<readonly string[]> => {
      const { text } = await org.get(`/api/v1/logs?${query}`);
      return [...text.matchAll(/"alternateId":"((?:ben|tom)@[^"]+)"/g)].map(([, login = '']) => login);
    };
    expect(await users(`since=${middle}`)).toEqual(['tom@acme.example']);
    expect(await users(`until=${middle}`)).toEqual(['ben@acme.example']);
    expect(await users('sortOrder=DESCENDING')).toEqual(['tom@acme.example', 'ben@acme.example']);
    expect(await users('q=BEN@acme')).toEqual(['ben@acme.example']);
    org.clock.now += 8 * 24 * 3600 * 1000;
    expect(await users('')).toEqual([]);
  });

  it('polled gives every event once, late ones too, and always a next page', async () => {
    const org = await openOrg({ flags: { logDelayMs: 10_000 } });
    const seen: string[] = [];
    let next: string | undefined = '/api/v1/logs?limit=1';
    const poll = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) {
        const answer: Answer = await org.get(next ?? '');
        seen.push(...pluck(answer, 'uuid'));
        next = nextOf(org, answer);
        expect(next).toBeDefined();
      }
    };
    await poll(2);
    await enrol(org, 'ben@acme.example');
    await enrol(org, 'tom@acme.example');
    await poll(1);
    org.clock.now += 10_000;
    await poll(4);
    expect(seen).toEqual(org.okta.world.log.map(({ uuid }) => uuid));
  });

  it('bounded names a next page only where one is full', async () => {
    const org = await openOrg({ flags: { logDelayMs: 0 } });
    await enrol(org, 'ben@acme.example');
    await enrol(org, 'tom@acme.example');
    org.clock.now += 1000;
    const until = new Date(org.clock.now).toISOString();
    const first = await org.get(`/api/v1/logs?until=${until}&limit=1`);
    const second = await org.get(nextOf(org, first) ?? '');
    expect(pluck(second, 'uuid')).not.toEqual(pluck(first, 'uuid'));
    expect(nextOf(org, await org.get(`/api/v1/logs?until=${until}&limit=5`))).toBeUndefined();
  });

  it.each([
    ['since=yesterday', 'E0000030'],
    [`filter=${encodeURIComponent('eventType is "x"')}`, 'E0000031'],
    ['limit=1001', 'E0000001'],
  ])('refuses %s', async (query, code) => {
    const org = await openOrg();
    expect(refusal(await org.get(`/api/v1/logs?${query}`)).slice(0, 2)).toEqual([400, code]);
  });
});
