import { describe, expect, it } from 'vitest';
import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import type { AuthenticatorSetting } from '../../src/okta/authenticators.ts';
import { json, setup, setupRaw, valueOf } from './setup.ts';

const configured: AuthenticatorSetting = {
  id: authenticatorIds.sha256Step30Hex,
  settings: { algorithm: 'SHA512', timeStepSeconds: 60, digits: 8, encoding: 'base64' },
};

const listOf = (key: string): object[] => [{ id: 'aut1', key, name: 'Tokens', status: 'ACTIVE' }];

describe('authenticators', () => {
  it.each(['nested', 'flat'] as const)(
    'are read with their settings, which Okta sends %s',
    async (otpSettings) => {
      const { client } = await setup(
        { flags: { otpSettings } },
        {
          authenticators: [configured, { id: authenticatorIds.sha1Step60 }, { id: authenticatorIds.retired }],
        },
      );
      expect(valueOf(await client.authenticators())).toEqual([
        {
          id: authenticatorIds.sha256Step30Hex,
          name: 'Token2 SHA-256',
          active: true,
          algorithm: 'SHA256',
          digits: 6,
          timeStepSeconds: 30,
          encoding: 'hexadecimal',
          acceptedSteps: 3,
        },
        expect.objectContaining({ id: authenticatorIds.sha1Step60, timeStepSeconds: 60, algorithm: 'SHA1' }),
        expect.objectContaining({ id: authenticatorIds.retired, active: false }),
      ]);
    },
  );

  it('of a Classic org are as they were configured', async () => {
    const { client } = await setup({ flags: { pipeline: 'v1' } }, { authenticators: [configured] });
    expect(valueOf(await client.authenticators())).toEqual([
      {
        id: configured.id,
        name: configured.id,
        active: true,
        ...configured.settings,
        acceptedSteps: undefined,
      },
    ]);
  });

  it('that can neither be read nor are configured are refused, but not for the credential', async () => {
    const { client } = await setup(
      { flags: { pipeline: 'v1' } },
      { authenticators: [{ id: configured.id }] },
    );
    const outcome = await client.authenticators();
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'permission', oktaCode: 'E0000015' });
  });

  it('that the credential may not read are as they were configured', async () => {
    const challenge = 'Bearer error="insufficient_scope", scope="okta.authenticators.read"';
    const { client } = await setupRaw(
      (_request, response) => response.writeHead(403, { 'www-authenticate': challenge }).end(),
      { authenticators: [configured] },
    );
    expect(valueOf(await client.authenticators())[0]).toMatchObject({ algorithm: 'SHA512', digits: 8 });
  });

  it('are completed from the configuration where Okta shows only a part', async () => {
    const { client } = await setupRaw(
      (request, response) =>
        json(
          response,
          200,
          request.url?.endsWith('/otp') === true
            ? { type: 'otp', algorithm: 'HMacSHA1' }
            : listOf('custom_otp'),
        ),
      { authenticators: [{ ...configured, id: 'aut1' }] },
    );
    expect(valueOf(await client.authenticators())[0]).toMatchObject({
      name: 'Tokens',
      algorithm: 'SHA1',
      digits: 8,
      timeStepSeconds: 60,
    });
  });

  it.each([
    ['unknown to Okta', 'autNobodyKnows000000', 'not_found', 'autNobodyKnows000000'],
    ['of another kind', 'aut1', 'invalid', 'is webauthn, not a Custom OTP'],
  ])('that are %s are refused by name', async (_what, id, reason, summary) => {
    const { client } = await setupRaw((_request, response) => json(response, 200, listOf('webauthn')), {
      authenticators: [{ id }],
    });
    const outcome = await client.authenticators();
    expect(outcome).toMatchObject({ kind: 'rejected', reason });
    expect(outcome.kind === 'rejected' ? outcome.summary : '').toContain(summary);
  });

  it('are to be asked for again when Okta fails', async () => {
    const { client, okta } = await setup({}, { authenticators: [configured] });
    okta.faults.once('GET /api/v1/authenticators', { kind: 'gateway' });
    expect(await client.authenticators()).toMatchObject({ kind: 'retry', why: 'server_error' });
  });
});
