import { describe, expect, it } from 'vitest';
import { authenticatorIds, defaultOrg } from '../../sandbox/okta/default-org.ts';
import type { LocalOkta } from '../../sandbox/okta/server.ts';
import type { Outcome } from '../../src/domain/okta.ts';
import type { Factor } from '../../src/domain/okta.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { OktaClient } from '../../src/okta/client.ts';
import { idOf, json, setup, setupRaw, valueOf } from './setup.ts';

const listRoute = 'GET /api/v1/users/{userId}/factors';
const enrolRoute = 'POST /api/v1/users/{userId}/factors';

const people = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `person.${String(index)}@acme.example`);

const orgOf = (logins: readonly string[]): typeof defaultOrg => ({
  ...defaultOrg,
  users: [...defaultOrg.users, ...logins.map((email) => ({ email }))],
});

function enrol(
  client: OktaClient,
  okta: LocalOkta,
  login: string,
  signal?: AbortSignal,
): Promise<Outcome<Factor>> {
  return client.enrol(
    {
      userId: idOf(okta, login),
      authenticatorId: authenticatorIds.sha1Step30,
      encoding: 'base32',
      seed: new Secret(new TextEncoder().encode(login.padEnd(20).slice(0, 20))),
    },
    { signal },
  );
}

const refusalsOf = (okta: LocalOkta): number => okta.journal.filter(({ status }) => status === 429).length;

describe('the allowance', () => {
  it.each([0, 5 * 3_600_000 + 321, -5 * 3_600_000 - 654])(
    'is used whole and not exceeded by parallel calls (Okta %i ms ahead)',
    async (oktaAheadMs) => {
      const logins = people(45);
      // A credential has half of it: twenty requests per window, reads and enrolments together.
      const { client, okta, clock } = await setup({
        org: orgOf(logins),
        limits: { perMinute: { '/api/v1': 40 } },
        oktaAheadMs,
      });
      const started = clock.now();
      const outcomes = await Promise.all(
        logins.map(async (login) => {
          await client.factors(idOf(okta, login));
          return enrol(client, okta, login);
        }),
      );
      expect(outcomes.every(({ kind }) => kind === 'ok')).toBe(true);
      expect(refusalsOf(okta)).toBe(0);
      // Ninety requests: four windows are waited for, of which each takes a minute and at most a second for rounding.
      expect(clock.now() - started).toBeGreaterThanOrEqual(4 * 60_000);
      expect(clock.now() - started).toBeLessThanOrEqual(4 * 61_000);
    },
  );

  it('is told as it stands', async () => {
    const { client, okta } = await setup({ limits: { perMinute: { '/api/v1': 40 } } });
    expect(client.allowance()).toBeUndefined();
    await enrol(client, okta, 'ana@acme.example');
    expect(client.allowance()).toEqual({ perMinute: 20, left: 19, resetsInMs: 60_000 });
  });
});

describe('a refusal for the rate', () => {
  it('makes a read wait for the reset and ask again', async () => {
    const { client, okta, clock } = await setup();
    okta.faults.once(listRoute, { kind: 'rate_limited', form: 'window' });
    expect(valueOf(await client.factors(idOf(okta, 'emil@acme.example')))).toHaveLength(1);
    expect(clock.naps).toEqual([60_000]);
  });

  it('is given to the caller of a write, with the time to wait', async () => {
    const { client, okta, clock } = await setup();
    okta.faults.once(enrolRoute, { kind: 'rate_limited', form: 'window' });
    const outcome = await enrol(client, okta, 'ana@acme.example');
    expect(outcome).toMatchObject({ kind: 'retry', why: 'rate_limit', afterMs: 60_000 });
    expect(okta.journal).toHaveLength(1);
    // Called again at once, the client does the waiting.
    expect((await enrol(client, okta, 'ana@acme.example')).kind).toBe('ok');
    expect(clock.naps).toEqual([60_000]);
  });

  it('ends a read that is refused again and again', async () => {
    const { client, okta } = await setup();
    okta.faults.add({ route: listRoute, fault: { kind: 'rate_limited', form: 'window' } });
    const outcome = await client.factors(idOf(okta, 'emil@acme.example'));
    expect(outcome).toMatchObject({ kind: 'retry', why: 'rate_limit' });
    expect(okta.journal).toHaveLength(3);
  });

  it('for too many at once is a short pause', async () => {
    const { client, okta, clock } = await setup();
    okta.faults.once(listRoute, { kind: 'rate_limited', form: 'concurrency' });
    expect(valueOf(await client.factors(idOf(okta, 'emil@acme.example')))).toHaveLength(1);
    expect(clock.naps).toEqual([1_000]);
  });

  it('for too many at once narrows the stream until all get through', async () => {
    const logins = people(40);
    const { client, okta } = await setup({ org: orgOf(logins), limits: { concurrency: 3 }, latencyMs: 5 });
    const outcomes = await Promise.all(logins.map((login) => client.factors(idOf(okta, login))));
    expect(outcomes.every(({ kind }) => kind === 'ok')).toBe(true);
  });

  it('for one user alone is not repeated, since no reset tells when it ends', async () => {
    let requests = 0;
    const { client, clock } = await setupRaw((_request, response) => {
      requests += 1;
      const rate = { 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '598' };
      json(response, 429, { errorCode: 'E0000047' }, { ...rate, 'x-rate-limit-reset': '9999999999' });
    });
    expect(await client.factors('00u1')).toMatchObject({ kind: 'retry', why: 'rate_limit' });
    expect(requests).toBe(1);
    expect(clock.naps).toEqual([]);
  });

  it.each(['missing', 'doubled'] as const)('is understood with %s headers', async (how) => {
    const { client, okta, clock } = await setup();
    okta.faults.once(listRoute, { kind: 'rate_limited', form: 'window' });
    okta.faults.once(listRoute, { kind: 'rate_headers', how });
    expect(valueOf(await client.factors(idOf(okta, 'emil@acme.example')))).toHaveLength(1);
    expect(clock.naps).toEqual([60_000]);
  });
});

describe('waiting for the allowance', () => {
  it('ends with the signal, and nothing is sent', async () => {
    const { client, okta } = await setup({}, { clock: { now: () => 0, sleep: () => new Promise(() => {}) } });
    okta.faults.once(enrolRoute, { kind: 'rate_limited', form: 'window' });
    await enrol(client, okta, 'ana@acme.example');
    const stop = new AbortController();
    const waiting = enrol(client, okta, 'ana@acme.example', stop.signal);
    stop.abort();
    expect(await waiting).toEqual({ kind: 'retry', why: 'not_sent', afterMs: undefined });
    expect(await enrol(client, okta, 'ana@acme.example', stop.signal)).toMatchObject({ why: 'not_sent' });
    expect(okta.journal).toHaveLength(1);
  });

  it('ends when the client is closed', async () => {
    const { client, okta } = await setup({}, { clock: { now: () => 0, sleep: () => new Promise(() => {}) } });
    okta.faults.once(enrolRoute, { kind: 'rate_limited', form: 'window' });
    await enrol(client, okta, 'ana@acme.example');
    const waiting = enrol(client, okta, 'ana@acme.example');
    await client.close();
    expect(await waiting).toMatchObject({ kind: 'retry', why: 'not_sent' });
  });
});
