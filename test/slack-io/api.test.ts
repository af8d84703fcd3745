import { describe, expect, it } from 'vitest';
import { whoAmI } from '../../src/slack/identity.ts';
import { manualClock } from '../support/clock.ts';
import { openLab } from './lab.ts';

const channel = 'C0TOKADMIN';
const post = { channel, text: 'hello' };

describe('the Web API', () => {
  it('says who the bot is and what it was granted', async () => {
    const { api } = await openLab({ scopes: ['commands', 'chat:write'] });
    expect(api.grantedScopes()).toBeUndefined();
    expect(await whoAmI(api)).toEqual({
      kind: 'ok',
      value: {
        teamId: 'T0ACME0001',
        teamName: 'Acme',
        botUserId: 'U0TOKENBOT',
        botId: 'B0TOKENBOT',
        scopes: new Set(['commands', 'chat:write']),
      },
    });
  });

  it('sends a write once, whatever breaks', async () => {
    const { api, slack } = await openLab();
    slack.faults.add({ at: 'api', match: 'chat.postMessage', fault: { do: 'reset', when: 'after' } });
    expect(await api.write('chat.postMessage', post)).toMatchObject({ kind: 'lost' });
    slack.faults.clear();
    slack.faults.add({
      at: 'api',
      match: 'chat.postMessage',
      fault: { do: 'html', status: 503, when: 'before' },
    });
    expect(await api.write('chat.postMessage', post)).toEqual({ kind: 'lost', why: 'http_503' });
    expect(slack.journal.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2);
  });

  it('repeats a read after a lost answer', async () => {
    const { api, slack } = await openLab();
    slack.faults.add({ at: 'api', match: 'auth.test', nth: [1, 2], fault: { do: 'reset', when: 'before' } });
    expect(await api.read('auth.test')).toMatchObject({ kind: 'ok' });
    expect(slack.journal).toHaveLength(3);
  });

  it('gives up an answer that does not come', async () => {
    const { api, slack } = await openLab({ timeoutMs: 100 });
    slack.faults.add({ at: 'api', match: 'chat.postMessage', fault: { do: 'slow', ms: 60_000 } });
    expect(await api.write('chat.postMessage', post)).toEqual({ kind: 'lost', why: 'timeout' });
  });

  it.each([
    ['JSON that is none', { do: 'bad_json' }],
    ['a page with status 200', { do: 'html', status: 200, when: 'after' }],
  ] as const)('reads %s as a lost answer', async (_name, fault) => {
    const { api, slack } = await openLab();
    slack.faults.once({ at: 'api', match: 'chat.postMessage', fault });
    expect(await api.write('chat.postMessage', post)).toEqual({ kind: 'lost', why: 'unreadable_answer' });
  });

  it('tells when Slack refuses the bot for good', async () => {
    const { api, slack, fatal } = await openLab();
    await slack.people.revokeToken('bot');
    expect(await api.read('auth.test')).toEqual({ kind: 'refused', code: 'token_revoked' });
    expect(fatal).toEqual(['token_revoked']);
  });

  it('never writes tokens or texts into the log', async () => {
    const { api, slack, logged } = await openLab();
    slack.faults.add({ at: 'api', match: 'chat.postMessage', fault: { do: 'reset', when: 'after' } });
    await api.write('chat.postMessage', { channel, text: 'JBSWY3DPEHPK3PXP is private' });
    expect(logged()).toContain('slack sdk');
    expect(logged()).not.toContain('private');
    expect(logged()).not.toContain(slack.tokens.bot);
  });
});

describe('after a 429', () => {
  it.each([
    ['7', 7000],
    ['0', 0],
    [null, 30_000],
    ['soon', 30_000],
  ])('waits as long as Retry-After says: %j', async (retryAfter, afterMs) => {
    const { api, slack } = await openLab();
    slack.faults.once({ at: 'api', match: 'chat.postMessage', fault: { do: 'rate_limited', retryAfter } });
    expect(await api.write('chat.postMessage', post)).toEqual({ kind: 'limited', afterMs });
  });

  it('holds back that method alone, and not for longer', async () => {
    const clock = manualClock();
    const { api, slack } = await openLab({ botClock: clock });
    slack.faults.once({
      at: 'api',
      match: 'chat.postMessage',
      fault: { do: 'rate_limited', retryAfter: '7' },
    });
    await api.write('chat.postMessage', post);
    await clock.advance(5000);
    expect(await api.write('chat.postMessage', post)).toEqual({ kind: 'limited', afterMs: 2000 });
    expect(await api.write('chat.postEphemeral', { ...post, user: 'U0MARIA001' })).toMatchObject({
      kind: 'ok',
    });
    expect(slack.journal.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.postEphemeral']);
    await clock.advance(2000);
    expect(await api.write('chat.postMessage', post)).toMatchObject({ kind: 'ok' });
  });

  it('is forgotten when the clock is set back, however far', async () => {
    const clock = manualClock();
    const { api, slack } = await openLab({ botClock: clock });
    const fault = { do: 'rate_limited', retryAfter: '7' } as const;
    slack.faults.once({ at: 'api', match: 'chat.postMessage', fault });
    await api.write('chat.postMessage', post);
    clock.set(clock.now() - 3_600_000);
    expect(await api.write('chat.postMessage', post)).toMatchObject({ kind: 'ok' });
  });
});
