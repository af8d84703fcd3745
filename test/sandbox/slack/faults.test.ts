import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { ApiFault, DownloadFault } from '../../../sandbox/slack/faults.ts';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import { actions, at, button, call, connected, open, reply } from './support.ts';

const { maria } = defaultPeople;
const { admins } = defaultPlaces;

const post = (slack: LocalSlack) => call(slack, 'chat.postMessage', { channel: admins, text: 'a' });
const posted = (slack: LocalSlack) => slack.world.messages.get(admins)?.length;
const drop = (slack: LocalSlack) =>
  slack.people.upload(maria.id, admins, { name: 'a.csv', bytes: new TextEncoder().encode('upn,serial\n') });

const statuses = async (slack: LocalSlack, count: number) => {
  const seen: number[] = [];
  for (let done = 0; done < count; done += 1) seen.push((await call(slack, 'auth.test')).status);
  return seen;
};

const download = async (fault: DownloadFault) => {
  const slack = await open();
  const { fileId } = await drop(slack);
  const url = String(at(await reply(slack, 'files.info', { file: fileId }), 'file', 'url_private'));
  slack.faults.once({ at: 'download', fault });
  const headers = { authorization: `Bearer ${slack.tokens.bot}`, 'accept-encoding': 'identity' };
  return { slack, fileId, response: await fetch(url, { headers, redirect: 'manual' }) };
};

const begin = async (slack: LocalSlack) => {
  const args = { filename: 'a.csv', length: '3' };
  const begun = await reply(slack, 'files.getUploadURLExternal', args);
  const url = String(begun['upload_url']);
  const send = async () => (await fetch(url, { method: 'POST', body: 'abc' })).status;
  const files = [{ id: begun['file_id'] }];
  const complete = () => reply(slack, 'files.completeUploadExternal', { files, channel_id: admins });
  return { send, complete };
};

describe('a rule', () => {
  const fault = { do: 'html', status: 500, when: 'before' } as const;

  it('hits the calls it names, once, or by chance', async () => {
    const slack = await open();
    slack.faults.add({ at: 'api', fault, nth: [2, 4] });
    expect(await statuses(slack, 5)).toEqual([200, 500, 200, 500, 200]);
    slack.faults.clear();
    slack.faults.once({ at: 'api', fault });
    expect(await statuses(slack, 2)).toEqual([500, 200]);
    const id = slack.faults.add({ at: 'api', fault, probability: 0.5 });
    const seen = await statuses(slack, 40);
    expect(new Set(seen)).toEqual(new Set([200, 500]));
    slack.faults.remove(id);
    expect(await statuses(slack, 3)).toEqual([200, 200, 200]);
  });

  it('leaves other methods alone and says what it did', async () => {
    const slack = await open();
    slack.faults.add({ at: 'api', match: 'chat.postMessage', fault });
    expect(await statuses(slack, 1)).toEqual([200]);
    expect((await post(slack)).status).toBe(500);
    expect(slack.faults.rules).toMatchObject([{ seen: 1, fired: 1 }]);
    expect(slack.journal.at(-1)).toMatchObject({ method: 'chat.postMessage', status: 500, faults: ['html'] });
  });
});

describe('a call that goes wrong', () => {
  it.each<[string, ApiFault, number | undefined]>([
    ['an error page before it is done', { do: 'html', status: 503, when: 'before' }, 0],
    ['an error page after it is done', { do: 'html', status: 500, when: 'after' }, 1],
    ['a reset before it is done', { do: 'reset', when: 'before' }, 0],
    ['a reset after it is done', { do: 'reset', when: 'after' }, 1],
    ['an error code although it is done', { do: 'error', error: 'fatal_error', when: 'after' }, 1],
    ['an error code', { do: 'error', error: 'internal_error', when: 'before' }, 0],
    ['a body that is not JSON', { do: 'bad_json' }, 1],
  ])('ends in %s', async (_name, fault, effect) => {
    const slack = await open();
    slack.faults.once({ at: 'api', match: 'chat.postMessage', fault });
    const client = new WebClient(slack.tokens.bot, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
    });
    await expect(client.apiCall('chat.postMessage', { channel: admins, text: 'a' })).rejects.toBeInstanceOf(
      Error,
    );
    expect(posted(slack)).toBe(effect);
    expect(slack.journal.at(-1)).toMatchObject({ ok: false });
  });

  it.each(['0', '30', 'soon', null])('is limited with Retry-After %s', async (retryAfter) => {
    const slack = await open();
    slack.faults.once({ at: 'api', fault: { do: 'rate_limited', retryAfter } });
    const { status, headers } = await post(slack);
    expect([status, headers.get('retry-after')]).toEqual([429, retryAfter]);
    expect(posted(slack)).toBe(0);
  });

  it('is answered late although it was done at once', async () => {
    const time = manualTime(1_700_000_000_000);
    const slack = await open({ time });
    slack.faults.once({ at: 'api', fault: { do: 'slow', ms: 20_000 } });
    const done = Promise.withResolvers<undefined>();
    slack.on('change', () => {
      done.resolve(undefined);
    });
    const late = post(slack);
    await done.promise;
    expect(posted(slack)).toBe(1);
    await time.advance(20_000);
    expect((await late).status).toBe(200);
  });
});

