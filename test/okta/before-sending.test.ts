import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import type { LocalOkta } from '../../sandbox/okta/server.ts';
import type { Factor, Outcome, WriteOptions } from '../../src/domain/okta.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { OktaClient } from '../../src/okta/client.ts';
import { idOf, setup } from './setup.ts';

const ana = 'ana@acme.example';

const enrol = (
  client: OktaClient,
  okta: LocalOkta,
  options: WriteOptions,
  user = ana,
): Promise<Outcome<Factor>> =>
  client.enrol(
    {
      userId: idOf(okta, user),
      authenticatorId: authenticatorIds.sha1Step30,
      encoding: 'base32',
      seed: new Secret(new Uint8Array(20).fill(1)),
    },
    options,
  );

const writes = (okta: LocalOkta): number => okta.journal.filter(({ method }) => method !== 'GET').length;

describe('what is asked before a write leaves', () => {
  it('is asked once, when the budget lets the request go and nothing has left yet', async () => {
    const { client, okta, clock } = await setup({ limits: { perMinute: { '/api/v1': 4 } } });
    await enrol(client, okta, {}, 'ben@acme.example');
    await enrol(client, okta, {}, 'fatima@acme.example');
    const began = clock.now();
    const asked: { waitedMs: number; sent: number }[] = [];
    const outcome = await enrol(client, okta, {
      beforeSending: () => {
        asked.push({ waitedMs: clock.now() - began, sent: writes(okta) });
        return Promise.resolve(true);
      },
    });
    expect(outcome.kind).toBe('ok');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.waitedMs).toBeGreaterThanOrEqual(59_000);
    expect(asked[0]?.sent).toBe(2);
  });

  it('keeps the request back with a no, which costs nothing of the allowance', async () => {
    const { client, okta } = await setup();
    await client.factors(idOf(okta, ana));
    const before = client.allowance();
    const outcome = await enrol(client, okta, { beforeSending: () => Promise.resolve(false) });
    expect(outcome).toMatchObject({ kind: 'retry', why: 'not_sent' });
    expect(
      await client.unenrol(idOf(okta, ana), 'chf1', { beforeSending: () => Promise.resolve(false) }),
    ).toEqual(outcome);
    expect(writes(okta)).toBe(0);
    expect(client.allowance()).toEqual(before);
  });

  it('keeps the request back when it throws, and others still go', async () => {
    const { client, okta } = await setup();
    const refused = enrol(client, okta, { beforeSending: () => Promise.reject(new Error('disk full')) });
    await expect(refused).rejects.toThrow('disk full');
    expect(writes(okta)).toBe(0);
    expect((await enrol(client, okta, {})).kind).toBe('ok');
  });
});
