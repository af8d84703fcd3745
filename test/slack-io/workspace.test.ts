import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { manualClock } from '../support/clock.ts';
import { openLab } from './lab.ts';

const { admins, general, approvers } = defaultPlaces;
const { maria, tom, greg, dora } = defaultPeople;

/** A seed as it would stand in a vendor's file. */
const canary = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const csv = Buffer.from(`upn,serial number,secret key,timeinterval\r\nana@acme.example,1,${canary},30\r\n`);

describe('people', () => {
  it('are described as Slack sees them now', async () => {
    const { workspace } = await openLab();
    expect(await workspace.person(maria.id)).toEqual({
      kind: 'ok',
      value: {
        id: maria.id,
        teamId: 'T0ACME0001',
        name: 'maria',
        email: 'maria@acme.example',
        emailConfirmed: true,
        deactivated: false,
        bot: false,
        guest: false,
        external: false,
      },
    });
  });

  it('tell guests of both kinds, strangers, bots and the deactivated', async () => {
    const { slack, workspace } = await openLab();
    const { users, app } = slack.world;
    const change = (id: string, how: Partial<NonNullable<ReturnType<typeof users.get>>>) => {
      Object.assign(users.get(id) ?? {}, how);
    };
    expect(await workspace.person(greg.id)).toMatchObject({ value: { guest: true } });
    change(tom.id, { isUltraRestricted: true, emailConfirmed: false });
    expect(await workspace.person(tom.id)).toMatchObject({ value: { guest: true, emailConfirmed: false } });
    change(maria.id, { isStranger: true });
    expect(await workspace.person(maria.id)).toMatchObject({ value: { external: true } });
    expect(await workspace.person(dora.id)).toMatchObject({ value: { deactivated: true } });
    expect(await workspace.person(app.botUserId)).toMatchObject({ value: { bot: true } });
    expect(await workspace.person('USLACKBOT')).toMatchObject({ value: { bot: true } });
  });

  it('are remembered for a minute', async () => {
    const clock = manualClock();
    const { slack, workspace } = await openLab({ botClock: clock });
    await workspace.person(tom.id);
    await slack.people.deactivate(tom.id);
    expect(await workspace.person(tom.id)).toMatchObject({ value: { deactivated: false } });
    await clock.advance(60_000);
    expect(await workspace.person(tom.id)).toMatchObject({ value: { deactivated: true } });
  });

  it('are missing when Slack does not know them, and unavailable when it does not answer', async () => {
    const { slack, workspace } = await openLab();
    expect(await workspace.person('U0NOBODY01')).toEqual({ kind: 'missing', code: 'user_not_found' });
    slack.faults.add({
      at: 'api',
      match: 'users.info',
      times: 3,
      fault: { do: 'html', status: 500, when: 'before' },
    });
    expect(await workspace.person(maria.id)).toEqual({ kind: 'unavailable', why: 'http_500' });
    expect(await workspace.person(maria.id)).toMatchObject({ kind: 'ok' });
  });

  it('are unavailable, not missing, when the bot lacks a scope', async () => {
    const { workspace } = await openLab({ scopes: ['chat:write'] });
    expect(await workspace.person(maria.id)).toEqual({ kind: 'unavailable', why: 'missing_scope' });
  });

  it('have no address without the scope for it', async () => {
    const { workspace } = await openLab({ scopes: ['users:read'] });
    expect(await workspace.person(maria.id)).toMatchObject({ value: { email: undefined } });
  });
});

describe('channels and groups', () => {
  it('tell what makes a channel unsafe', async () => {
    const { slack, workspace } = await openLab({ scopes: ['groups:read', 'channels:read'] });
    expect(await workspace.channel(admins)).toEqual({
      kind: 'ok',
      value: {
        id: admins,
        name: 'token-admins',
        private: true,
        shared: false,
        archived: false,
        member: true,
      },
    });
    expect(await workspace.channel(general)).toMatchObject({ value: { private: false, member: false } });
    await slack.people.shareChannelExternally(admins);
    expect(await workspace.channel(admins)).toMatchObject({ value: { shared: true } });
    await slack.people.archiveChannel(admins);
    expect(await workspace.channel(admins)).toMatchObject({ value: { archived: true } });
    expect(await workspace.channel('C0NOWHERE1')).toEqual({ kind: 'missing', code: 'channel_not_found' });
  });

  it('list every member of a channel, page after page', async () => {
    const { slack, workspace } = await openLab();
    const room = slack.world.channels.get(admins);
    const many = Array.from({ length: 2300 }, (_, index) => `U0CROWD${String(index)}`);
    for (const id of many) room?.members.add(id);
    const seen = await workspace.channelMembers(admins);
    expect(new Set(seen.kind === 'ok' ? seen.value : [])).toEqual(new Set(room?.members));
    expect(slack.journal.length).toBeGreaterThan(1);
  });

  it('know the members of a user group for a minute', async () => {
    const clock = manualClock();
    const { slack, workspace } = await openLab({ botClock: clock });
    expect(await workspace.groupMembers(approvers)).toEqual({ kind: 'ok', value: [maria.id, tom.id] });
    await slack.people.setGroupMembers(approvers, [maria.id]);
    expect(await workspace.groupMembers(approvers)).toEqual({ kind: 'ok', value: [maria.id, tom.id] });
    await clock.advance(60_000);
    expect(await workspace.groupMembers(approvers)).toEqual({ kind: 'ok', value: [maria.id] });
    expect(await workspace.groupMembers('S0NOBODY01')).toEqual({ kind: 'missing', code: 'no_such_subteam' });
  });
});

