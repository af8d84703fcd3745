import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import { allScopes, at, connected, open, reply } from './support.ts';

const { maria, tom, ana } = defaultPeople;
const { admins, general } = defaultPlaces;
const startMs = 1_700_000_000_000;

const drop = (slack: LocalSlack, channelId: string = admins) =>
  slack.people.upload(maria.id, channelId, { name: 'a.csv', bytes: new Uint8Array([97]) });

const types = (slack: LocalSlack) => slack.deliveries.map(({ type }) => type);

const heard = async (slack: LocalSlack, channelId: string = admins) => {
  await connected(slack);
  await drop(slack, channelId);
  return types(slack);
};

describe('an event', () => {
  it('comes in Slack’s outer shape', async () => {
    const slack = await open({ clock: () => startMs });
    const client = await connected(slack);
    const { fileId } = await drop(slack);
    const frame = await client.frame();
    expect(at(frame, 'payload', 'event_id')).toMatch(/^Ev0\w{9}$/);
    expect(at(frame, 'payload', 'event', 'event_ts')).toMatch(/^1700000000\.\d{6}$/);
    expect(frame).toMatchObject({
      type: 'events_api',
      accepts_response_payload: false,
      retry_attempt: 0,
      retry_reason: '',
      payload: {
        type: 'event_callback',
        team_id: slack.world.team.id,
        api_app_id: slack.world.app.id,
        event_time: startMs / 1000,
        authorizations: [{ user_id: slack.world.app.botUserId, is_bot: true }],
        is_ext_shared_channel: false,
        event: {
          type: 'file_shared',
          channel_id: admins,
          file_id: fileId,
          user_id: maria.id,
          file: { id: fileId },
        },
      },
    });
  });

  it('is sent only where the app is subscribed, has the scope and is inside', async () => {
    expect(await heard(await open())).toEqual(['file_shared']);
    expect(await heard(await open({ events: ['file_deleted'] }))).toEqual([]);
    expect(await heard(await open({ scopes: ['chat:write'] }))).toEqual([]);
    expect(await heard(await open(), general)).toEqual([]);
  });

  it('tells of the app’s own upload too', async () => {
    const slack = await open();
    const client = await connected(slack);
    const begun = await reply(slack, 'files.getUploadURLExternal', { filename: 'a.csv', length: '1' });
    await fetch(String(begun['upload_url']), { method: 'POST', body: 'a' });
    const files = [{ id: begun['file_id'] }];
    await reply(slack, 'files.completeUploadExternal', { files, channel_id: admins });
    expect(at(await client.frame(), 'payload', 'event')).toMatchObject({
      type: 'file_shared',
      user_id: slack.world.app.botUserId,
    });
  });

  it('tells where a file was when it is deleted', async () => {
    const slack = await open();
    const client = await connected(slack);
    const { fileId } = await drop(slack);
    await client.frame();
    await slack.people.deleteFile(maria.id, fileId);
    expect(at(await client.frame(), 'payload', 'event')).toMatchObject({
      type: 'file_deleted',
      file_id: fileId,
      channel_ids: [admins],
    });
  });

  it('follows messages, members and groups where asked to', async () => {
    const events = [
      'message.groups',
      'member_joined_channel',
      'member_left_channel',
      'group_left',
      'subteam_members_changed',
      'user_change',
      'group_archive',
    ];
    const slack = await open({ scopes: allScopes, events });
    await connected(slack);
    const { ts } = await slack.people.post(maria.id, admins, 'hi');
    await slack.people.deleteMessage(maria.id, admins, ts);
    await slack.people.invite(maria.id, admins, ana.id);
    await slack.people.leave(ana.id, admins);
    await slack.people.deactivate(tom.id);
    await slack.people.archiveChannel(admins);
    await slack.people.remove(maria.id, admins, slack.world.app.botUserId);
    await slack.people.remove(maria.id, admins, defaultPeople.greg.id);
    expect(types(slack)).toEqual([
      'message',
      'message',
      'message',
      'member_joined_channel',
      'member_left_channel',
      'subteam_members_changed',
      'user_change',
      'group_archive',
      'group_left',
    ]);
  });

  it('is the last one when the app is removed', async () => {
    const slack = await open();
    await connected(slack);
    await slack.people.uninstall();
    await drop(slack);
    expect(types(slack)).toEqual(['tokens_revoked', 'app_uninstalled']);
  });
});