describe('a file that goes wrong', () => {
  it('names no share for a while, or is a stub', async () => {
    const slack = await open();
    const { fileId } = await drop(slack);
    slack.faults.add({ at: 'file_info', fault: { do: 'late_shares' }, times: 2 });
    const shares = async () => at(await reply(slack, 'files.info', { file: fileId }), 'file', 'shares');
    expect([await shares(), await shares()]).toEqual([{}, {}]);
    expect(await shares()).toHaveProperty('private');
    slack.faults.once({ at: 'file_info', fault: { do: 'stub' } });
    expect(await reply(slack, 'files.info', { file: fileId })).toMatchObject({
      file: { id: fileId, mode: 'file_access', file_access: 'check_file_info' },
    });
  });

  it('is half there, or something else', async () => {
    expect(await (await download({ do: 'truncated' })).response.text()).toBe('upn,s');
    const bytes = new Uint8Array([0xff, 0xfe, 0x61, 0]);
    const { response } = await download({ do: 'body', bytes });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('ends before the length it promised', async () => {
    const { response } = await download({ do: 'wrong_length' });
    expect(response.headers.get('content-length')).toBe('11');
    await expect(response.text()).rejects.toBeInstanceOf(Error);
  });

  it('grows when it is unpacked', async () => {
    const { response } = await download({ do: 'gzip_bomb', bytes: 100_000 });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const packed = Number(response.headers.get('content-length'));
    expect(packed).toBeLessThan(1000);
    expect((await response.arrayBuffer()).byteLength).toBe(100_000);
  });

  it('leads elsewhere, to the sign-in page, or is deleted first', async () => {
    const away = await download({ do: 'redirect', to: 'https://evil.example/x' });
    expect([away.response.status, away.response.headers.get('location')]).toEqual([
      302,
      'https://evil.example/x',
    ]);
    const login = await download({ do: 'login_page' });
    expect(login.response.headers.get('location')).toContain('/?redir=');
    const gone = await download({ do: 'deleted_first' });
    expect(gone.response.status).toBe(404);
    expect(gone.slack.world.files.get(gone.fileId)?.deleted).toBe(true);
  });
});

describe('an upload that goes wrong', () => {
  it('is kept although step two failed, or is not', async () => {
    const slack = await open();
    slack.faults.once({ at: 'upload', fault: { do: 'status', status: 504, kept: true } });
    const kept = await begin(slack);
    expect(await kept.send()).toBe(504);
    expect(await kept.complete()).toMatchObject({ ok: true });
    slack.faults.once({ at: 'upload', fault: { do: 'status', status: 408, kept: false } });
    const lost = await begin(slack);
    expect(await lost.send()).toBe(408);
    expect(await lost.complete()).toMatchObject({ error: 'file_not_found' });
    expect(await lost.send()).toBe(200);
    expect(await lost.complete()).toMatchObject({ ok: true });
  });

  it('is ok and shared nowhere', async () => {
    const slack = await open();
    slack.faults.once({ at: 'share', fault: { do: 'unshared' } });
    const { send, complete } = await begin(slack);
    await send();
    expect(await complete()).toMatchObject({ ok: true });
    expect([posted(slack), [...slack.world.files.values()][0]?.shares]).toEqual([0, []]);
  });
});

describe('an interaction that goes wrong', () => {
  it('is forged on its way, or comes twice', async () => {
    const slack = await open();
    const client = await connected(slack);
    const blocks = [actions(button('go', { value: 'b1' }))];
    const { ts } = await reply(slack, 'chat.postMessage', { channel: admins, text: 'a', blocks });
    const click = () => slack.people.click(maria.id, { channelId: admins, ts: String(ts) }, 'go');
    const set = { 'actions.0.value': 'b2', 'channel.id': 'C1', message: null };
    slack.faults.once({ at: 'interaction', match: 'block_actions', fault: { do: 'forge', set } });
    void click();
    const { payload } = await client.frame();
    expect(payload).toMatchObject({ actions: [{ value: 'b2' }], channel: { id: 'C1' } });
    expect(payload).not.toHaveProperty('message');
    slack.faults.once({ at: 'interaction', fault: { do: 'duplicate' } });
    void click();
    const first = await client.frame();
    client.ack(first);
    expect(await client.frame()).toEqual(first);
  });

  it('has a response_url that is used up or expired', async () => {
    const slack = await open();
    const client = await connected(slack);
    void slack.people.slash(maria.id, admins, '/token help');
    const url = String(at(await client.frame(), 'payload', 'response_url'));
    for (const error of ['used_url', 'expired_url'] as const) {
      slack.faults.once({ at: 'response_url', fault: { do: error } });
      const response = await fetch(url, { method: 'POST', body: '{"text":"a"}' });
      expect([response.status, await response.json()]).toEqual([404, { ok: false, error }]);
    }
    expect((await fetch(url, { method: 'POST', body: '{"text":"a"}' })).status).toBe(200);
  });
});
