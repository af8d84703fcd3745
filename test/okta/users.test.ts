import { describe, expect, it } from 'vitest';
import { defaultOrg } from '../../sandbox/okta/default-org.ts';
import type { Exchange } from '../../sandbox/okta/journal.ts';
import { AppError } from '../../src/domain/errors.ts';
import { idOf, json, setup, setupRaw, valueOf } from './setup.ts';

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `person.${String(index)}@acme.example`);

const orgWith = (...emails: readonly string[]): typeof defaultOrg => ({
  ...defaultOrg,
  users: [...defaultOrg.users, ...emails.map((email) => ({ email }))],
});

describe('finding users', () => {
  it('tells logins, addresses, shared addresses, and people who may not have a token apart', async () => {
    const { client } = await setup();
    const references = [
      'Ana@ACME.example',
      'carla@acme.example',
      'cmendes@corp.acme.example',
      'alex@acme.example',
      'ben@acme.example',
      'sam@acme.example',
      'dora@acme.example',
      'nobody@acme.example',
    ];
    const found = valueOf(await client.findUsers(references));
    expect([...found.keys()]).toEqual(references);
    const said = [...found.values()].map((match) => {
      if (match.kind === 'found') return `${match.user.login} by ${match.by}`;
      return match.kind === 'inactive' ? match.user.status : match.kind;
    });
    expect(said).toEqual([
      'ana@acme.example by login',
      'cmendes@corp.acme.example by email',
      'cmendes@corp.acme.example by login',
      'ambiguous',
      'ben@acme.example by login',
      'SUSPENDED',
      'DEPROVISIONED',
      'missing',
    ]);
  });

  it('asks for many in one request, in addresses short enough for any server in between', async () => {
    const emails = numbered(400);
    const exchanges: Exchange[] = [];
    const { client } = await setup({ org: orgWith(...emails), onExchange: (one) => exchanges.push(one) });
    const found = valueOf(await client.findUsers(emails));
    expect([...found.values()].every(({ kind }) => kind === 'found')).toBe(true);
    expect(exchanges.length).toBeLessThan(10);
    for (const { query } of exchanges)
      expect(encodeURIComponent(query['search'] ?? '').length).toBeLessThanOrEqual(4_000);
  });

  it('finds logins and addresses with characters that need care', async () => {
    const awkward = [
      'a+b@acme.example',
      "o'hara@acme.example",
      'q"uote\\@acme.example',
      'i/o@acme.example',
      'ü%41&x=1#@acme.example',
    ];
    const { client } = await setup({ org: orgWith(...awkward) });
    const found = valueOf(await client.findUsers(awkward));
    expect([...found.values()].map(({ kind }) => kind)).toEqual(awkward.map(() => 'found'));
  });

  it('asks nobody for what cannot be a login, and takes nobody for a part of one', async () => {
    const { client, okta } = await setup();
    const odd = ['', ' ', 'a\u0000b', '😀@acme.example', '\ud800', 'x'.repeat(300), '.', '..', 'me', 'ana'];
    const found = valueOf(await client.findUsers(odd));
    expect([...found.values()].map(({ kind }) => kind)).toEqual(odd.map(() => 'missing'));
    expect(okta.journal.map(({ path }) => path)).not.toContain('/api/v1/users/..');
  });

  it.each([true, false])(
    'finds whom the index does not show yet (deactivated by login: %s)',
    async (shown) => {
      const { client, okta } = await setup({
        flags: { searchLagMs: 3_600_000, loginFindsDeprovisioned: shown },
      });
      const found = valueOf(
        await client.findUsers(['ana@acme.example', 'dora@acme.example', 'nobody@acme.example']),
      );
      expect([...found.values()].map(({ kind }) => kind)).toEqual([
        'found',
        shown ? 'inactive' : 'missing',
        'missing',
      ]);
      expect(found.get('ana@acme.example')).toMatchObject({ user: { id: idOf(okta, 'ana@acme.example') } });
    },
  );

  it('splits a search that is too long for the org', async () => {
    const emails = numbered(40);
    const users = emails.map((email, index) => ({ email, login: `login.${String(index)}` }));
    const { client } = await setup({
      org: { ...defaultOrg, users: [...defaultOrg.users, ...users] },
      flags: { maxSearchLength: 150 },
    });
    const found = valueOf(await client.findUsers(emails));
    expect([...found.values()].every(({ kind }) => kind === 'found')).toBe(true);
  });

  it('reads every page of a search', async () => {
    const shared = Array.from({ length: 205 }, (_, index) => ({
      email: 'desk@acme.example',
      login: `desk.${String(index)}@acme.example`,
    }));
    const { client } = await setup({ org: { ...defaultOrg, users: [...defaultOrg.users, ...shared] } });
    const match = valueOf(await client.findUsers(['desk@acme.example'])).get('desk@acme.example');
    expect(match).toMatchObject({ kind: 'ambiguous' });
    expect(match?.kind === 'ambiguous' ? match.users : []).toHaveLength(205);
  });

  it.each([
    { route: 'GET /api/v1/users', status: 500 as const },
    { route: 'GET /api/v1/users/{id}', status: 503 as const },
  ])('is to be tried again when $route fails', async ({ route, status }) => {
    const { client, okta } = await setup();
    okta.faults.once(route, { kind: 'error', status, when: 'before' });
    const outcome = await client.findUsers(['nobody@acme.example']);
    expect(outcome).toMatchObject({ kind: 'retry', why: status === 500 ? 'server_error' : 'read_only' });
  });

  it('ends at once when the credential is refused', async () => {
    const { client, okta } = await setup();
    okta.admin.revokeCredential();
    const outcome = await client.findUsers(['ana@acme.example']);
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'credential', oktaCode: 'E0000011' });
    expect(okta.journal).toHaveLength(1);
  });
});

