import { describe, expect, it } from 'vitest';
import { loadSpec } from '../../../sandbox/contract/document.ts';
import { checkExchanges } from '../../../sandbox/contract/exchanges.ts';
import { createValidator } from '../../../sandbox/contract/openapi.ts';
import { routes } from '../../../sandbox/okta/api/routes.ts';
import { authenticatorIds } from '../../../sandbox/okta/default-org.ts';
import type { Exchange } from '../../../sandbox/okta/journal.ts';
import { openOrg, textOf, type Caller } from '../okta/caller.ts';

const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** Calls every endpoint, so that each has answered well at least once, and some have refused. */
async function visitEverything(org: Caller): Promise<void> {
  const ben = `/api/v1/users/${org.idOf('ben@acme.example')}`;
  const otp = `/api/v1/authenticators/${authenticatorIds.sha1Step30}`;
  const enrolled = await org.post(`${ben}/factors?activate=true`, {
    factorType: 'token:hotp',
    provider: 'CUSTOM',
    factorProfileId: authenticatorIds.sha1Step30,
    profile: { sharedSecret: seed },
  });
  const factor = `${ben}/factors/${textOf(enrolled, 'id')}`;
  await org.post(`${factor}/verify`, { passCode: '123456' });
  await org.post(`${factor}/lifecycle/activate`, {});
  for (const path of ['/factors', '/factors/catalog', '/roles', '/authenticator-enrollments', '', '/no'])
    await org.get(ben + path);
  for (const path of [factor, otp, `${otp}/methods`, `${otp}/methods/otp`, '/api/v1/authenticators'])
    await org.get(path);
  await org.get('/api/v1/users?limit=3&search=status%20eq%20%22ACTIVE%22');
  await org.get('/api/v1/users?filter=nonsense');
  await org.get('/api/v1/logs?sortOrder=DESCENDING');
  await org.get('/api/v1/iam/assignees/users?limit=1');
  await org.get('/oauth2/v1/clients/0oaNobody/roles');
  await org.get('/.well-known/okta-organization');
  await org.call('POST', '/oauth2/v1/token', 'grant_type=password', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  await org.call('DELETE', factor);
  await org.post(`${ben}/lifecycle/reset_factors`, '');
}

describe('recording', () => {
  it('hears every request with placeholders where secrets were', async () => {
    const taken: Exchange[] = [];
    const org = await openOrg({ onExchange: (exchange) => taken.push(exchange) });
    await visitEverything(org);
    const served = org.okta.journal.map(({ route, method }) => `${method} ${route}`);
    for (const { method, pattern } of routes) expect(served).toContain(`${method} ${pattern}`);
    const [enrolment] = taken;
    expect(enrolment).toMatchObject({
      method: 'POST',
      query: { activate: 'true' },
      requestBody: {
        factorType: 'token:hotp',
        profile: { sharedSecret: 'A'.repeat(32) },
      },
      status: 200,
      responseBody: { status: 'ACTIVE' },
    });
    const kept = JSON.stringify(taken);
    for (const secret of [seed, '123456', org.okta.credential]) expect(kept).not.toContain(secret);
  });

  it('keeps the shape of a secret', async () => {
    const taken: Exchange[] = [];
    const org = await openOrg({ onExchange: (exchange) => taken.push(exchange) });
    for (const sharedSecret of ['484f97be', 'MZXW6YQ=', 7])
      await org.post('/api/v1/users/00u/factors', { profile: { sharedSecret } });
    expect(taken.map(({ requestBody }) => requestBody)).toEqual([
      { profile: { sharedSecret: 'aaaaaaaa' } },
      { profile: { sharedSecret: 'AAAAAAA=' } },
      { profile: { sharedSecret: 2 } },
    ]);
  });
});

// The document is Okta's and not kept here; name a copy to hold the local Okta against it.
const path = process.env['OKTA_OPENAPI'];

describe.skipIf(path === undefined)('the local Okta', () => {
  it('answers as Okta’s specification says, but for known differences', async () => {
    const taken: Exchange[] = [];
    const org = await openOrg({ flags: { logDelayMs: 0 }, onExchange: (exchange) => taken.push(exchange) });
    await visitEverything(org);
    const { unexpected } = checkExchanges(createValidator(loadSpec(path ?? '')), taken);
    // A copy may lack the roles of clients, which Okta documents with those of users and groups.
    const beyond = unexpected.filter(
      ({ operation }) => !/reset_factors$|\/no$|\/clients\/\w+\/roles$/.test(operation),
    );
    expect(beyond).toEqual([]);
  });
});
