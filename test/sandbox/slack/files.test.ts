import { Buffer } from 'node:buffer';
import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { at, open, reply } from './support.ts';

const { maria, tom, ana } = defaultPeople;
const { admins } = defaultPlaces;

const csv = 'upn,serial number,secret key\nana@acme.example,1,AAAA\nben@acme.example,2,BBBB\n3\n4\n5\n6\n';
const drop = (slack: LocalSlack, name = 'tokens.csv', text = csv) =>
  slack.people.upload(maria.id, admins, { name, bytes: Buffer.from(text), comment: 'new ones' });

const info = (slack: LocalSlack, file: string) => reply(slack, 'files.info', { file });

async function download(slack: LocalSlack, fileId: string, token = slack.tokens.bot): Promise<Response> {
  const { file } = await info(slack, fileId);
  const url = String(at(file, 'url_private_download'));
  return fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });
}

const remove = (slack: LocalSlack, file: string, token?: string) =>
  reply(slack, 'files.delete', { file }, token);

describe('a dropped CSV', () => {
  it('is described with its first lines in clear', async () => {
    const slack = await open();
    const { fileId, ts } = await drop(slack);
    const { file, content } = await info(slack, fileId);
    expect(file).toMatchObject({
      id: fileId,
      name: 'tokens.csv',
      mimetype: 'text/csv',
      filetype: 'csv',
      mode: 'snippet',
      user: maria.id,
      size: Buffer.byteLength(csv),
      is_external: false,
      public_url_shared: false,
      groups: [admins],
      channels: [],
      lines: 8,
      lines_more: 3,
      shares: { private: { [admins]: [{ ts, channel_name: 'token-admins', share_user_id: maria.id }] } },
    });
    expect(at(file, 'preview')).toContain('ben@acme.example,2,BBBB');
    expect(content).toBe(csv);
  });

  it('is hosted rather than a snippet when the flag says so, or when it is no text', async () => {
    const slack = await open({ flags: { csvMode: 'hosted' } });
    const { fileId } = await drop(slack);
    expect((await info(slack, fileId))['file']).toMatchObject({ mode: 'hosted' });
    const sealed = await drop(slack, 'tokens.csv.age', 'binary');
    const { file } = await info(slack, sealed.fileId);
    expect(file).toMatchObject({ mode: 'hosted', filetype: 'binary' });
    expect(file).not.toHaveProperty('preview');
  });

  it('names its message late when Slack is slow', async () => {
    const time = { at: 1_700_000_000_000 };
    const slack = await open({ clock: () => time.at, flags: { sharesAfterMs: 500 } });
    const { fileId } = await drop(slack);
    expect(at(await info(slack, fileId), 'file', 'shares')).toEqual({});
    time.at += 500;
    expect(at(await info(slack, fileId), 'file', 'shares')).toHaveProperty('private');
  });

  it('is listed with filters', async () => {
    const slack = await open();
    const { fileId } = await drop(slack);
    const list = async (args: JsonObject) => {
      const { files } = await reply(slack, 'files.list', args);
      return Array.isArray(files) ? files.map((file) => at(file, 'id')) : files;
    };
    expect(await list({ channel: admins, user: maria.id, types: 'snippets' })).toEqual([fileId]);
    expect(await list({ user: tom.id })).toEqual([]);
    expect(await list({ ts_from: '9999999999' })).toEqual([]);
    expect(await reply(slack, 'files.list', { types: 'letters' })).toMatchObject({ error: 'unknown_type' });
    expect(await reply(slack, 'files.list', { user: 'U1' })).toMatchObject({ error: 'user_not_found' });
  });

  it('stays hidden from an app that is not in its channel', async () => {
    const slack = await open();
    await slack.people.remove(maria.id, admins, slack.world.app.botUserId);
    const { fileId } = await drop(slack);
    expect(await info(slack, fileId)).toMatchObject({ error: 'file_not_found' });
  });
});

