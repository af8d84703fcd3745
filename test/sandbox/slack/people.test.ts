import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import { open, reply } from './support.ts';

const { maria, tom, greg, ana } = defaultPeople;
const { admins, general, approvers } = defaultPlaces;

describe('coming and going', () => {
  it('lets members join public channels and be invited to private ones', async () => {
    const slack = await open();
    const members = (id: string) => slack.world.channels.get(id)?.members;
    await slack.people.leave(ana.id, general);
    await slack.people.join(ana.id, general);
    expect(members(general)?.has(ana.id)).toBe(true);
    await expect(slack.people.join(ana.id, admins)).rejects.toMatchObject({ code: 'not_allowed' });
    await slack.people.invite(maria.id, admins, ana.id);
    expect(members(admins)?.has(ana.id)).toBe(true);
    await slack.people.invite(maria.id, admins, ana.id);
    const joins = slack.world.messages.get(admins)?.filter(({ subtype }) => subtype === 'channel_join');
    expect(joins).toHaveLength(1);
  });

  it('lets guests neither join, invite nor remove', async () => {
    const slack = await open();
    await slack.people.leave(greg.id, general);
    for (const act of [
      slack.people.join(greg.id, general),
      slack.people.invite(greg.id, admins, ana.id),
      slack.people.remove(greg.id, admins, tom.id),
    ])
      await expect(act).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('cannot remove whoever is not there', async () => {
    const slack = await open();
    await expect(slack.people.remove(maria.id, admins, ana.id)).rejects.toMatchObject({
      code: 'not_a_member',
    });
  });

  it('lets nobody write to an archived channel', async () => {
    const slack = await open();
    await slack.people.archiveChannel(admins);
    await expect(slack.people.post(maria.id, admins, 'a')).rejects.toMatchObject({
      code: 'channel_archived',
    });
  });
});

describe('groups', () => {
  it('change their members and lose the departed', async () => {
    const slack = await open();
    await slack.people.setGroupMembers(approvers, [tom.id, ana.id]);
    await slack.people.deactivate(tom.id);
    expect(await reply(slack, 'usergroups.users.list', { usergroup: approvers })).toMatchObject({
      users: [ana.id],
    });
    expect(slack.world.channels.get(admins)?.members.has(tom.id)).toBe(false);
  });
});
