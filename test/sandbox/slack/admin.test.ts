import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import { at, connected, open, read } from './support.ts';

const { maria, ana } = defaultPeople;
const { admins } = defaultPlaces;

const ask = async (slack: LocalSlack, path: string, body?: unknown, http = 'POST') =>
  read(
    await fetch(`${slack.url}/admin/${path}`, {
      method: http,
      headers: http === 'GET' ? {} : { 'content-type': 'application/json' },
      ...(http === 'GET' ? {} : { body: JSON.stringify(body ?? null) }),
    }),
  );

describe('the admin routes', () => {
  it('let people act from another process', async () => {
    const slack = await open();
    const bytes = Buffer.from('upn,serial\n').toString('base64');
    const done = await ask(slack, 'people/upload', [maria.id, admins, { name: 'a.csv', bytes }]);
    expect(done.body).toMatchObject({ ok: true, result: { fileId: [...slack.world.files.keys()][0] } });
    const state = (await ask(slack, 'state', undefined, 'GET')).body;
    expect(at(state, 'result', 'files', 0)).toMatchObject({ name: 'a.csv', sizeBytes: 11 });
    expect(at(state, 'result', 'channels', 0, 'members')).toContain(maria.id);
    expect(JSON.stringify(state)).not.toContain(slack.tokens.bot);
  });

  it('say what a person cannot do and what is no act', async () => {
    const slack = await open();
    const refused = await ask(slack, 'people/post', [ana.id, admins, 'hi']);
    expect([refused.status, refused.body['error']]).toEqual([422, 'not_a_member']);
    const bad = await ask(slack, 'people/upload', [maria.id]);
    expect([bad.status, bad.body['error']]).toEqual([400, 'bad_arguments']);
    expect((await ask(slack, 'people/dance', [])).status).toBe(404);
    expect((await ask(slack, 'people/toString', [])).status).toBe(404);
  });

  it('set faults, cut sockets and send frames', async () => {
    const slack = await open();
    const client = await connected(slack);
    const rule = { at: 'api', match: 'auth.test', fault: { do: 'html', status: 500, when: 'before' } };
    await ask(slack, 'faults/once', rule);
    expect((await ask(slack, 'faults', undefined, 'GET')).body['result']).toMatchObject([{ times: 1 }]);
    await ask(slack, 'faults', undefined, 'DELETE');
    expect(slack.faults.rules).toEqual([]);
    expect((await ask(slack, 'faults', { at: 'api', fault: { do: 'explode' } })).status).toBe(400);
    await ask(slack, 'frame', { text: '{"type":"mystery"}' });
    expect(await client.frame()).toEqual({ type: 'mystery' });
    await ask(slack, 'cut', { how: 'close', connection: 1 });
    expect(await client.closed).toBe(1000);
  });

  it('move a clock that stands still, and only that', async () => {
    const time = manualTime(1_700_000_000_000);
    const slack = await open({ time });
    await ask(slack, 'advance', { ms: 500 });
    expect(time.clock()).toBe(1_700_000_000_500);
    expect((await ask(await open(), 'advance', { ms: 500 })).status).toBe(422);
  });

  it('tell of every change as it happens', async () => {
    const slack = await open();
    const stream = await fetch(`${slack.url}/admin/changes`);
    const chunks = stream.body?.pipeThrough(new TextDecoderStream()).values();
    expect((await chunks?.next())?.value).toContain('event: change');
    await slack.people.post(maria.id, admins, 'hi');
    expect((await chunks?.next())?.value).toContain('event: change');
    await chunks?.return?.();
  });

  it('give journal and deliveries, and wait for the latter', async () => {
    const slack = await open();
    const client = await connected(slack);
    const bytes = new Uint8Array([97]);
    await slack.people.upload(maria.id, admins, { name: 'a.csv', bytes });
    client.ack(await client.frame());
    expect((await ask(slack, 'settled')).body).toEqual({ ok: true, result: null });
    const deliveries = (await ask(slack, 'deliveries', undefined, 'GET')).body['result'];
    expect(deliveries).toMatchObject([{ type: 'file_shared', outcome: 'acked' }]);
    const journal = (await ask(slack, 'journal', undefined, 'GET')).body['result'];
    expect(journal).toMatchObject([{ method: 'apps.connections.open', token: 'app', ok: true }]);
  });

  it('take nothing that a form on a foreign page could send', async () => {
    const slack = await open();
    const response = await fetch(`${slack.url}/admin/people/uninstall`, { method: 'POST', body: '[]' });
    expect(response.status).toBe(415);
    expect(slack.world.users.size).toBeGreaterThan(0);
  });
});
