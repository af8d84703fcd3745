import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { actions, allScopes, at, button, open, reply, section } from './support.ts';

const { maria, greg, ana } = defaultPeople;
const { admins, general } = defaultPlaces;

const post = (slack: LocalSlack, args: JsonObject = {}) =>
  reply(slack, 'chat.postMessage', { channel: admins, text: 'hello', ...args });

const shown = (slack: LocalSlack) => slack.world.messages.get(admins) ?? [];

const update = (slack: LocalSlack, ts: unknown, args: JsonObject) =>
  reply(slack, 'chat.update', { channel: admins, ts: String(ts), ...args });

const remove = (slack: LocalSlack, ts: unknown) =>
  reply(slack, 'chat.delete', { channel: admins, ts: String(ts) });

const whisper = (slack: LocalSlack, args: JsonObject = {}) =>
  reply(slack, 'chat.postEphemeral', { channel: admins, user: greg.id, text: 'psst', ...args });

const idIn = (ts: unknown) => String(ts).replace('.', '');

describe('chat.postMessage', () => {
  it('answers with the message as Slack keeps it', async () => {
    const slack = await open();
    const { ts, channel, message } = await post(slack, {
      text: 'a & b <@U1> <b> 1 < 2 &amp;',
      blocks: [section('x'), actions(button('go'))],
    });
    expect(channel).toBe(admins);
    expect(ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(message).toMatchObject({
      type: 'message',
      ts,
      user: slack.world.app.botUserId,
      bot_id: slack.world.app.botId,
      text: 'a &amp; b <@U1> <b> 1 &lt; 2 &amp;',
    });
    expect(at(message, 'blocks', 0, 'block_id')).toMatch(/^\w{5}$/);
  });

  it('posts by name, to a thread and with a broadcast', async () => {
    const slack = await open({ scopes: allScopes });
    const parent = await post(slack, { channel: '#token-admins' });
    await post(slack, { thread_ts: parent['ts'] });
    const loud = await post(slack, { thread_ts: parent['ts'], reply_broadcast: 'true' });
    expect(loud['message']).toMatchObject({ thread_ts: parent['ts'], subtype: 'thread_broadcast' });
    const { messages } = await reply(slack, 'conversations.history', { channel: admins });
    expect(messages).toMatchObject([{ ts: loud['ts'] }, { ts: parent['ts'], reply_count: 2 }]);
    const thread = await reply(slack, 'conversations.replies', { channel: admins, ts: String(parent['ts']) });
    expect(thread['messages']).toHaveLength(3);
  });

  it.each<[string, JsonObject, string]>([
    ['nothing to show', { text: ' ' }, 'no_text'],
    ['a channel that does not exist', { channel: 'C1' }, 'channel_not_found'],
    ['a channel it is not in', { channel: general }, 'not_in_channel'],
    ['a thread_ts that is none', { thread_ts: 'soon' }, 'invalid_thread_ts'],
    ['blocks that are not JSON', { blocks: 'soon' }, 'invalid_blocks_format'],
    [
      'too many attachments',
      { attachments: Array.from({ length: 101 }, () => ({})) },
      'too_many_attachments',
    ],
    ['metadata without its shape', { metadata: { id: 1 } }, 'invalid_metadata_format'],
    ['markdown beside text', { markdown_text: '**a**' }, 'markdown_text_conflict'],
    [
      'blocks that are too long',
      { blocks: Array.from({ length: 5 }, () => section('x'.repeat(2700))) },
      'msg_blocks_too_long',
    ],
  ])('refuses %s', async (_name, args, error) => {
    const slack = await open();
    expect(await post(slack, args)).toMatchObject({ ok: false, error });
    expect(shown(slack)).toEqual([]);
  });

  it('lists the problems of bad blocks twice', async () => {
    const slack = await open();
    const line = 'must be less than 151 characters [json-pointer:/blocks/0/text/text]';
    const text = { type: 'plain_text', text: 'x'.repeat(151) };
    expect(await post(slack, { blocks: [{ type: 'header', text }] })).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: [line],
      response_metadata: { messages: [`[ERROR] ${line}`] },
    });
  });

  it('refuses an archived channel', async () => {
    const slack = await open();
    await slack.people.archiveChannel(admins);
    expect(await post(slack)).toMatchObject({ error: 'is_archived' });
  });

  it('cuts text after 40,000 characters', async () => {
    const slack = await open();
    await post(slack, { text: 'x'.repeat(40_001) });
    expect(shown(slack)[0]?.text).toHaveLength(40_000);
  });

  it('keeps metadata for those who ask for it', async () => {
    const slack = await open({ scopes: allScopes });
    const metadata = { event_type: 'row', event_payload: { id: 'r1' } };
    const { ts } = await post(slack, { metadata });
    const history = (more: JsonObject) => reply(slack, 'conversations.history', { channel: admins, ...more });
    expect(at(await history({}), 'messages', 0)).not.toHaveProperty('metadata');
    expect(await history({ include_all_metadata: 'true' })).toMatchObject({ messages: [{ ts, metadata }] });
  });

  it('replies to a parent that is gone, or refuses, as the flag says', async () => {
    const lenient = await open();
    expect(await post(lenient, { thread_ts: '1700000000.000100' })).toMatchObject({ ok: true });
    const strict = await open({ flags: { danglingThread: 'refused' } });
    expect(await post(strict, { thread_ts: '1700000000.000100' })).toMatchObject({
      error: 'thread_not_found',
    });
  });
});

