import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../sandbox/slack/server.ts';
import { manualTime } from '../../sandbox/slack/time.ts';
import { csv, setup } from './bolt-lab.ts';

const { admins } = defaultPlaces;
const { maria } = defaultPeople;

/** How many sockets Slack holds open for the app, as it tells the next one that connects. */
async function openSockets(slack: LocalSlack): Promise<number> {
  const headers = { authorization: `Bearer ${slack.tokens.app}` };
  const reply = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const socket = new WebSocket(z.object({ url: z.string() }).parse(await reply.json()).url);
  const hello = await new Promise<unknown>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      resolve(JSON.parse(String(data)));
    });
  });
  socket.close();
  return z.object({ num_connections: z.number() }).parse(hello).num_connections - 1;
}

describe('stopping', () => {
  it('waits for handlers and closes every socket', async () => {
    const gate = Promise.withResolvers<undefined>();
    const { connections, received, slack } = await setup({ during: () => gate.promise });
    await connections.start();
    await slack.people.slash(maria.id, admins, '/token help');
    await received.until(1);
    expect(connections.state().inFlight).toBe(1);
    const stopped = connections.stop(60_000);
    gate.resolve(undefined);
    expect(await stopped).toEqual({ drained: true });
    expect(await openSockets(slack)).toBe(0);
    expect(connections.state()).toMatchObject({ connected: 0, inFlight: 0 });
  });

  it('gives handlers up at the deadline', async () => {
    const { connections, received, slack } = await setup({
      during: () => Promise.withResolvers<undefined>().promise,
    });
    await connections.start();
    await slack.people.slash(maria.id, admins, '/token help');
    await received.until(1);
    expect(await connections.stop(3000)).toEqual({ drained: false });
  });

  it('takes nothing more, and leaves it to Slack to deliver again', async () => {
    const gate = Promise.withResolvers<undefined>();
    const { connections, connected, received, slack, logged } = await setup({ during: () => gate.promise });
    await connections.start();
    await connected(2);
    await slack.people.upload(maria.id, admins, csv);
    await received.until(1);
    const stopped = connections.stop(60_000);
    await slack.people.upload(maria.id, admins, csv);
    await vi.waitFor(() => {
      expect(slack.deliveries).toHaveLength(2);
    });
    // Frames keep their order: where this one has been read, the payload before it has.
    slack.faults.frame('{"type":"marker"}');
    await vi.waitFor(() => {
      expect(logged().match(/"type":"marker"/g)).toHaveLength(2);
    });
    gate.resolve(undefined);
    await stopped;
    expect(received.payloads).toHaveLength(1);
    expect(slack.deliveries.filter(({ outcome }) => outcome === 'acked')).toHaveLength(1);
  });

  it('ends an attempt that still waits for Slack', async () => {
    const time = manualTime(Date.now());
    const { connections, slack } = await setup({ timers: time.timers });
    slack.faults.add({ at: 'api', match: 'apps.connections.open', nth: 2, fault: { do: 'slow', ms: 300 } });
    await connections.start();
    await connections.stop(1000);
    await time.advance(300);
    // A socket opened by the late answer would have connected during the first round trip.
    await openSockets(slack);
    expect(await openSockets(slack)).toBe(0);
  });

  it('leaves no socket behind when a connection is just being opened', async () => {
    const { connections, slack } = await setup();
    slack.faults.add({ at: 'socket', match: '2', fault: { do: 'no_hello' } });
    await connections.start();
    await connections.stop(1000);
    await vi.waitFor(async () => {
      expect(await openSockets(slack)).toBe(0);
    }, 5000);
  });
});
