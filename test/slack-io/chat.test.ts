import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { argsOf, notice, openLab, posted } from './lab.ts';

const { admins } = defaultPlaces;
const { maria } = defaultPeople;
const place = { channelId: admins };
const postMessage = { at: 'api', match: 'chat.postMessage' } as const;

describe('posting', () => {
  it('shows blocks and text, quietly, marked with the key', async () => {
    const { chat, slack } = await openLab();
    const shown = await chat.post(place, notice('hello'), 'out_1');
    expect(shown).toEqual({ kind: 'ok', value: { ts: posted(slack)[0]?.ts } });
    expect(posted(slack)[0]).toMatchObject({
      text: 'hello',
      threadTs: undefined,
      metadata: { event_type: 'token_desk', event_payload: { key: 'out_1' } },
    });
    expect(posted(slack)[0]?.blocks).toHaveLength(1);
    const [args] = argsOf(slack, 'chat.postMessage');
    expect(args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false', reply_broadcast: 'false' });
  });

  it('replies in a thread and keeps every digit of its timestamp', async () => {
    const { chat, slack } = await openLab();
    const root = await chat.post(place, notice('card'), 'out_1');
    const threadTs = root.kind === 'ok' ? root.value.ts : '';
    await chat.post({ ...place, threadTs }, notice('reply'), 'out_2');
    expect(posted(slack)[1]).toMatchObject({ text: 'reply', threadTs });
  });

  it.each([
    ['a reset after the effect', { do: 'reset', when: 'after' }, 1],
    ['a reset before the effect', { do: 'reset', when: 'before' }, 0],
    ['a 500 after the effect', { do: 'html', status: 500, when: 'after' }, 1],
    ['a 503', { do: 'html', status: 503, when: 'before' }, 0],
    ['fatal_error after the effect', { do: 'error', error: 'fatal_error', when: 'after' }, 1],
    ['internal_error', { do: 'error', error: 'internal_error', when: 'before' }, 0],
    ['an answer that does not come', { do: 'slow', ms: 60_000 }, 1],
  ] as const)('is unknown after %s, and is not repeated', async (_name, fault, messages) => {
    const { chat, slack } = await openLab({ timeoutMs: 150 });
    slack.faults.add({ ...postMessage, fault });
    expect(await chat.post(place, notice('hello'), 'out_1')).toMatchObject({ kind: 'unknown' });
    expect(posted(slack)).toHaveLength(messages);
    expect(argsOf(slack, 'chat.postMessage')).toHaveLength(1);
  });

  it('waits exactly as long as Slack asks', async () => {
    const { chat, slack } = await openLab();
    slack.faults.once({ ...postMessage, fault: { do: 'rate_limited', retryAfter: '11' } });
    expect(await chat.post(place, notice('hello'), 'out_1')).toEqual({
      kind: 'retry',
      afterMs: 11_000,
      why: 'rate_limited',
    });
  });

  it('is tried later, not given up, when Slack cannot be reached', async () => {
    const { chat, slack } = await openLab();
    await slack.close();
    expect(await chat.post(place, notice('hello'), 'out_1')).toMatchObject({
      kind: 'retry',
      why: 'ECONNREFUSED',
    });
  });

  it('is rejected with Slack’s code where it will never work', async () => {
    const { chat, slack } = await openLab();
    await slack.people.archiveChannel(admins);
    expect(await chat.post(place, notice('hello'), 'out_1')).toEqual({
      kind: 'rejected',
      code: 'is_archived',
    });
    expect(await chat.post({ channelId: 'C0NOWHERE1' }, notice('hello'), 'out_2')).toEqual({
      kind: 'rejected',
      code: 'channel_not_found',
    });
  });

  it('tells people in plain text when Slack refuses the blocks', async () => {
    const long = 'x'.repeat(4000);
    const { chat, slack, logged } = await openLab({
      view: () => ({ text: 'plain', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: long } }] }),
    });
    expect(await chat.post(place, notice(''), 'out_1')).toMatchObject({ kind: 'ok' });
    expect(posted(slack)[0]).toMatchObject({ text: 'plain', blocks: [] });
    expect(posted(slack)[0]?.metadata).toBeDefined();
    expect(logged()).toContain('"level":"error"');
    expect(logged()).toContain('invalid_blocks');
  });
});

describe('updating', () => {
  it('replaces what a message shows', async () => {
    const { chat, slack } = await openLab();
    const shown = await chat.post(place, notice('before'), 'out_1');
    const ts = shown.kind === 'ok' ? shown.value.ts : '';
    expect(await chat.update({ ...place, ts }, notice('after'))).toEqual({ kind: 'ok', value: { ts } });
    expect(posted(slack)[0]).toMatchObject({ text: 'after' });
    expect(posted(slack)[0]?.metadata).toBeDefined();
  });

  it('may be repeated after a lost answer', async () => {
    const { chat, slack } = await openLab();
    const shown = await chat.post(place, notice('before'), 'out_1');
    const ts = shown.kind === 'ok' ? shown.value.ts : '';
    slack.faults.once({ at: 'api', match: 'chat.update', fault: { do: 'reset', when: 'after' } });
    expect(await chat.update({ ...place, ts }, notice('after'))).toMatchObject({ kind: 'retry' });
  });

  it('says so when somebody has deleted the message', async () => {
    const { chat } = await openLab();
    expect(await chat.update({ ...place, ts: '1700000000.000100' }, notice('x'))).toEqual({
      kind: 'rejected',
      code: 'message_not_found',
    });
  });
});

describe('whispering', () => {
  it('shows a message to one person', async () => {
    const { chat, slack } = await openLab();
    const to = { channelId: admins, userId: maria.id };
    expect(await chat.whisper(to, notice('only you'))).toEqual({ kind: 'ok', value: null });
    expect(slack.world.ephemerals).toEqual([
      expect.objectContaining({ viewerId: maria.id, text: 'only you' }),
    ]);
    expect(posted(slack)).toEqual([]);
  });

  it('is rejected for somebody who is not in the channel', async () => {
    const { chat } = await openLab();
    const to = { channelId: admins, userId: defaultPeople.ana.id };
    expect(await chat.whisper(to, notice('x'))).toEqual({ kind: 'rejected', code: 'user_not_in_channel' });
  });
});
