import { describe, expect, it } from 'vitest';
import { setup } from './setup.ts';

const ana = 'ana@acme.example';

describe('the System Log', () => {
  it('tells which factors of a user were activated since a time, and of nobody else', async () => {
    const { okta, client, clock } = await setup();
    const user = (login: string) =>
      [...okta.world.users.values()].find(({ profile }) => profile.login === login)?.id ?? '';
    const before = clock.now();
    await clock.sleep(60_000);
    const [authenticator] = okta.world.authenticators.values();
    const factor = { authenticatorId: authenticator?.id ?? '', secret: Buffer.alloc(20, 1) };
    const since = clock.now();
    okta.admin.addFactor(ana, factor);
    okta.admin.addFactor('ben@acme.example', factor);
    await clock.sleep(60_000);
    expect(await client.activations(user(ana), before)).toMatchObject({
      kind: 'ok',
      value: [{ at: since, factorType: 'token:hotp' }],
    });
    expect(await client.activations(user(ana), since + 1)).toMatchObject({ kind: 'ok', value: [] });
  });

  it('is refused to a credential that may not read it', async () => {
    const { okta, client } = await setup();
    okta.faults.add({ route: 'GET /api/v1/logs', fault: { kind: 'refusal', code: 'E0000006' } });
    expect(await client.activations('00u1', 0)).toMatchObject({ kind: 'rejected', reason: 'permission' });
  });
});
