import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import { call, open, read, reply } from './support.ts';

const { maria } = defaultPeople;
const { admins, general } = defaultPlaces;

const type = (value: string) => ({ 'content-type': value });

describe('tokens', () => {
  it('names what the bot token stands for', async () => {
    const slack = await open();
    expect(await reply(slack, 'auth.test')).toMatchObject({
      ok: true,
      team_id: slack.world.team.id,
      user_id: slack.world.app.botUserId,
      bot_id: slack.world.app.botId,
      is_enterprise_install: false,
    });
  });

  it.each([
    ['an unknown token', 'xoxb-1-2-nobody', 'invalid_auth'],
    ['no token', '', 'not_authed'],
  ])('refuses %s', async (_name, token, error) => {
    const slack = await open();
    expect(await reply(slack, 'auth.test', {}, token)).toMatchObject({ ok: false, error });
  });

  it('refuses the app-level token for a bot method and the bot token for the socket', async () => {
    const slack = await open();
    const error = { ok: false, error: 'not_allowed_token_type' };
    expect(await reply(slack, 'chat.postMessage', { channel: admins, text: 'a' }, slack.tokens.app)).toEqual(
      error,
    );
    expect(await reply(slack, 'apps.connections.open', {}, slack.tokens.bot)).toEqual(error);
  });

  it('takes the token from a form but not from a JSON body or an address', async () => {
    const slack = await open();
    const { bot } = slack.tokens;
    const form = new URLSearchParams({ token: bot }).toString();
    const inForm = await read(
      await fetch(`${slack.apiUrl}auth.test`, {
        method: 'POST',
        body: form,
        headers: type('application/x-www-form-urlencoded'),
      }),
    );
    expect(inForm.body).toMatchObject({ ok: true });
    const inJson = await read(
      await fetch(`${slack.apiUrl}auth.test`, {
        method: 'POST',
        body: JSON.stringify({ token: bot }),
        headers: type('application/json; charset=utf-8'),
      }),
    );
    expect(inJson.body).toMatchObject({ error: 'not_authed' });
    const inAddress = await read(await fetch(`${slack.apiUrl}auth.test?token=${bot}`));
    expect(inAddress.body).toMatchObject({ error: 'not_authed' });
  });

  it('answers token_revoked and account_inactive once that has happened', async () => {
    const slack = await open();
    const token = slack.issueUserToken(maria.id, ['users:read']);
    await slack.people.deactivate(maria.id);
    expect(await reply(slack, 'auth.test', {}, token)).toMatchObject({ error: 'account_inactive' });
    await slack.people.revokeToken();
    expect(await reply(slack, 'auth.test')).toMatchObject({ error: 'token_revoked' });
  });

  it('answers account_inactive after the app was removed', async () => {
    const slack = await open();
    await slack.people.uninstall();
    expect(await reply(slack, 'auth.test')).toMatchObject({ error: 'account_inactive' });
  });
});

describe('scopes', () => {
  it('says which scope is needed and which are there', async () => {
    const slack = await open({ scopes: ['chat:write', 'files:read'] });
    expect(await reply(slack, 'users.info', { user: maria.id })).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write,files:read',
    });
  });

  it('reports granted and accepted scopes with every reply', async () => {
    const slack = await open({ scopes: ['chat:write', 'files:read'] });
    const { headers } = await call(slack, 'files.info', { file: 'F1' });
    expect(headers.get('x-oauth-scopes')).toBe('chat:write,files:read');
    expect(headers.get('x-accepted-oauth-scopes')).toBe('files:read');
    expect(headers.get('x-slack-req-id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('notices a scope that is taken away while the app runs', async () => {
    const slack = await open();
    await slack.people.removeScope('chat:write');
    expect(await reply(slack, 'chat.postMessage', { channel: admins, text: 'a' })).toMatchObject({
      error: 'missing_scope',
    });
  });

  it('wants the scope that fits the kind of conversation', async () => {
    const slack = await open({ scopes: ['channels:read'] });
    expect(await reply(slack, 'conversations.info', { channel: general })).toMatchObject({ ok: true });
    expect(await reply(slack, 'conversations.info', { channel: admins })).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    });
  });
});
