import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { authenticatorIds, defaultOrg } from '../../sandbox/okta/default-org.ts';
import type { LocalOkta } from '../../sandbox/okta/server.ts';
import { idOf, json, setup, setupRaw, valueOf } from './setup.ts';
import { encodings, enrolmentOf, seedBytes, seedTexts } from './tokens.ts';

function orgWithAuthenticators(): typeof defaultOrg {
  const added = encodings.map((encoding) => ({
    id: `aut${encoding}`.padEnd(20, '0'),
    name: `Tokens ${encoding}`,
    settings: { encoding },
  }));
  return { ...defaultOrg, authenticators: [...defaultOrg.authenticators, ...added] };
}

describe('enrolling', () => {
  it.each(
    encodings.flatMap((encoding) =>
      (['object', 'array'] as const).map((reply) => [encoding, reply] as const),
    ),
  )('gives Okta the seed in %s and takes the factor from an %s', async (encoding, enrolReply) => {
    const { client, okta } = await setup({ org: orgWithAuthenticators(), flags: { enrolReply } });
    const authenticatorId = `aut${encoding}`.padEnd(20, '0');
    const userId = idOf(okta, 'ana@acme.example');
    const factor = valueOf(await client.enrol(enrolmentOf(userId, { encoding, authenticatorId })));
    expect(factor).toMatchObject({
      factorType: 'token:hotp',
      provider: 'CUSTOM',
      status: 'ACTIVE',
      vendorName: `Tokens ${encoding}`,
      createdAt: Date.UTC(2026, 0, 5, 9),
    });
    expect(Buffer.from(okta.world.secretOf(factor.id) ?? [])).toEqual(seedBytes);
  });

  it('sends what the API documents and nothing else', async () => {
    const bodies: unknown[] = [];
    const { client } = await setupRaw((request, response, body) => {
      bodies.push([request.method, request.url, request.headers['content-type'], JSON.parse(body)]);
      json(response, 200, { id: 'chf1', factorType: 'token:hotp', provider: 'CUSTOM', status: 'ACTIVE' });
    });
    await client.enrol(enrolmentOf('00u1'));
    expect(bodies).toEqual([
      [
        'POST',
        '/api/v1/users/00u1/factors?activate=true',
        'application/json',
        {
          factorType: 'token:hotp',
          provider: 'CUSTOM',
          factorProfileId: authenticatorIds.sha1Step30,
          profile: { sharedSecret: seedTexts[0] },
        },
      ],
    ]);
  });

  it('counts only the Custom OTP when Okta Verify is enrolled with it', async () => {
    const { client, okta } = await setup({ flags: { extraFactors: true, enrolReply: 'array' } });
    const userId = idOf(okta, 'ben@acme.example');
    const factor = valueOf(await client.enrol(enrolmentOf(userId)));
    const types = valueOf(await client.factors(userId)).map(({ factorType }) => factorType);
    expect(types.sort()).toEqual(['push', 'token:hotp', 'token:software:totp']);
    expect(factor.factorType).toBe('token:hotp');
  });

  it('is refused for a user who already has one, listed or hidden', async () => {
    const { client, okta } = await setup();
    const userId = idOf(okta, 'emil@acme.example');
    okta.admin.hideFactors(userId);
    expect(valueOf(await client.factors(userId))).toEqual([]);
    const outcome = await client.enrol(enrolmentOf(userId));
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'already_set_up', status: 400 });
  });

  it.each([
    [
      'the policy',
      (okta: LocalOkta) => okta.admin.setPolicy('everyone', authenticatorIds.sha1Step30, 'NOT_ALLOWED'),
    ],
    [
      'an inactive authenticator',
      (okta: LocalOkta) => okta.admin.deactivateAuthenticator(authenticatorIds.sha1Step30),
    ],
  ])('is refused by %s', async (_what, change) => {
    const { client, okta } = await setup();
    change(okta);
    const outcome = await client.enrol(enrolmentOf(idOf(okta, 'ana@acme.example')));
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'not_allowed_by_policy' });
  });

  it.each([
    [400 as const, 'invalid'],
    [404 as const, 'not_found'],
  ])('is refused for an unknown authenticator with %i', async (unknownProfile, reason) => {
    const { client, okta } = await setup({ flags: { unknownProfile } });
    const enrolment = enrolmentOf(idOf(okta, 'ana@acme.example'), {
      authenticatorId: 'autNobodyKnows000000',
    });
    expect(await client.enrol(enrolment)).toMatchObject({ kind: 'rejected', reason, status: unknownProfile });
  });

  it.each([
    ['refused', { kind: 'rejected', reason: 'invalid' }],
    ['accepted', { kind: 'ok' }],
  ] as const)(
    'under the wrong encoding comes to what Okta says, which may be "%s"',
    async (badSecret, expected) => {
      const { client, okta } = await setup({ flags: { badSecret } });
      const enrolment = enrolmentOf(idOf(okta, 'ana@acme.example'), { encoding: 'base64' });
      expect(await client.enrol(enrolment)).toMatchObject(expected);
    },
  );

  it.each([
    ['refused', 'rejected'],
    ['accepted', 'ok'],
  ] as const)('with the seed of another user may be %s', async (sharedSecretReuse, kind) => {
    const { client, okta } = await setup({ flags: { sharedSecretReuse } });
    await client.enrol(enrolmentOf(idOf(okta, 'ana@acme.example')));
    expect((await client.enrol(enrolmentOf(idOf(okta, 'ben@acme.example')))).kind).toBe(kind);
  });

  it('is refused for users in the wrong status', async () => {
    const { client, okta } = await setup({ flags: { enrolStatuses: ['ACTIVE'] } });
    const suspended = await client.enrol(enrolmentOf(idOf(okta, 'sam@acme.example')));
    expect(suspended).toMatchObject({ kind: 'rejected', reason: 'user_status', oktaCode: 'E0000038' });
    const gone = await client.enrol(enrolmentOf(idOf(okta, 'dora@acme.example')));
    expect(gone).toMatchObject({ kind: 'rejected', reason: 'not_found', oktaCode: 'E0000007' });
  });

  it('is doubtful when the answer names no Custom OTP, or more than one', async () => {
    const hotp = { factorType: 'token:hotp', provider: 'CUSTOM' };
    const answers = [
      { id: 'opf1', factorType: 'push', provider: 'OKTA' },
      [],
      [
        { id: 'a', ...hotp },
        { id: 'b', ...hotp },
      ],
      {},
    ];
    const { client } = await setupRaw((_request, response) => json(response, 200, answers.shift()));
    for (let count = answers.length; count > 0; count -= 1)
      expect(await client.enrol(enrolmentOf('00u1'))).toMatchObject({
        kind: 'unknown',
        why: 'ANSWER_UNREADABLE',
      });
  });
});

