import { describe, expect, it } from 'vitest';
import { openOrg, pluck, refusal, type Answer, type Caller } from './caller.ts';

const query = (name: string, value: string): string => `/api/v1/users?${name}=${encodeURIComponent(value)}`;

/** Logins of a list answer, sorted. */
const logins = (answer: Answer): readonly string[] => pluck(answer, 'profile.login').toSorted();

const notFound = (name: string): readonly unknown[] => [
  404,
  'E0000007',
  `Not found: Resource not found: ${name} (User)`,
];

describe('a user by itself', () => {
  it.each([
    ['id', (org: Caller) => org.idOf('cmendes@corp.acme.example')],
    ['login', () => 'cmendes%40corp.acme.example'],
    ['login in other case', () => 'CMendes%40Corp.Acme.Example'],
    ['login with diacritics', () => 'cméndes%40corp.acme.example'],
    ['login shortname', () => 'cmendes'],
  ])('is found by %s', async (_, nameOf) => {
    const org = await openOrg();
    const answer = await org.get(`/api/v1/users/${nameOf(org)}`);
    expect(answer.body).toMatchObject({
      profile: { login: 'cmendes@corp.acme.example', email: 'carla@acme.example' },
    });
    expect(answer.headers.get('etag')).toMatch(/^W\/"[0-9a-f]{32}"$/);
  });

  it.each(['carla@acme.example', 'nobody@acme.example', '00uNOBODYNOBODYNOBOD'])(
    'is not found by %s, which is no id and no login',
    async (name) => {
      const { get } = await openOrg();
      expect(refusal(await get(`/api/v1/users/${name}`))).toEqual(notFound(name));
    },
  );

  it('is not found by a shortname that two share', async () => {
    const { okta, get } = await openOrg();
    okta.admin.addUser({ email: 'ana@other.example' });
    expect(refusal(await get('/api/v1/users/ana'))).toEqual(notFound('ana'));
  });

  it('is shown after deactivation too, with the links of its status', async () => {
    const { get, idOf } = await openOrg();
    const { body } = await get(`/api/v1/users/${idOf('dora@acme.example')}`);
    expect(body).toMatchObject({ status: 'DEPROVISIONED', _links: { activate: { method: 'POST' } } });
    expect(body).not.toHaveProperty('_links.resetFactors');
  });

  it('can be out of reach by login once deactivated', async () => {
    const { get, idOf } = await openOrg({ flags: { loginFindsDeprovisioned: false } });
    expect((await get('/api/v1/users/dora@acme.example')).status).toBe(404);
    expect((await get(`/api/v1/users/${idOf('dora@acme.example')}`)).status).toBe(200);
  });
});

describe('search', () => {
  it.each([
    ['profile.email eq "ana@acme.example"', ['ana@acme.example']],
    ['profile.email EQ "ANA@Acme.Example"', ['ana@acme.example']],
    ['profile.email eq "ben@acme.example"', ['ben.2019@acme.example', 'ben@acme.example']],
    [
      'profile.email eq "carla@acme.example" or profile.login eq "tom@acme.example"',
      ['cmendes@corp.acme.example', 'tom@acme.example'],
    ],
    [
      '(profile.login sw "alex" or profile.login sw "ana") and profile.lastName co "kin"',
      ['alex.king@acme.example'],
    ],
    ['status eq "SUSPENDED"', ['sam@acme.example']],
    ['(status lt "ACTIVE" or status gt "ACTIVE") and profile.firstName eq "dora"', ['dora@acme.example']],
    ['profile.lastName eq "Yilmaz"', []],
    ['profile.lastName eq "yılmaz"', ['d.yilmaz@acme.example']],
    ['profile.firstName eq "a\\"b"', []],
  ])('%s', async (expression, expected) => {
    const { get } = await openOrg();
    expect(logins(await get(query('search', expression)))).toEqual(expected);
  });

  it('finds by id and by time', async () => {
    const { get, idOf, clock, okta } = await openOrg();
    clock.now += 60_000;
    okta.admin.addUser({ email: 'new@acme.example' });
    expect(logins(await get(query('search', `id eq "${idOf('ana@acme.example')}"`)))).toEqual([
      'ana@acme.example',
    ]);
    const since = new Date(clock.now - 1000).toISOString();
    expect(logins(await get(query('search', `created gt "${since}"`)))).toEqual(['new@acme.example']);
  });

  it.each([
    'profile.email ne "ana@acme.example"',
    'profile.Email eq "ana@acme.example"',
    'email eq "ana@acme.example"',
    'profile.title co "x"',
    'profile.email eq ana@acme.example',
    'profile.email eq "ana@acme.example" and',
    '(profile.email eq "ana@acme.example"',
    '',
  ])('refuses %s', async (expression) => {
    const { get } = await openOrg();
    expect(refusal(await get(query('search', expression)))).toEqual([
      400,
      'E0000031',
      'Invalid search criteria.',
    ]);
  });

  it('refuses an expression that is too long', async () => {
    const { get } = await openOrg({ flags: { maxSearchLength: 40 } });
    expect((await get(query('search', 'id eq "00u" or id eq "00u"'))).status).toBe(200);
    expect((await get(query('search', 'id eq "00u" or id eq "00u" or id eq "00u"'))).status).toBe(400);
  });

  it('refuses to be combined with a filter', async () => {
    const { get } = await openOrg();
    const both = `${query('search', 'status eq "ACTIVE"')}&filter=${encodeURIComponent('id eq "x"')}`;
    expect(refusal(await get(both)).slice(0, 2)).toEqual([400, 'E0000033']);
  });

  it('shows changes only after the lag of its index', async () => {
    const { okta, get, clock, idOf } = await openOrg({ flags: { searchLagMs: 1000 } });
    clock.now += 1000;
    okta.admin.setProfile('ana@acme.example', { email: 'ana.new@acme.example' });
    const path = query('search', 'profile.email eq "ana.new@acme.example"');
    expect(logins(await get(path))).toEqual([]);
    expect((await get(`/api/v1/users/${idOf('ana@acme.example')}`)).body).toMatchObject({
      profile: { email: 'ana.new@acme.example' },
    });
    expect(logins(await get(query('filter', 'profile.email eq "ana.new@acme.example"')))).toHaveLength(1);
    clock.now += 1000;
    expect(logins(await get(path))).toEqual(['ana@acme.example']);
    okta.admin.deleteUser('ana@acme.example');
    expect(logins(await get(path))).toEqual(['ana@acme.example']);
    clock.now += 1000;
    expect(logins(await get(path))).toEqual([]);
  });

  it('sorts by a property, then by id', async () => {
    const { get } = await openOrg();
    const path = `${query('search', 'profile.email eq "alex@acme.example"')}&sortBy=profile.lastName`;
    const names = async (order: string): Promise<readonly string[]> =>
      pluck(await get(`${path}&sortOrder=${order}`), 'profile.lastName');
    expect(await names('asc')).toEqual(['Kim', 'King']);
    expect(await names('desc')).toEqual(['King', 'Kim']);
  });
});

