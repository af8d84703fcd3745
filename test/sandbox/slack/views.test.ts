import { describe, expect, it } from 'vitest';
import { defaultPeople } from '../../../sandbox/slack/people.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { countForm, modal, opened, plain, trigger } from './forms.ts';
import { at, button, connected, open, reply } from './support.ts';

const { maria } = defaultPeople;

describe('opening and changing views', () => {
  it('opens a view once per trigger', async () => {
    const slack = await open();
    const client = await connected(slack);
    const args = { trigger_id: await trigger(slack, client), view: countForm };
    const done = await reply(slack, 'views.open', args);
    expect(done).toMatchObject({
      ok: true,
      view: { type: 'modal', callback_id: 'form', state: { values: {} }, previous_view_id: null },
    });
    expect(at(done, 'view', 'root_view_id')).toBe(at(done, 'view', 'id'));
    expect(await reply(slack, 'views.open', args)).toMatchObject({ error: 'exchanged_trigger_id' });
    expect(await reply(slack, 'views.open', { ...args, trigger_id: '1.2.3' })).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });

  it('lets a trigger live for three seconds', async () => {
    const now = { ms: 1_700_000_000_000 };
    const slack = await open({ clock: () => now.ms });
    const client = await connected(slack);
    const early = await trigger(slack, client);
    const late = await trigger(slack, client);
    now.ms += 3000;
    expect(await reply(slack, 'views.open', { trigger_id: early, view: countForm })).toMatchObject({
      ok: true,
    });
    now.ms += 1;
    expect(await reply(slack, 'views.open', { trigger_id: late, view: countForm })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('does not spend the trigger on a bad view', async () => {
    const slack = await open();
    const client = await connected(slack);
    const args = { trigger_id: await trigger(slack, client) };
    const bad = { ...countForm, title: plain('x'.repeat(25)) };
    expect(await reply(slack, 'views.open', { ...args, view: bad })).toEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    });
    expect(await reply(slack, 'views.open', { ...args, view: countForm })).toMatchObject({ ok: true });
  });

  it('stacks three views and no more', async () => {
    const slack = await open();
    const client = await connected(slack);
    const push = async () =>
      reply(slack, 'views.push', { trigger_id: await trigger(slack, client), view: countForm });
    expect(await push()).toMatchObject({ error: 'not_found' });
    const first = await opened(slack, client);
    expect(await push()).toMatchObject({ view: { root_view_id: first, previous_view_id: first } });
    expect(await push()).toMatchObject({ ok: true });
    expect(await push()).toMatchObject({ error: 'push_limit_reached' });
  });

  it('starts a new stack in place of the old one', async () => {
    const slack = await open();
    const client = await connected(slack);
    await opened(slack, client);
    const second = await opened(slack, client);
    expect([...slack.world.views.keys()]).toEqual([second]);
    expect(slack.world.views.get(second)).toMatchObject({ rootId: second, previousId: undefined });
  });

  it('updates by id and hash, or by external id', async () => {
    const slack = await open();
    const client = await connected(slack);
    const id = await opened(slack, client, { ...countForm, external_id: 'import-1' });
    const hash = slack.world.views.get(id)?.hash ?? '';
    const update = (more: JsonObject) => reply(slack, 'views.update', { view: countForm, ...more });
    expect(await update({ view_id: id, hash })).toMatchObject({ ok: true });
    expect(await update({ view_id: id, hash })).toMatchObject({ error: 'hash_conflict' });
    expect(await update({ view_id: 'V1' })).toMatchObject({ error: 'not_found' });
    const named = { ...countForm, external_id: 'import-1' };
    expect(await update({ view_id: id, view: named })).toMatchObject({ ok: true });
    expect(await update({ external_id: 'import-1' })).toMatchObject({ ok: true });
  });
});

describe('closing and clicking', () => {
  it('tells the app of a close only where it asked to hear of it', async () => {
    const slack = await open();
    const client = await connected(slack);
    const quiet = await opened(slack, client);
    await slack.people.closeView(maria.id, quiet);
    const id = await opened(slack, client, { ...countForm, notify_on_close: true });
    const closed = slack.people.closeView(maria.id, id);
    const frame = await client.frame();
    expect(frame['payload']).toMatchObject({ type: 'view_closed', view: { id }, is_cleared: false });
    client.ack(frame);
    await closed;
    await expect(slack.people.closeView(maria.id, id)).rejects.toMatchObject({ code: 'no_such_view' });
  });

  it('clicks a control of a view, without channel and response_url', async () => {
    const slack = await open();
    const client = await connected(slack);
    const row = { type: 'actions', block_id: 'row', elements: [button('more')] };
    const viewId = await opened(slack, client, modal([row]));
    void slack.people.click(maria.id, { viewId }, 'more');
    const { payload } = await client.frame();
    expect(payload).toMatchObject({ container: { type: 'view', view_id: viewId }, view: { id: viewId } });
    expect(payload).not.toHaveProperty('channel');
    expect(payload).not.toHaveProperty('response_url');
  });
});
