import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import { at, open, reply } from './support.ts';

const { maria, dora, greg } = defaultPeople;
const { admins } = defaultPlaces;

describe('people, groups and conversations', () => {
  it('leaves the e-mail address out without its scope', async () => {
    const slack = await open({ scopes: ['users:read'] });
    const { user } = await reply(slack, 'users.info', { user: maria.id });
    expect(at(user, 'profile')).not.toHaveProperty('email');
  });

  it('tells guests, admins and the departed apart', async () => {
    const slack = await open();
    const info = async (user: string) => (await reply(slack, 'users.info', { user }))['user'];
    expect(await info(maria.id)).toMatchObject({
      is_admin: true,
      is_restricted: false,
      is_email_confirmed: true,
    });
    expect(await info(greg.id)).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
    expect(await info(dora.id)).toMatchObject({ deleted: true });
    expect(await info(slack.world.app.botUserId)).toMatchObject({ is_bot: true });
    expect(await reply(slack, 'users.info', { user: 'U1' })).toMatchObject({ error: 'user_not_found' });
  });

  it('finds people by e-mail, but not the departed', async () => {
    const slack = await open();
    expect(await reply(slack, 'users.lookupByEmail', { email: 'Maria@ACME.example' })).toMatchObject({
      user: { id: maria.id },
    });
    expect(await reply(slack, 'users.lookupByEmail', { email: dora.email })).toMatchObject({
      error: 'users_not_found',
    });
  });

  it('pages through people', async () => {
    const slack = await open();
    const ids: unknown[] = [];
    let cursor = '';
    do {
      const page = await reply(slack, 'users.list', { limit: '7', cursor });
      const members = Array.isArray(page['members']) ? page['members'] : [];
      expect(members.length).toBeLessThanOrEqual(7);
      ids.push(...members.map((member) => at(member, 'id')));
      cursor = String(at(page, 'response_metadata', 'next_cursor'));
    } while (cursor !== '');
    expect(ids).toEqual([...slack.world.users.keys()]);
    expect(await reply(slack, 'users.list', { cursor: 'bm9uc2Vuc2U=' })).toMatchObject({
      error: 'invalid_cursor',
    });
  });

  it('lists user groups and their members', async () => {
    const slack = await open();
    const { usergroups } = await reply(slack, 'usergroups.list', { include_users: 'true' });
    expect(usergroups).toMatchObject([{ id: defaultPlaces.approvers, handle: 'token-approvers' }]);
    const listed = await reply(slack, 'usergroups.users.list', { usergroup: defaultPlaces.approvers });
    expect(listed['users']).toEqual([maria.id, defaultPeople.tom.id]);
    expect(await reply(slack, 'usergroups.users.list', { usergroup: 'S1' })).toMatchObject({
      error: 'no_such_subteam',
    });
  });

  it('shows what kind of channel it is and who is in it', async () => {
    const slack = await open();
    await slack.people.shareChannelExternally(admins);
    expect((await reply(slack, 'conversations.info', { channel: admins }))['channel']).toMatchObject({
      is_private: true,
      is_ext_shared: true,
      is_member: true,
      is_archived: false,
    });
    expect((await reply(slack, 'conversations.members', { channel: admins }))['members']).toContain(greg.id);
    expect(await reply(slack, 'conversations.members', { channel: admins, limit: '1001' })).toMatchObject({
      error: 'invalid_limit',
    });
  });

  it('hides a private channel that the bot is not in', async () => {
    const slack = await open();
    await slack.people.remove(maria.id, admins, slack.world.app.botUserId);
    expect(await reply(slack, 'conversations.info', { channel: admins })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await reply(slack, 'chat.postMessage', { channel: admins, text: 'a' })).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('opens a direct conversation once', async () => {
    const slack = await open({ scopes: ['im:write', 'chat:write'] });
    const first = await reply(slack, 'conversations.open', { users: maria.id });
    const again = await reply(slack, 'conversations.open', { users: maria.id });
    expect(first).toMatchObject({ ok: true });
    expect(again).toMatchObject({ channel: first['channel'], already_open: true });
    expect(await reply(slack, 'conversations.open', { users: dora.id })).toMatchObject({
      error: 'user_disabled',
    });
    const posted = await reply(slack, 'chat.postMessage', { channel: maria.id, text: 'a' });
    expect(posted['channel']).toBe(at(first, 'channel', 'id'));
  });
});
