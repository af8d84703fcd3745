import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { actions, at, button, connected, open, reply } from './support.ts';

const { maria, tom, ana } = defaultPeople;
const { admins } = defaultPlaces;

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const confirm = { title: plain('Sure?'), text: plain('Really?'), confirm: plain('Yes'), deny: plain('No') };
const approve = button('batch.approve', { value: 'b1', style: 'primary' });

async function card(slack: LocalSlack, ...elements: readonly JsonObject[]) {
  const blocks = [actions(...(elements.length > 0 ? elements : [approve]))];
  const { ts } = await reply(slack, 'chat.postMessage', { channel: admins, text: 'card', blocks });
  return { channelId: admins, ts: String(ts) };
}

async function whisper(slack: LocalSlack) {
  const blocks = [actions(approve)];
  const args = { channel: admins, user: maria.id, text: 'only you', blocks };
  const { message_ts: ts } = await reply(slack, 'chat.postEphemeral', args);
  return { channelId: admins, ts: String(ts) };
}

const respond = (frame: JsonObject, body: JsonObject) =>
  fetch(String(at(frame, 'payload', 'response_url')), { method: 'POST', body: JSON.stringify(body) });

describe('a click', () => {
  it('reaches the app with the message as it is now', async () => {
    const slack = await open();
    const client = await connected(slack);
    const place = await card(slack);
    const seen = slack.people.click(tom.id, place, 'batch.approve');
    const envelope = await client.frame();
    expect(envelope).toMatchObject({
      type: 'interactive',
      accepts_response_payload: false,
      payload: {
        type: 'block_actions',
        user: { id: tom.id, name: 'tom', team_id: slack.world.team.id },
        api_app_id: slack.world.app.id,
        team: { id: slack.world.team.id, domain: 'acme' },
        container: { type: 'message', message_ts: place.ts, channel_id: admins, is_ephemeral: false },
        channel: { id: admins, name: 'privategroup' },
        message: { ts: place.ts, text: 'card', bot_id: slack.world.app.botId },
        state: { values: {} },
        actions: [
          { type: 'button', action_id: 'batch.approve', block_id: 'row', value: 'b1', style: 'primary' },
        ],
      },
    });
    client.ack(envelope, { text: 'ignored' });
    expect(await seen).toEqual({ outcome: 'acked' });
  });

  it('names the thread and what was chosen', async () => {
    const slack = await open();
    const client = await connected(slack);
    const parent = await card(slack);
    const options = ['all', 'none'].map((value) => ({ text: plain(value), value }));
    const menu = { type: 'static_select', action_id: 'pick', options };
    const args = { channel: admins, text: 'a', blocks: [actions(menu)], thread_ts: parent.ts };
    const { ts } = await reply(slack, 'chat.postMessage', args);
    const place = { channelId: admins, ts: String(ts) };
    void slack.people.click(tom.id, place, 'pick', { choice: 'none' });
    expect((await client.frame())['payload']).toMatchObject({
      container: { thread_ts: parent.ts },
      state: { values: { row: { pick: { selected_option: { value: 'none' } } } } },
      actions: [{ type: 'static_select', selected_option: { value: 'none' } }],
    });
    await expect(slack.people.click(tom.id, place, 'pick', { choice: 'some' })).rejects.toMatchObject({
      code: 'no_such_option',
    });
  });

  it('sends nothing when its confirmation is answered with no', async () => {
    const slack = await open();
    const client = await connected(slack);
    const place = await card(slack, { ...approve, confirm });
    const denied = await slack.people.click(tom.id, place, 'batch.approve', { confirm: false });
    expect(denied).toEqual({ outcome: 'denied' });
    expect(slack.deliveries).toEqual([]);
    void slack.people.click(tom.id, place, 'batch.approve', { confirm: true });
    expect(await client.frame()).toMatchObject({ type: 'interactive' });
  });

  it('is impossible once the button is gone, unless the client has not redrawn', async () => {
    const slack = await open();
    const client = await connected(slack);
    const place = await card(slack);
    await reply(slack, 'chat.update', { channel: admins, ts: place.ts, text: 'done' });
    await expect(slack.people.click(tom.id, place, 'batch.approve')).rejects.toMatchObject({
      code: 'no_such_control',
    });
    void slack.people.click(tom.id, place, 'batch.approve', { stale: true });
    expect((await client.frame())['payload']).toMatchObject({
      message: { text: 'done' },
      actions: [{ value: 'b1' }],
    });
  });

  it.each([
    ['a message that is gone', maria.id, '1.0', 'no_such_message'],
    ['a channel one is not in', ana.id, '1.0', 'not_a_member'],
  ])('is refused for %s', async (_name, userId, ts, code) => {
    const slack = await open();
    const place = { channelId: admins, ts };
    await expect(slack.people.click(userId, place, 'x')).rejects.toMatchObject({ code });
  });

  it('fails visibly without an ack and without a socket', async () => {
    const time = manualTime(1_700_000_000_000);
    const slack = await open({ time });
    const place = await card(slack);
    expect(await slack.people.click(tom.id, place, 'batch.approve')).toEqual({ outcome: 'failed' });
    const client = await connected(slack);
    const seen = slack.people.click(tom.id, place, 'batch.approve');
    await client.frame();
    await time.advance(3000);
    expect(await seen).toEqual({ outcome: 'timed_out' });
  });

  it('leads nowhere where the app has interactivity switched off', async () => {
    const slack = await open({ interactivity: false });
    await connected(slack);
    const place = await card(slack);
    expect(await slack.people.click(tom.id, place, 'batch.approve')).toEqual({ outcome: 'failed' });
    expect(slack.deliveries).toEqual([]);
  });

  it('by two people in the same moment reaches the app twice', async () => {
    const slack = await open({ clock: () => 1_700_000_000_000 });
    const client = await connected(slack);
    const place = await card(slack);
    const both = [maria, tom].map(({ id }) => slack.people.click(id, place, 'batch.approve'));
    const frames = [await client.frame(), await client.frame()];
    for (const frame of frames) client.ack(frame);
    expect(await Promise.all(both)).toEqual([{ outcome: 'acked' }, { outcome: 'acked' }]);
    expect(frames.map((frame) => at(frame, 'payload', 'user', 'id'))).toEqual([maria.id, tom.id]);
  });
});

describe('a click on an ephemeral message', () => {
  it('carries no message, and its response_url replaces or removes what was clicked', async () => {
    const slack = await open();
    const client = await connected(slack);
    const place = await whisper(slack);
    void slack.people.click(maria.id, place, 'batch.approve');
    const frame = await client.frame();
    expect(at(frame, 'payload', 'container', 'is_ephemeral')).toBe(true);
    expect(frame['payload']).not.toHaveProperty('message');
    await respond(frame, { replace_original: true, text: 'done' });
    expect(slack.world.ephemerals).toMatchObject([{ ts: place.ts, text: 'done', blocks: [] }]);
    await respond(frame, { delete_original: true });
    expect(slack.world.ephemerals).toEqual([]);
  });

  it('is for the one who was shown it', async () => {
    const slack = await open({ flags: { ephemeralPayload: 'with_message' } });
    const client = await connected(slack);
    const place = await whisper(slack);
    await expect(slack.people.click(tom.id, place, 'batch.approve')).rejects.toMatchObject({
      code: 'no_such_message',
    });
    void slack.people.click(maria.id, place, 'batch.approve');
    expect(at(await client.frame(), 'payload', 'message', 'text')).toBe('only you');
  });
});
