import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { emilSecret } from '../../../sandbox/okta/default-org.ts';
import { openOrg, type Answer, type Caller } from './caller.ts';

const act = (org: Caller, name: string, ...args: readonly unknown[]): Promise<Answer> =>
  org.post('/admin/call', { name, args });

describe('the console over HTTP', () => {
  it('shows everything but secrets', async () => {
    const org = await openOrg();
    await org.get('/api/v1/users/me');
    const state = await org.get('/admin/state');
    expect(state.body).toMatchObject({
      org: { id: org.okta.world.org.id },
      authenticators: expect.arrayContaining([
        expect.objectContaining({ name: 'Token2 SHA-256' }),
      ]) as unknown,
      buckets: [{ bucket: 'GET /api/v1/users/{id}', used: 1 }],
      journal: [{ path: '/api/v1/users/me', status: 200 }],
    });
    expect(state.text).not.toContain(org.okta.credential);
    expect(state.text).not.toContain(Buffer.from(emilSecret).toString('hex'));
  });

  it('does what an admin does', async () => {
    const org = await openOrg();
    expect((await act(org, 'setStatus', 'ana@acme.example', 'SUSPENDED')).status).toBe(200);
    await act(org, 'addUser', { email: 'new@acme.example' });
    await act(org, 'addFactor', 'new@acme.example', {
      authenticatorId: 'autSha1Step30Base32g',
      secret: '3132333435363738393031323334353637383930',
    });
    await act(org, 'setFlags', { enrolReply: 'array' });
    const users = org.okta.world.users;
    expect(users.get(org.idOf('ana@acme.example'))?.status).toBe('SUSPENDED');
    const held = (await org.get(`/api/v1/users/${org.idOf('new@acme.example')}/factors`)).text;
    expect(held).toContain('token:hotp');
    expect(org.okta.world.flags.enrolReply).toBe('array');
    await act(org, 'revokeCredential');
    expect((await org.get('/api/v1/users/me')).status).toBe(401);
  });

  it.each([
    ['setStatus', ['ana@acme.example', 'ASLEEP']],
    ['setStatus', ['nobody@acme.example', 'ACTIVE']],
    ['setFlags', [{ enrolReply: 'string' }]],
    ['constructor', []],
    ['dropDatabase', []],
  ])('refuses %s(%j) and says why', async (name, args) => {
    const org = await openOrg();
    const answer = await act(org, name, ...args);
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/"error":".+"/);
  });

  it('adds and removes faults', async () => {
    const org = await openOrg();
    const fault = { kind: 'error', status: 500, when: 'before' };
    const added = await org.post('/admin/faults', { route: 'GET', fault });
    expect((await org.get('/api/v1/users/me')).status).toBe(500);
    const id = /"id":"([^"]+)"/.exec(added.text)?.[1];
    await org.call('DELETE', `/admin/faults/${id}`);
    expect((await org.get('/api/v1/users/me')).status).toBe(200);
    const unknown = [{ kind: 'fire' }, { kind: 'refusal', code: 'E9999999' }];
    for (const each of unknown) expect((await org.post('/admin/faults', { fault: each })).status).toBe(400);
    const refusal = { kind: 'refusal', code: 'E0000100' };
    expect((await org.post('/admin/faults', { fault: refusal, times: 1 })).status).toBe(200);
    expect((await org.get('/admin/nothing')).status).toBe(404);
  });

  it('tells of changes as they come', async () => {
    const org = await openOrg();
    const response = await fetch(`${org.okta.url}/admin/changes`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(': open\n\n');
    await org.get('/api/v1/users/me');
    expect((await reader?.read())?.value).toBe('event: change\ndata: {}\n\n');
    await reader?.cancel();
  });

  it.each([
    ['a name that was rebound', { host: 'evil.example' }],
    ["another site's page", { origin: 'https://evil.example' }],
  ])('is closed to %s', async (_, headers) => {
    const org = await openOrg();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${org.okta.url}/admin/state`, { headers }, (response) =>
        resolve(response.resume().statusCode),
      );
      sent.on('error', reject).end();
    });
    expect(status).toBe(403);
  });

  it('takes no form a page of another site could send', async () => {
    const org = await openOrg();
    const answer = await org.call('POST', '/admin/call', '{"name":"revokeCredential"}', {
      'content-type': 'text/plain',
    });
    expect(answer.status).toBe(400);
    expect((await org.get('/api/v1/users/me')).status).toBe(200);
  });
});
