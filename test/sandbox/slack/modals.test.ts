import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { FormValues } from '../../../sandbox/slack/actors.ts';
import { defaultPeople } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { input, modal, opened, plain, text } from './forms.ts';
import { at, connected, open, reply } from './support.ts';
import type { Client } from './support.ts';

const { maria } = defaultPeople;

const submit = async (slack: LocalSlack, client: Client, values: FormValues, ack?: JsonObject) => {
  const [id = ''] = slack.world.views.keys();
  const seen = slack.people.submitView(maria.id, id, values);
  const frame = await client.frame();
  client.ack(frame, ack);
  return { id, seen: await seen, payload: frame['payload'] };
};

describe('submitting', () => {
  it('sends what was filled in and closes on an empty ack', async () => {
    const slack = await open();
    const client = await connected(slack);
    const preset = { ...text, initial_value: 'because' };
    const view = modal([input('count', text), input('note', preset, { optional: true })], {
      private_metadata: 'b1',
    });
    await opened(slack, client, view);
    const { seen, payload } = await submit(slack, client, { count: '12' });
    expect(payload).toMatchObject({
      type: 'view_submission',
      user: { id: maria.id },
      view: {
        callback_id: 'form',
        private_metadata: 'b1',
        state: {
          values: {
            count: { count_in: { type: 'plain_text_input', value: '12' } },
            note: { note_in: { type: 'plain_text_input', value: 'because' } },
          },
        },
      },
    });
    expect(payload).not.toHaveProperty('channel');
    expect(seen).toEqual({ outcome: 'closed' });
    expect(slack.world.views.size).toBe(0);
  });

  it('shows errors beside the inputs and keeps the view', async () => {
    const slack = await open();
    const client = await connected(slack);
    await opened(slack, client);
    const errors = { count: 'That is not the number.' };
    const { seen, id } = await submit(slack, client, { count: '1' }, { response_action: 'errors', errors });
    expect(seen).toEqual({ outcome: 'errors', errors });
    expect(slack.world.views.has(id)).toBe(true);
  });

  it('updates, pushes and clears', async () => {
    const slack = await open();
    const client = await connected(slack);
    const view = modal([{ type: 'divider' }], { title: plain('Next') });
    await opened(slack, client);
    const updated = await submit(slack, client, { count: '1' }, { response_action: 'update', view });
    expect(updated.seen).toMatchObject({ outcome: 'updated', view: { id: updated.id } });
    const pushed = await submit(slack, client, {}, { response_action: 'push', view });
    expect(pushed.seen).toMatchObject({ outcome: 'pushed', view: { previousId: updated.id } });
    const top = [...slack.world.views.keys()].at(-1) ?? '';
    const cleared = slack.people.submitView(maria.id, top, {});
    client.ack(await client.frame(), { response_action: 'clear' });
    expect(await cleared).toEqual({ outcome: 'cleared' });
    expect(slack.world.views.size).toBe(0);
  });

  it.each<[string, JsonObject]>([
    ['a text, which is right for commands only', { text: 'thanks' }],
    ['errors about a block that is not there', { response_action: 'errors', errors: { other: 'no' } }],
    ['no errors at all', { response_action: 'errors', errors: {} }],
    ['a bad view', { response_action: 'update', view: { type: 'modal' } }],
  ])('is in trouble when the ack holds %s', async (_name, ack) => {
    const slack = await open();
    const client = await connected(slack);
    await opened(slack, client);
    const { seen } = await submit(slack, client, { count: '1' }, ack);
    expect(seen).toEqual({ outcome: 'trouble_connecting' });
  });

  it('is in trouble without an ack', async () => {
    const time = manualTime(1_700_000_000_000);
    const slack = await open({ time });
    const client = await connected(slack);
    const id = await opened(slack, client);
    const seen = slack.people.submitView(maria.id, id, { count: '1' });
    await client.frame();
    await time.advance(3000);
    expect(await seen).toEqual({ outcome: 'trouble_connecting' });
  });

  it.each<[string, JsonObject, FormValues, string]>([
    ['a blank', text, {}, 'incomplete'],
    ['too little text', { ...text, min_length: 3 }, { count: 'ab' }, 'incomplete'],
    ['too much text', { ...text, max_length: 3 }, { count: 'abcd' }, 'incomplete'],
    ['a half', { type: 'number_input', is_decimal_allowed: false }, { count: '1.5' }, 'incomplete'],
    [
      'a small number',
      { type: 'number_input', is_decimal_allowed: true, min_value: '2' },
      { count: '1' },
      'incomplete',
    ],
    ['half an e-mail', { type: 'email_text_input' }, { count: 'ana' }, 'incomplete'],
    ['an input that is not there', text, { count: 'a', other: 'b' }, 'no_such_control'],
  ])('never leaves the client with %s', async (_name, element, values, code) => {
    const slack = await open();
    const client = await connected(slack);
    const id = await opened(slack, client, modal([input('count', element)]));
    await expect(slack.people.submitView(maria.id, id, values)).rejects.toMatchObject({ code });
  });

  it('hands a file to the app that no channel holds', async () => {
    const slack = await open();
    const client = await connected(slack);
    await opened(slack, client, modal([input('csv', { type: 'file_input', max_files: 1 })]));
    const bytes = Buffer.from('upn,serial\n');
    const { payload } = await submit(slack, client, { csv: [{ name: 'a.csv', bytes }] });
    const file = at(payload, 'view', 'state', 'values', 'csv', 'csv_in', 'files', 0);
    expect(file).toMatchObject({ name: 'a.csv', user: maria.id, shares: {}, channels: [], is_public: false });
    const headers = { authorization: `Bearer ${slack.tokens.bot}` };
    const response = await fetch(String(at(file, 'url_private_download')), { headers });
    expect(await response.text()).toBe('upn,serial\n');
    const id = String(at(file, 'id'));
    expect(await reply(slack, 'files.delete', { file: id })).toMatchObject({ error: 'cant_delete_file' });
  });
});