describe('downloads', () => {
  it('gives the bytes to a bearer with files:read', async () => {
    const slack = await open();
    const { fileId } = await drop(slack);
    const response = await download(slack, fileId);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv');
    expect(await response.text()).toBe(csv);
  });

  it.each([
    ['a wrong token', 'xoxb-1-2-nobody'],
    ['no token', ''],
  ])('sends %s to a sign-in page that answers 200', async (_name, token) => {
    const slack = await open();
    const { fileId } = await drop(slack);
    const response = await download(slack, fileId, token);
    expect(response.status).toBe(302);
    const page = await fetch(String(response.headers.get('location')));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it('does the same once the scope is gone', async () => {
    const slack = await open();
    const { fileId } = await drop(slack);
    const { file } = await info(slack, fileId);
    await slack.people.removeScope('files:read');
    const headers = { authorization: `Bearer ${slack.tokens.bot}` };
    const response = await fetch(String(at(file, 'url_private')), { headers });
    expect([response.status, response.redirected]).toEqual([200, true]);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  });
});

describe('deleting', () => {
  it('lets a bot delete what it made, never what a person dropped', async () => {
    const slack = await open();
    const { fileId } = await drop(slack);
    expect(await remove(slack, fileId)).toMatchObject({ error: 'cant_delete_file' });
    const client = new WebClient(slack.tokens.bot, { slackApiUrl: slack.apiUrl });
    await client.filesUploadV2({ channel_id: admins, filename: 'own.csv', content: 'a' });
    const own = [...slack.world.files.values()].find(({ name }) => name === 'own.csv');
    expect(await remove(slack, own?.id ?? '')).toEqual({ ok: true });
    expect(await remove(slack, own?.id ?? '')).toMatchObject({ error: 'file_deleted' });
    expect(await remove(slack, 'F1')).toMatchObject({ error: 'file_not_found' });
  });

  it('lets the uploader’s and an admin’s own token delete it', async () => {
    const slack = await open();
    const [first, second] = [await drop(slack), await drop(slack)];
    const ordinary = slack.issueUserToken(tom.id, ['files:write']);
    expect(await remove(slack, first.fileId, ordinary)).toMatchObject({ error: 'cant_delete_file' });
    const uploader = slack.issueUserToken(maria.id, ['files:write']);
    expect(await remove(slack, first.fileId, uploader)).toEqual({ ok: true });
    const admin = slack.issueUserToken(defaultPeople.olga.id, ['files:write']);
    await slack.people.invite(maria.id, admins, defaultPeople.olga.id);
    expect(await remove(slack, second.fileId, admin)).toEqual({ ok: true });
  });

  it('leaves a tombstone in the message and no bytes behind the address', async () => {
    const slack = await open({ scopes: ['files:read', 'groups:history'] });
    const { fileId } = await drop(slack);
    const { file } = await info(slack, fileId);
    await slack.people.deleteFile(maria.id, fileId);
    expect(await info(slack, fileId)).toMatchObject({ error: 'file_deleted' });
    const { messages } = await reply(slack, 'conversations.history', { channel: admins });
    expect(messages).toMatchObject([{ text: 'new ones', files: [{ id: fileId, mode: 'tombstone' }] }]);
    const headers = { authorization: `Bearer ${slack.tokens.bot}` };
    expect((await fetch(String(at(file, 'url_private')), { headers })).status).toBe(404);
  });
});

describe('people and files', () => {
  it.each([
    ['to a channel they are not in', ana.id, admins, 'not_a_member'],
    ['after they left the company', defaultPeople.dora.id, admins, 'deactivated'],
    ['to a channel that does not exist', maria.id, 'C1', 'no_such_channel'],
  ])('refuses an upload %s', async (_name, userId, channelId, code) => {
    const slack = await open();
    const file = { name: 'a.csv', bytes: Buffer.from('a') };
    await expect(slack.people.upload(userId, channelId, file)).rejects.toMatchObject({ code });
  });

  it('lets only the owner or an admin delete a file', async () => {
    const slack = await open();
    const { fileId } = await drop(slack);
    await expect(slack.people.deleteFile(tom.id, fileId)).rejects.toMatchObject({ code: 'not_allowed' });
    await slack.people.deleteFile(maria.id, fileId);
    await expect(slack.people.deleteFile(maria.id, fileId)).rejects.toMatchObject({ code: 'no_such_file' });
  });
});
