import { describe, expect, it, vi } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import type { Cut } from '../../sandbox/slack/faults.ts';
import { systemClock } from '../../src/clock.ts';
import { csv, openings, setup } from './bolt-lab.ts';

const { admins } = defaultPlaces;
const { maria, tom } = defaultPeople;

describe('two connections into one app', () => {
  it('are both opened, and each receives', async () => {
    const { connections, connected, received, slack } = await setup();
    await connections.start();
    await connected(2);
    for (let index = 0; index < 24; index += 1) await slack.people.upload(maria.id, admins, csv);
    await received.until(24);
    await slack.settled();
    expect(new Set(slack.deliveries.map(({ connection }) => connection))).toEqual(new Set([1, 2]));
    expect(slack.deliveries.every(({ outcome }) => outcome === 'acked')).toBe(true);
  });

  it('say how they are', async () => {
    const { connections, connected } = await setup();
    expect(connections.state()).toMatchObject({ connected: 0, wanted: 2, lastHelloAgeMs: undefined });
    await connections.start();
    await connected(2);
    expect(connections.state()).toMatchObject({ mode: 'socket', connected: 2, inFlight: 0 });
    expect(connections.state().lastHelloAgeMs).toBeGreaterThanOrEqual(0);
    expect(connections.state().lastFrameAgeMs).toBeGreaterThanOrEqual(0);
  });

  it('answer a command through the connection it came by', async () => {
    const { connections, slack } = await setup();
    await connections.start();
    const seen = await slack.people.slash(maria.id, admins, '/token help');
    expect(seen).toMatchObject({ outcome: 'answered', ephemeral: { text: 'heard help' } });
  });

  it.each(['new_envelope', 'same_envelope', 'other_connection'] as const)(
    'pass on what is delivered twice (%s): only the store can tell',
    async (as) => {
      const { connections, connected, received, slack } = await setup();
      await connections.start();
      await connected(2);
      slack.faults.once({ at: 'event', match: 'file_shared', fault: { do: 'duplicate', as } });
      const { fileId } = await slack.people.upload(maria.id, admins, csv);
      await received.until(2);
      expect(received.payloads).toEqual([`file:${fileId}`, `file:${fileId}`]);
    },
  );
});

describe('a connection that ends', () => {
  const ways: readonly Cut[] = [
    'warning',
    'refresh_requested',
    'link_disabled',
    'too_many_websockets',
    'close',
    'reset',
  ];
  it.each(ways)('is replaced: %s', async (how) => {
    const { connections, connected, received, slack } = await setup();
    await connections.start();
    await connected(2);
    const opened = () => openings(slack);
    slack.faults.cut(how);
    await vi.waitFor(() => {
      expect(opened()).toBeGreaterThanOrEqual(4);
    }, 5000);
    await connected(2);
    await slack.people.upload(maria.id, admins, csv);
    await received.until(1);
  });

  it('loses nothing that Slack sends between the announcement and the end', async () => {
    const { connections, connected, received, slack } = await setup();
    await connections.start();
    await connected(2);
    slack.faults.cut('warning');
    const seen = await Promise.all(
      [maria, tom, maria, tom].map(({ id }, index) =>
        slack.people.slash(id, admins, `/token ${String(index)}`),
      ),
    );
    expect(seen.every(({ outcome }) => outcome === 'answered')).toBe(true);
    expect(received.payloads).toHaveLength(4);
  });

  it('counts no more once Slack has finished with it', async () => {
    const { connections, connected, slack } = await setup({
      botClock: systemClock,
      timings: { random: () => 1 },
    });
    await connections.start();
    await connected(2);
    slack.faults.cut('refresh_requested');
    await connected(0);
    await connected(2);
    expect(openings(slack)).toBe(4);
  });

  it('is noticed when its pongs stay out', async () => {
    const { connections, connected, slack } = await setup({ timings: { clientPingTimeoutMs: 150 } });
    slack.faults.add({ at: 'socket', match: '1', fault: { do: 'no_pong' } });
    await connections.start();
    await vi.waitFor(() => {
      expect(openings(slack)).toBeGreaterThan(2);
    }, 8000);
    await connected(2);
  });

  it('does not wait for a server that leaves TCP open', async () => {
    const { connections, connected, slack } = await setup();
    slack.faults.add({ at: 'socket', fault: { do: 'lingering_close' } });
    await connections.start();
    await connected(2);
    slack.faults.cut('refresh_requested');
    await vi.waitFor(() => {
      expect(openings(slack)).toBe(4);
    }, 3000);
  });
});

describe('frames that would end the process', () => {
  it.each([
    ['app_rate_limited', { type: 'app_rate_limited', team_id: 'T0ACME0001', minute_rate_limited: 1 }],
    [
      'app_rate_limited in an envelope',
      { type: 'events_api', envelope_id: 'e', payload: { type: 'app_rate_limited' } },
    ],
    ['an event without an event', { type: 'events_api', envelope_id: 'e', payload: {} }],
    ['an envelope without anything', { type: 'events_api' }],
    ['an unknown envelope', { type: 'novelty', envelope_id: 'e', payload: {} }],
    [
      'an event called close',
      { type: 'events_api', envelope_id: 'e', payload: { event: { type: 'close' } } },
    ],
    [
      'a click without a user',
      { type: 'interactive', envelope_id: 'e', payload: { type: 'block_actions', actions: [] } },
    ],
    ['a payload of nothing', { type: 'interactive', envelope_id: 'e', payload: {} }],
  ])('are survived: %s', async (_name, frame) => {
    const { connections, connected, received, slack } = await setup();
    await connections.start();
    await connected(2);
    slack.faults.frame(JSON.stringify(frame));
    slack.faults.frame('{"type":');
    await slack.people.upload(maria.id, admins, csv);
    await received.until(1);
    expect(connections.state().connected).toBe(2);
  });
});

describe('what nobody listens for', () => {
  it('is acknowledged, so that nobody sees an error of Slack’s', async () => {
    const { connections, slack, logged } = await setup({ commands: ['/token', '/other'] });
    await connections.start();
    expect(await slack.people.slash(maria.id, admins, '/other thing')).toMatchObject({ outcome: 'answered' });
    expect(logged()).toContain('slack payload without a listener');
  });
});