describe('finding users while search is out of order', () => {
  const ana = {
    id: '00u1',
    status: 'ACTIVE',
    profile: { login: 'ana@acme.example', email: 'ana@acme.example', firstName: 'Ana', lastName: 'A' },
  };

  const serve = (): ReturnType<typeof setupRaw> =>
    setupRaw((request, response) => {
      if (request.url?.includes('search=') === true)
        json(response, 503, { errorCode: 'E0000100', errorSummary: 'Unable to perform search query.' });
      else if (request.url?.endsWith('/ana%40acme.example') === true) json(response, 200, ana);
      else json(response, 404, { errorCode: 'E0000007', errorSummary: 'Not found: x (User)' });
    });

  it('looks logins up one by one', async () => {
    const { client } = await serve();
    const found = valueOf(await client.findUsers(['ana@acme.example']));
    expect(found.get('ana@acme.example')).toMatchObject({ kind: 'found', by: 'login' });
  });

  it('does not call somebody missing who may have the address', async () => {
    const { client } = await serve();
    const outcome = await client.findUsers(['ana@acme.example', 'carla@acme.example']);
    expect(outcome).toMatchObject({ kind: 'retry', why: 'server_error' });
  });
});

describe('a user', () => {
  it('is read by id, and is not there once deleted', async () => {
    const { client, okta } = await setup();
    const id = idOf(okta, 'dora@acme.example');
    const user = valueOf(await client.user(id));
    expect(user).toEqual({
      id,
      login: 'dora@acme.example',
      email: 'dora@acme.example',
      name: 'Dora Dupont',
      status: 'DEPROVISIONED',
    });
    okta.admin.deleteUser(id);
    expect(await client.user(id)).toMatchObject({ kind: 'rejected', reason: 'not_found' });
  });

  it('may lack everything but an id, and may carry what is new', async () => {
    const { client } = await setupRaw((_request, response) =>
      json(response, 200, {
        id: '00u1',
        status: 'NEW_STATUS',
        profile: { email: null, novel: {} },
        extra: 1,
      }),
    );
    expect(valueOf(await client.user('00u1'))).toEqual({
      id: '00u1',
      login: '',
      email: '',
      name: '',
      status: 'NEW_STATUS',
    });
  });

  it('in a shape that is not known is a surprise with its request id', async () => {
    const { client } = await setupRaw((_request, response) =>
      json(response, 200, ['not a user'], { 'x-okta-request-id': 'req7' }),
    );
    await expect(client.user('00u1')).rejects.toMatchObject({
      code: 'OKTA_ANSWER_INVALID',
      facts: { requestId: 'req7' },
    });
  });
});

describe('the list of users', () => {
  it('comes in pages that are followed as Okta links them', async () => {
    const { client } = await setup({ org: orgWith(...numbered(120)) });
    const ids: string[] = [];
    let next: string | undefined;
    do {
      const page = valueOf(await client.users(next === undefined ? {} : { next }));
      ids.push(...page.users.map(({ id }) => id));
      next = page.next;
    } while (next !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    // Without a search Okta leaves deactivated users out.
    expect(ids).toHaveLength(120 + defaultOrg.users.length - 2);
  });

  it('finds text in names, logins and addresses', async () => {
    const { client } = await setup();
    const logins = async (text: string): Promise<readonly string[]> =>
      valueOf(await client.users({ text })).users.map(({ login }) => login);
    expect(await logins('yilmaz')).toEqual(['d.yilmaz@acme.example']);
    expect(await logins('MENDES')).toEqual(['cmendes@corp.acme.example']);
    expect(await logins('"')).toEqual([]);
    expect(await logins('😀')).toEqual([]);
  });

  it.each([
    'https://evil.example/api/v1/users?after=1',
    '//evil.example/api/v1/users?after=1',
    '/api/v1/apps?after=1',
    'http://user@',
  ])('does not follow a link to %s', async (link) => {
    const asked: (string | undefined)[] = [];
    const { client } = await setupRaw((request, response) => {
      asked.push(request.url);
      json(response, 200, [], { link: `<${link}>; rel="next"` });
    });
    await expect(client.users({})).rejects.toThrow(AppError);
    await expect(client.users({ next: link })).rejects.toThrow(AppError);
    await expect(client.findUsers(['ana@acme.example'])).rejects.toThrow(AppError);
    expect(asked).toHaveLength(2);
  });
});