describe('removing a factor', () => {
  it('says whether it was there', async () => {
    const { client, okta } = await setup();
    const userId = idOf(okta, 'emil@acme.example');
    const [factor] = valueOf(await client.factors(userId));
    expect(valueOf(await client.unenrol(userId, factor?.id ?? ''))).toBe('removed');
    expect(valueOf(await client.unenrol(userId, factor?.id ?? ''))).toBe('gone');
  });

  it('does not take a deactivated user for a factor that is gone', async () => {
    const { client, okta } = await setup();
    const userId = idOf(okta, 'emil@acme.example');
    const [factor] = valueOf(await client.factors(userId));
    okta.admin.setStatus(userId, 'DEPROVISIONED');
    const outcome = await client.unenrol(userId, factor?.id ?? '');
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'not_found' });
    expect(okta.world.factors.has(factor?.id ?? '')).toBe(true);
  });

  it.each([
    ['a 404 that is not Okta’s', 404, '<html>not here</html>', { kind: 'rejected', reason: 'invalid' }],
    ['something instead of no content', 200, '{"status":"accepted"}', { kind: 'unknown' }],
    ['a page instead of no content', 200, '<html>sign in first</html>', { kind: 'unknown' }],
  ])('is not believed done for %s', async (_what, status, body, expected) => {
    const { client } = await setupRaw((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
    });
    expect(await client.unenrol('00u1', 'chf1')).toMatchObject(expected);
  });
});

describe('the factors of a user', () => {
  it('are listed whatever their type, and without a date where Okta sends none', async () => {
    const { client } = await setupRaw((_request, response) =>
      json(response, 200, [
        {
          id: 'a',
          factorType: 'telepathy',
          provider: 'NEW',
          status: 'ODD',
          lastVerified: 'x',
          profile: null,
        },
        {
          id: 'b',
          factorType: 'token:hotp',
          provider: 'CUSTOM',
          status: 'ACTIVE',
          created: '2026-01-05T09:00:00.000Z',
        },
      ]),
    );
    expect(valueOf(await client.factors('00u1'))).toEqual([
      {
        id: 'a',
        factorType: 'telepathy',
        provider: 'NEW',
        status: 'ODD',
        vendorName: '',
        createdAt: undefined,
      },
      {
        id: 'b',
        factorType: 'token:hotp',
        provider: 'CUSTOM',
        status: 'ACTIVE',
        vendorName: '',
        createdAt: Date.UTC(2026, 0, 5, 9),
      },
    ]);
  });

  it('are not there for a deactivated user, although the user is', async () => {
    const { client, okta } = await setup();
    const userId = idOf(okta, 'dora@acme.example');
    expect((await client.user(userId)).kind).toBe('ok');
    expect(await client.factors(userId)).toMatchObject({ kind: 'rejected', reason: 'not_found' });
  });
});
