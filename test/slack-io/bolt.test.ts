import type { App } from '@slack/bolt';
import { describe, expect, it, vi } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { createBolt } from '../../src/slack/bolt.ts';
import { openConnections } from '../../src/slack/connections.ts';
import type { Connections } from '../../src/slack/connections.ts';
import { known } from './bolt-lab.ts';
import { fastClock, openLab } from './lab.ts';
import type { Lab } from './lab.ts';

interface Setup extends Lab {
  readonly connections: Connections;
  readonly create: (timing?: { startTimeoutMs?: number }) => Promise<App>;
}

async function setup(): Promise<Setup> {
  const clock = fastClock(50);
  const lab = await openLab({ botClock: clock });
  const { slack, log } = lab;
  const { apiUrl, tokens } = slack;
  const signingSecret = new Secret(tokens.signingSecret);
  const connections = openConnections({ mode: 'http', signingSecret, clock, log, onFatal: () => undefined });
  const botToken = new Secret(tokens.bot);
  const create: Setup['create'] = (timing = {}) =>
    createBolt({ connections, botToken, apiUrl, clock, log, known, ...timing });
  return { ...lab, connections, create };
}

const person = { user: { id: 'U0MARIA001', team_id: 'T0ACME0001' }, team: { id: 'T0ACME0001' } };
const click = (...ids: readonly string[]) => ({
  ...person,
  type: 'block_actions',
  actions: ids.map((id) => ({ action_id: id, block_id: 'b', type: 'button' })),
});
const submission = (id: string) => ({
  ...person,
  type: 'view_submission',
  view: { callback_id: id, id: 'V1' },
});
const command = (name: string) => ({ command: name, user_id: 'U0MARIA001', team_id: 'T0ACME0001' });
const event = { type: 'event_callback', team_id: 'T0ACME0001', event: { type: 'novel_event' } };

describe('the app', () => {
  it('is refused with Slack’s code when its token is', async () => {
    const { create, slack } = await setup();
    await slack.people.revokeToken('bot');
    await expect(create()).rejects.toMatchObject({ code: 'SLACK_REFUSED', facts: { code: 'token_revoked' } });
  });

  it('waits for a Slack that does not answer yet', async () => {
    const { create, slack } = await setup();
    const auth = { at: 'api', match: 'auth.test' } as const;
    slack.faults.add({ ...auth, nth: 1, fault: { do: 'html', status: 503, when: 'before' } });
    slack.faults.add({ ...auth, nth: 2, fault: { do: 'reset', when: 'before' } });
    slack.faults.add({ ...auth, nth: 3, fault: { do: 'rate_limited', retryAfter: '2' } });
    await create({ startTimeoutMs: 100_000 });
    expect(slack.journal.filter(({ method }) => method === 'auth.test').length).toBeGreaterThanOrEqual(4);
  });

  it('gives up a Slack that never answers, with a reason', async () => {
    const { create, slack } = await setup();
    slack.faults.add({ at: 'api', match: 'auth.test', fault: { do: 'html', status: 503, when: 'before' } });
    await expect(create()).rejects.toMatchObject({ code: 'SLACK_START_TIMEOUT' });
  });

  it('survives a listener that throws, and writes nothing of what it was given', async () => {
    const { create, logged } = await setup();
    const app = await create();
    app.command('/token', async ({ ack }) => {
      await ack();
      throw new Error('row with JBSWY3DPEHPK3PXP and private words');
    });
    await app.processEvent({ body: command('/token'), ack: () => Promise.resolve() });
    expect(logged()).toContain('slack payload not handled');
    expect(logged()).not.toContain('private words');
  });

  it('counts what its listeners are doing', async () => {
    const { connections, create } = await setup();
    const app = await create();
    const gate = Promise.withResolvers<undefined>();
    app.command('/token', () => gate.promise);
    const done = app.processEvent({ body: command('/token'), ack: () => Promise.resolve() });
    await vi.waitFor(() => {
      expect(connections.inFlight.count()).toBe(1);
    });
    gate.resolve(undefined);
    await done;
    expect(connections.inFlight.count()).toBe(0);
  });
});

describe('a payload that nobody listens for', () => {
  it.each([
    ['a command', command('/other')],
    ['a button', click('batch.unknown')],
    ['a click on nothing', click()],
    ['a modal', submission('batch.unknown')],
    ['a closed modal', { ...submission('batch.approve'), type: 'view_closed' }],
    ['a shortcut', { ...person, type: 'shortcut', callback_id: 'x' }],
    ['a message shortcut', { ...person, type: 'message_action', callback_id: 'x' }],
    ['a menu asking for options', { ...person, type: 'block_suggestion', action_id: 'x' }],
  ])('is acknowledged with nothing: %s', async (_name, body) => {
    const { create, logged } = await setup();
    const app = await create();
    const ack = vi.fn<() => Promise<void>>(() => Promise.resolve());
    await app.processEvent({ body, ack });
    expect(ack).toHaveBeenCalledOnce();
    expect(ack).toHaveBeenCalledWith();
    expect(logged()).toContain('slack payload without a listener');
  });

  it.each([
    ['a command', command('/token')],
    ['a button', click('batch.approve')],
    ['a modal', submission('batch.approve')],
  ])('is not one that is listened for: %s', async (_name, body) => {
    const { create } = await setup();
    const app = await create();
    const ack = vi.fn<() => Promise<void>>(() => Promise.resolve());
    await app.processEvent({ body, ack });
    expect(ack).not.toHaveBeenCalled();
  });

  it('is acknowledged once when it is an event', async () => {
    const { create, logged } = await setup();
    const app = await create();
    const ack = vi.fn<() => Promise<void>>(() => Promise.resolve());
    await app.processEvent({ body: event, ack });
    expect(ack).toHaveBeenCalledOnce();
    expect(logged()).not.toContain('without a listener');
  });
});
