import { Buffer } from 'node:buffer';
import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { open, reply } from './support.ts';

const { admins, general } = defaultPlaces;

const begin = async (slack: LocalSlack, length = 3) => {
  const begun = await reply(slack, 'files.getUploadURLExternal', {
    filename: 'a.csv',
    length: String(length),
  });
  return { id: String(begun['file_id']), url: String(begun['upload_url']) };
};
const send = (url: string, body = 'abc') => fetch(url, { method: 'POST', body });
const complete = (slack: LocalSlack, id: string, more: JsonObject = {}) =>
  reply(slack, 'files.completeUploadExternal', { files: [{ id, title: 'A' }], ...more });

describe('uploading by the app', () => {
  it('takes the official client’s three steps', async () => {
    const slack = await open();
    const client = new WebClient(slack.tokens.bot, { slackApiUrl: slack.apiUrl });
    const posted = await reply(slack, 'chat.postMessage', { channel: admins, text: 'card' });
    const ts = String(posted['ts']);
    const content = 'line,user\n1,ana\n';
    const done = await client.filesUploadV2({
      channel_id: admins,
      thread_ts: ts,
      filename: 'result.csv',
      content,
      initial_comment: 'here',
    });
    expect(done.ok).toBe(true);
    const message = slack.world.messages.get(admins)?.at(-1);
    expect(message).toMatchObject({ text: 'here', threadTs: ts, subtype: 'file_share' });
    const file = slack.world.files.get(message?.fileIds[0] ?? '');
    expect(Buffer.from(file?.bytes ?? []).toString()).toBe(content);
    expect(file?.ownerId).toBe(slack.world.app.botUserId);
  });

  it('wants a length, the announced number of bytes, and each step once', async () => {
    const slack = await open();
    const zero = await reply(slack, 'files.getUploadURLExternal', { filename: 'a', length: '0' });
    expect(zero).toMatchObject({ error: 'missing_argument' });
    const { id, url } = await begin(slack);
    expect(await complete(slack, id)).toMatchObject({ error: 'file_not_found' });
    expect((await send(url, 'too long')).status).toBe(400);
    expect(await (await send(url)).text()).toBe('OK - 3');
    expect(await complete(slack, id)).toEqual({ ok: true, files: [{ id, title: 'A' }] });
    expect(await complete(slack, id)).toMatchObject({ error: 'file_not_found' });
    expect(slack.world.files.get(id)?.shares).toEqual([]);
  });

  it.each<[string, JsonObject, string]>([
    ['a channel it is not in', { channel_id: general }, 'not_in_channel'],
    ['a channel that does not exist', { channel_id: 'C1' }, 'channel_not_found'],
    ['a thread in two channels', { channels: `${admins},${general}`, thread_ts: '1.0' }, 'invalid_channel'],
    ['no files', { files: [] }, 'invalid_arguments'],
  ])('does not share to %s', async (_name, more, error) => {
    const slack = await open();
    const { id, url } = await begin(slack);
    await send(url);
    expect(await complete(slack, id, more)).toMatchObject({ ok: false, error });
  });
});