describe('files', () => {
  it('are described and read without their contents being kept', async () => {
    const { slack, workspace, logged } = await openLab();
    const { fileId, ts } = await slack.people.upload(maria.id, admins, { name: 'tokens.csv', bytes: csv });
    const seen = await workspace.file(fileId);
    expect(seen).toMatchObject({
      kind: 'ok',
      value: {
        id: fileId,
        name: 'tokens.csv',
        sizeBytes: csv.length,
        owner: maria.id,
        external: false,
        publicUrl: false,
        channels: [admins],
        shares: { [admins]: ts },
      },
    });
    expect(JSON.stringify(seen)).not.toContain(canary);
    expect(await workspace.download(fileId, 10_000)).toEqual({ kind: 'ok', bytes: csv });
    expect(logged()).not.toContain(canary);
  });

  it('may not yet tell which message carries them', async () => {
    const { slack, workspace } = await openLab();
    slack.faults.add({ at: 'file_info', times: 1, fault: { do: 'late_shares' } });
    const { fileId, ts } = await slack.people.upload(maria.id, admins, { name: 'tokens.csv', bytes: csv });
    expect(await workspace.file(fileId)).toMatchObject({ kind: 'ok', value: { shares: {} } });
    expect(await workspace.file(fileId)).toMatchObject({ value: { shares: { [admins]: ts } } });
  });

  it('that Slack still checks are unavailable', async () => {
    const { slack, workspace } = await openLab();
    const { fileId } = await slack.people.upload(maria.id, admins, { name: 'tokens.csv', bytes: csv });
    slack.faults.once({ at: 'file_info', fault: { do: 'stub' } });
    expect(await workspace.file(fileId)).toMatchObject({ kind: 'unavailable', why: 'check_file_info' });
  });

  it('are missing once they are deleted', async () => {
    const { slack, workspace } = await openLab();
    const { fileId } = await slack.people.upload(maria.id, admins, { name: 'tokens.csv', bytes: csv });
    await slack.people.deleteFile(maria.id, fileId);
    expect(await workspace.file(fileId)).toEqual({ kind: 'missing', code: 'file_deleted' });
    expect(await workspace.download(fileId, 10_000)).toEqual({ kind: 'refused', code: 'gone' });
    expect(await workspace.file('F0NOTHING1')).toEqual({ kind: 'missing', code: 'file_not_found' });
  });

  it.each([
    ['answered with the way to the login page', { do: 'login_page' }, 'redirected'],
    ['deleted just before', { do: 'deleted_first' }, 'gone'],
    ['redirected', { do: 'redirect', to: 'https://acme.slack.com/login' }, 'redirected'],
    ['another file', { do: 'body', bytes: Buffer.from('other') }, 'incomplete'],
    ['a bomb', { do: 'gzip_bomb', bytes: 5_000_000 }, 'too_large'],
  ] as const)('are refused when the download is %s', async (_name, fault, code) => {
    const { slack, workspace } = await openLab();
    const { fileId } = await slack.people.upload(maria.id, admins, { name: 'tokens.csv', bytes: csv });
    slack.faults.add({ at: 'download', fault });
    expect(await workspace.download(fileId, 100_000)).toEqual({ kind: 'refused', code });
  });

  it.each([{ do: 'truncated' }, { do: 'wrong_length' }] as const)(
    'are not taken when the body is $do',
    async (fault) => {
      const { slack, workspace } = await openLab();
      const { fileId } = await slack.people.upload(maria.id, admins, { name: 'tokens.csv', bytes: csv });
      slack.faults.add({ at: 'download', fault });
      expect((await workspace.download(fileId, 100_000)).kind).not.toBe('ok');
    },
  );

  it('of a channel since a time are listed, oldest first, over all pages', async () => {
    const { slack, workspace } = await openLab();
    const before = Date.now();
    const ids: string[] = [];
    for (let index = 0; index < 230; index += 1) {
      const { fileId } = await slack.people.upload(maria.id, admins, {
        name: `${String(index)}.csv`,
        bytes: csv,
      });
      ids.push(fileId);
    }
    await slack.people.deleteFile(maria.id, ids[3] ?? '');
    const seen = await workspace.filesSince(admins, before - 1000);
    const found = seen.kind === 'ok' ? seen.value : [];
    expect(found.map(({ id }) => id).toSorted()).toEqual(ids.filter((id) => id !== ids[3]).toSorted());
    const times = found.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(slack.journal.filter(({ method }) => method === 'files.list').length).toBeGreaterThan(1);
    expect(await workspace.filesSince(admins, before + 3_600_000)).toEqual({ kind: 'ok', value: [] });
  });
});