describe('chat.update', () => {
  it('drops the blocks of a message when only text is given', async () => {
    const slack = await open();
    const { ts } = await post(slack, { blocks: [actions(button('go'))] });
    expect(await update(slack, ts, { text: 'done' })).toMatchObject({ ok: true, text: 'done' });
    expect(shown(slack)[0]).toMatchObject({ text: 'done', blocks: [] });
  });

  it('keeps text and metadata when only blocks are given', async () => {
    const slack = await open();
    const metadata = { event_type: 'row', event_payload: { id: 'r1' } };
    const { ts } = await post(slack, { metadata });
    await update(slack, ts, { blocks: [section('new')] });
    expect(shown(slack)[0]).toMatchObject({ text: 'hello', metadata, edited: undefined });
    expect(shown(slack)[0]?.blocks).toHaveLength(1);
  });

  it.each<[string, JsonObject, string]>([
    ['text of more than 4,000 characters', { text: 'x'.repeat(4001) }, 'msg_too_long'],
    ['nothing to change', {}, 'no_text'],
    ['a message that does not exist', { ts: '1.0', text: 'a' }, 'message_not_found'],
    ['bad blocks', { blocks: [{ type: 'x' }] }, 'invalid_blocks'],
  ])('refuses %s', async (_name, args, error) => {
    const slack = await open();
    const { ts } = await post(slack);
    expect(await update(slack, ts, args)).toMatchObject({ ok: false, error });
  });

  it("refuses somebody else's message and an archived channel", async () => {
    const slack = await open();
    const theirs = await slack.people.post(maria.id, admins, 'mine');
    expect(await update(slack, theirs.ts, { text: 'a' })).toMatchObject({ error: 'cant_update_message' });
    const { ts } = await post(slack);
    await slack.people.archiveChannel(admins);
    expect(await update(slack, ts, { text: 'a' })).toMatchObject({ error: 'is_inactive' });
  });
});

describe('chat.delete', () => {
  it('removes its own message once, never a person’s', async () => {
    const slack = await open();
    const { ts } = await post(slack);
    expect(await remove(slack, ts)).toMatchObject({ ok: true, ts });
    expect(await remove(slack, ts)).toMatchObject({ error: 'message_not_found' });
    const theirs = await slack.people.post(maria.id, admins, 'mine');
    expect(await remove(slack, theirs.ts)).toMatchObject({ error: 'cant_delete_message' });
  });

  it('leaves a tombstone where a thread goes on', async () => {
    const slack = await open();
    const { ts } = await post(slack);
    await post(slack, { thread_ts: ts });
    await remove(slack, ts);
    expect(shown(slack)).toMatchObject([{ ts, subtype: 'tombstone' }, { threadTs: ts }]);
    expect(await remove(slack, ts)).toMatchObject({ error: 'message_not_found' });
  });
});

describe('chat.postEphemeral', () => {
  it('shows it to one person and keeps it out of history', async () => {
    const slack = await open({ scopes: allScopes });
    const { message_ts: ts } = await whisper(slack);
    expect(slack.world.ephemerals).toMatchObject([{ ts, viewerId: greg.id, text: 'psst' }]);
    expect(await reply(slack, 'conversations.history', { channel: admins })).toMatchObject({ messages: [] });
    const address = { channel: admins, ts: String(ts) };
    expect(await reply(slack, 'chat.update', { ...address, text: 'a' })).toMatchObject({
      error: 'message_not_found',
    });
    expect(await reply(slack, 'chat.delete', address)).toMatchObject({ error: 'message_not_found' });
    await slack.people.reload(greg.id);
    expect(slack.world.ephemerals).toEqual([]);
  });

  it.each<[string, JsonObject, string]>([
    ['somebody who is not there', { user: ana.id }, 'user_not_in_channel'],
    ['a channel it is not in', { channel: general }, 'not_in_channel'],
    ['nothing to show', { text: '' }, 'no_text'],
    ['text beyond measure', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
  ])('refuses %s', async (_name, args, error) => {
    const slack = await open();
    expect(await whisper(slack, args)).toMatchObject({ ok: false, error });
  });
});

describe('links and reactions', () => {
  it('gives the address of a message and of a reply', async () => {
    const slack = await open();
    const parent = await post(slack);
    const child = await post(slack, { thread_ts: parent['ts'] });
    const link = async (ts: unknown) =>
      (await reply(slack, 'chat.getPermalink', { channel: admins, message_ts: String(ts) }))['permalink'];
    expect(await link(parent['ts'])).toBe(`${slack.url}/archives/${admins}/p${idIn(parent['ts'])}`);
    expect(await link(child['ts'])).toBe(
      `${slack.url}/archives/${admins}/p${idIn(child['ts'])}?thread_ts=${String(parent['ts'])}&cid=${admins}`,
    );
    expect(await reply(slack, 'chat.getPermalink', { channel: admins, message_ts: '1.0' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  it('adds a reaction once', async () => {
    const slack = await open({ scopes: allScopes });
    const { ts } = await post(slack);
    const react = (name: string) =>
      reply(slack, 'reactions.add', { channel: admins, timestamp: String(ts), name });
    expect(await react('eyes')).toMatchObject({ ok: true });
    expect(await react(':eyes:')).toMatchObject({ error: 'already_reacted' });
    expect(await react('two words')).toMatchObject({ error: 'invalid_name' });
  });
});
