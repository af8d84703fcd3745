import { describe, expect, it } from 'vitest';
import { wantedScopes } from '../../src/okta/scopes.ts';
import { appKey } from '../okta/service-app.ts';
import { openAlone } from './alone.ts';
import { dropFile, employ, ended, press } from './desk.ts';
import { balance } from './ledger.ts';
import { vendorTokens } from './vendor.ts';

describe('a bot that signs in to Okta as a service app', () => {
  it('enrols a file, although its access token is revoked on the way', { timeout: 60_000 }, async (test) => {
    const scene = await openAlone(test);
    const { okta } = scene;
    const { privateKey, jwk } = appKey();
    const clientId = okta.admin.addClient({
      jwks: [jwk],
      scopes: wantedScopes.map(({ scope }) => scope),
      roles: ['USER_ADMIN', 'READ_ONLY_ADMIN'],
    });
    const bot = scene.start({
      OKTA_API_TOKEN: '',
      OKTA_CLIENT_ID: clientId,
      OKTA_PRIVATE_KEY: privateKey.reveal(),
    });
    await bot.ready;
    const tokens = vendorTokens('app', 20);
    employ(scene, tokens);
    const card = await dropFile(scene, tokens);
    const enrolments = (): number =>
      okta.journal.filter(({ method, status }) => method === 'POST' && status === 200).length;
    const before = enrolments();
    const off = okta.on('change', () => {
      if (enrolments() < before + 7) return;
      off();
      okta.admin.revokeAccessTokens();
    });
    await press(scene, card, 'batch.approve');
    expect(await ended(scene, card)).toContain('20 enrolled');
    expect((await balance(scene, tokens)).wrong).toEqual([]);
    expect(okta.journal.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
    const api = okta.journal.filter(({ path }) => path.startsWith('/api/v1/'));
    expect(new Set(api.map(({ principal }) => principal))).toEqual(new Set([clientId, null]));
    expect(bot.lines.join('\n')).not.toMatch(/eyJ|"d":|PRIVATE KEY/);
    expect(await bot.stop()).toBe(0);
  });
});