describe('filter', () => {
  it.each([
    ['profile.email eq "ana@acme.example"', ['ana@acme.example']],
    ['profile.email eq "Ana@acme.example"', []],
    ['profile.email eq "ben@acme.example"', ['ben.2019@acme.example', 'ben@acme.example']],
    ['status eq "DEPROVISIONED" and profile.firstName eq "Dora"', ['dora@acme.example']],
    ['lastUpdated gt "2030-01-01T00:00:00.000Z"', []],
  ])('%s', async (expression, expected) => {
    const { get } = await openOrg();
    expect(logins(await get(query('filter', expression)))).toEqual(expected);
  });

  it.each(['profile.title eq "x"', 'profile.email sw "ana"', 'created gt "2030-01-01T00:00:00.000Z"'])(
    'does not support %s',
    async (expression) => {
      const { get } = await openOrg();
      expect(refusal(await get(query('filter', expression))).slice(0, 2)).toEqual([400, 'E0000094']);
    },
  );
});

describe('q', () => {
  it('finds beginnings of names and e-mails, but nobody who was deactivated', async () => {
    const { get } = await openOrg();
    expect(logins(await get('/api/v1/users?q=BE'))).toEqual(['ben@acme.example']);
    expect(logins(await get('/api/v1/users?q=dora'))).toEqual([]);
    expect(logins(await get('/api/v1/users?q=king'))).toEqual(['alex.king@acme.example']);
  });

  it('gives ten at most unless asked, and never a next page', async () => {
    const { okta, get } = await openOrg();
    for (let n = 0; n < 12; n += 1) okta.admin.addUser({ email: `zoe${n}@acme.example` });
    const answer = await get('/api/v1/users?q=zoe');
    expect(pluck(answer, 'id')).toHaveLength(10);
    expect(answer.headers.get('link')).not.toContain('rel="next"');
    expect(pluck(await get('/api/v1/users?q=zoe&limit=12'), 'id')).toHaveLength(12);
  });
});

describe('the list', () => {
  it('leaves out deactivated users', async () => {
    const { okta, get } = await openOrg();
    const active = [...okta.world.users.values()].filter(({ status }) => status !== 'DEPROVISIONED');
    expect(pluck(await get('/api/v1/users'), 'id').toSorted()).toEqual(active.map(({ id }) => id).sort());
  });

  it('pages by a link that is to be followed as it is', async () => {
    const { okta, get } = await openOrg();
    const expression = query('search', 'profile.email co "acme"');
    const seen: string[] = [];
    let next: string | undefined = `${expression}&limit=4`;
    let pages = 0;
    while (next !== undefined) {
      const answer: Answer = await get(next);
      seen.push(...pluck(answer, 'id'));
      pages += 1;
      const link: string = answer.headers.get('link') ?? '';
      expect(link).toContain('rel="self"');
      next = /<([^>]+)>; rel="next"/.exec(link)?.[1]?.slice(okta.url.length);
    }
    expect(new Set(seen).size).toBe(okta.world.users.size);
    expect(seen).toHaveLength(okta.world.users.size);
    // 16 users fill four pages of four, and a full page always names another.
    expect(pages).toBe(5);
  });

  it('goes on behind a cursor whose user is gone', async () => {
    const { okta, get } = await openOrg();
    const first = await get('/api/v1/users?limit=3');
    const after = pluck(first, 'id').at(-1);
    okta.admin.deleteUser(after ?? '');
    const rest = pluck(await get(`/api/v1/users?after=${after}`), 'id');
    expect(rest).toHaveLength(okta.world.users.size + 1 - 2 - 3);
    expect(rest.every((id) => id > (after ?? ''))).toBe(true);
  });

  it('refuses a limit that is no page size', async () => {
    const { get } = await openOrg();
    expect((await get('/api/v1/users?limit=0')).status).toBe(400);
    expect((await get('/api/v1/users?limit=ten')).status).toBe(400);
  });
});