describe('an event without an ack', () => {
  it('comes again at once, after a minute and after five, then no more', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time });
    const client = await connected(slack);
    await drop(slack);
    const first = await client.frame();
    const eventId = at(first, 'payload', 'event_id');
    for (const [attempt, waitMs] of [
      [1, 0],
      [2, 60_000],
      [3, 300_000],
    ] as const) {
      await time.advance(3000 + waitMs - 1);
      expect(slack.deliveries).toHaveLength(attempt);
      await time.advance(1);
      const again = await client.frame();
      expect(again).toMatchObject({ retry_attempt: attempt, retry_reason: 'timeout' });
      expect(at(again, 'payload', 'event_id')).toBe(eventId);
      expect(again['envelope_id']).not.toBe(first['envelope_id']);
    }
    await time.advance(3000);
    await slack.settled();
    await time.advance(3_600_000);
    expect(slack.deliveries.map(({ outcome }) => outcome)).toEqual(Array(4).fill('timed_out'));
  });

  it('keeps its envelope where the flag says so', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time, flags: { retryEnvelope: 'same' } });
    const client = await connected(slack);
    await drop(slack);
    const first = await client.frame();
    await time.advance(3000);
    const again = await client.frame();
    expect(again['envelope_id']).toBe(first['envelope_id']);
    client.ack(again);
    await slack.settled();
    expect(slack.deliveries.map(({ outcome }) => outcome)).toEqual(['timed_out', 'acked']);
  });

  it('waits for a socket that is not open yet', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time });
    await drop(slack);
    await time.advance(59_999);
    const client = await connected(slack);
    await time.advance(1);
    const frame = await client.frame();
    expect(frame).toMatchObject({ retry_attempt: 2 });
    client.ack(frame);
    await slack.settled();
  });
});

describe('an event that goes wrong', () => {
  it.each(['new_envelope', 'same_envelope'] as const)('comes twice in a %s', async (as) => {
    const slack = await open();
    const client = await connected(slack);
    slack.faults.once({ at: 'event', fault: { do: 'duplicate', as } });
    await drop(slack);
    const first = await client.frame();
    client.ack(first);
    const second = await client.frame();
    client.ack(second);
    await slack.settled();
    expect(at(second, 'payload', 'event_id')).toBe(at(first, 'payload', 'event_id'));
    expect(second['envelope_id'] === first['envelope_id']).toBe(as === 'same_envelope');
    await drop(slack);
    client.ack(await client.frame());
    await slack.settled();
    expect(slack.deliveries).toHaveLength(3);
  });

  it('comes twice on different connections, half an hour apart', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time });
    const clients = [await connected(slack), await connected(slack)];
    for (const client of clients)
      client.socket.on('message', (data: Buffer) => {
        client.socket.send(JSON.stringify({ envelope_id: at(JSON.parse(data.toString()), 'envelope_id') }));
      });
    const afterMs = 30 * 60_000;
    slack.faults.once({ at: 'event', fault: { do: 'duplicate', as: 'other_connection', afterMs } });
    await drop(slack);
    while (slack.deliveries[0]?.outcome !== 'acked') await reply(slack, 'auth.test');
    expect(slack.deliveries).toHaveLength(1);
    await time.advance(afterMs);
    await slack.settled();
    expect(new Set(slack.deliveries.map(({ connection }) => connection))).toEqual(new Set([1, 2]));
  });

  it('is overtaken by a later one, or lost', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time });
    await connected(slack);
    slack.faults.once({ at: 'event', match: 'file_shared', fault: { do: 'delay', ms: 1000 } });
    slack.faults.add({ at: 'event', match: 'tokens_revoked', fault: { do: 'lose' } });
    const { fileId } = await drop(slack);
    await slack.people.deleteFile(maria.id, fileId);
    await time.advance(1000);
    expect(types(slack)).toEqual(['file_deleted', 'file_shared']);
    await slack.people.revokeToken();
    expect(types(slack)).toHaveLength(2);
  });
});
