import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { notice, openLab, posted } from './lab.ts';

const { admins } = defaultPlaces;
const place = { channelId: admins };

describe('finding', () => {
  const scopes = ['chat:write', 'groups:history'];

  it('finds a message whose posting was cut off', async () => {
    const { chat, slack } = await openLab({ scopes });
    await chat.post(place, notice('other'), 'out_1');
    slack.faults.once({ at: 'api', match: 'chat.postMessage', fault: { do: 'reset', when: 'after' } });
    await chat.post(place, notice('lost'), 'out_2');
    expect(await chat.find(place, 'out_2')).toEqual({ kind: 'ok', value: { ts: posted(slack)[1]?.ts } });
    expect(await chat.find(place, 'out_3')).toEqual({ kind: 'ok', value: undefined });
  });

  it('finds a reply in its thread, over all pages', async () => {
    const { chat, slack } = await openLab({ scopes });
    const root = await chat.post(place, notice('card'), 'root');
    const thread = { ...place, threadTs: root.kind === 'ok' ? root.value.ts : '' };
    for (let index = 0; index < 210; index += 1)
      await chat.post(thread, notice('reply'), `out_${String(index)}`);
    expect(await chat.find(thread, 'out_209')).toEqual({
      kind: 'ok',
      value: { ts: posted(slack).at(-1)?.ts },
    });
    expect(await chat.find(thread, 'out_none')).toEqual({ kind: 'ok', value: undefined });
  });

  it('does not take a message of somebody else for its own', async () => {
    const { chat, slack } = await openLab({ scopes });
    await slack.people.post(defaultPeople.maria.id, admins, 'hello');
    const message = slack.world.messages.get(admins)?.at(-1);
    if (message !== undefined) {
      message.metadata = { event_type: 'token_desk', event_payload: { key: 'out_1' } };
    }
    expect(await chat.find(place, 'out_1')).toEqual({ kind: 'ok', value: undefined });
  });

  it('is unsupported without the scope to read history', async () => {
    const { chat, slack } = await openLab();
    expect(await chat.find(place, 'out_1')).toEqual({ kind: 'unsupported' });
    await chat.post(place, notice('x'), 'out_1');
    const asked = slack.journal.length;
    expect(await chat.find(place, 'out_1')).toEqual({ kind: 'unsupported' });
    expect(slack.journal).toHaveLength(asked);
  });

  it('is tried later while Slack does not answer', async () => {
    const { chat, slack } = await openLab({ scopes });
    slack.faults.add({
      at: 'api',
      match: 'conversations.history',
      fault: { do: 'html', status: 503, when: 'before' },
    });
    expect(await chat.find(place, 'out_1')).toMatchObject({ kind: 'retry' });
  });
});
