import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import { at, connect, connected, open, reply } from './support.ts';

const { maria } = defaultPeople;
const { admins } = defaultPlaces;
const startMs = 1_700_000_000_000;

const drop = (slack: LocalSlack) =>
  slack.people.upload(maria.id, admins, { name: 'a.csv', bytes: new Uint8Array([97]) });

/** Whether an address opens a WebSocket. */
async function opens(url: string): Promise<boolean> {
  const socket = new WebSocket(url);
  const failed = once(socket, 'error').then(() => false);
  const result = await Promise.race([once(socket, 'open').then(() => true), failed]);
  socket.terminate();
  return result;
}

const address = async (slack: LocalSlack) =>
  String((await reply(slack, 'apps.connections.open', {}, slack.tokens.app))['url']);

describe('opening a socket', () => {
  it('greets with the number of connections', async () => {
    const slack = await open();
    const first = await connect(slack);
    expect(await first.frame()).toMatchObject({
      type: 'hello',
      num_connections: 1,
      debug_info: { approximate_connection_time: 3600 },
      connection_info: { app_id: slack.world.app.id },
    });
    const second = await connect(slack, '&debug_reconnects=true');
    expect(await second.frame()).toMatchObject({
      num_connections: 2,
      debug_info: { approximate_connection_time: 360 },
    });
  });

  it('takes a ticket once and not for long', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time });
    const url = await address(slack);
    expect([await opens(url), await opens(url)]).toEqual([true, false]);
    const late = await address(slack);
    await time.advance(30_001);
    expect(await opens(late)).toBe(false);
    expect(await opens(late.replace(/ticket=[^&]+/, 'ticket=1'))).toBe(false);
  });

  it('turns the eleventh connection away', async () => {
    const slack = await open();
    for (let count = 1; count <= 10; count += 1) await connected(slack);
    const eleventh = await connected(slack);
    expect(await eleventh.frame()).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    await eleventh.closed;
  });
});

describe('keeping a socket alive', () => {
  it('answers pings and sends its own', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time });
    const { socket } = await connected(slack);
    const pong = once(socket, 'pong');
    socket.ping('abc');
    expect(String(await pong)).toBe('abc');
    const ping = once(socket, 'ping');
    await time.advance(10_000);
    expect(await ping).toHaveLength(1);
  });

  it('warns ten seconds ahead, then rotates', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time, flags: { connectionSeconds: 60 } });
    const client = await connected(slack);
    await time.advance(50_000);
    expect(await client.frame()).toMatchObject({ type: 'disconnect', reason: 'warning' });
    await drop(slack);
    const event = await client.frame();
    expect(event).toMatchObject({ type: 'events_api' });
    client.ack(event);
    await slack.settled();
    await time.advance(10_000);
    expect(await client.frame()).toMatchObject({ reason: 'refresh_requested' });
    await time.advance(1000);
    await client.closed;
  });
});

describe('ending a socket on purpose', () => {
  it.each(['refresh_requested', 'link_disabled', 'too_many_websockets'] as const)(
    'says %s and sends nothing more',
    async (reason) => {
      const time = manualTime(startMs);
      const slack = await open({ time });
      const client = await connected(slack);
      slack.faults.cut(reason);
      expect(await client.frame()).toMatchObject({ type: 'disconnect', reason });
      await drop(slack);
      await time.advance(1000);
      await client.closed;
      expect(client.unread).toEqual([]);
      expect(slack.deliveries[0]).toMatchObject({ outcome: 'no_connection' });
    },
  );

  it('closes without a frame', async () => {
    const slack = await open();
    const client = await connected(slack);
    slack.faults.cut('close');
    expect(await client.closed).toBe(1000);
    expect(client.unread).toEqual([]);
  });

  it('resets one connection and leaves the other', async () => {
    const slack = await open();
    const [first, second] = [await connected(slack), await connected(slack)];
    slack.faults.cut('reset', 1);
    expect(await first.closed).toBe(1006);
    expect(second.socket.readyState).toBe(WebSocket.OPEN);
  });

  it.each([
    [true, 'still open'],
    [false, 'ended'],
  ])('leaves TCP open after the close handshake: %s', async (lingers, state) => {
    const slack = await open();
    if (lingers) slack.faults.add({ at: 'socket', fault: { do: 'lingering_close' } });
    const client = await connected(slack);
    client.socket.close(1000);
    const roundTrips = async () => {
      for (let count = 0; count < 20; count += 1) await reply(slack, 'auth.test');
      return 'still open';
    };
    expect(await Promise.race([client.closed.then(() => 'ended'), roundTrips()])).toBe(state);
  });
});

describe('a socket that misbehaves', () => {
  it('says no hello, and gets nothing', async () => {
    const slack = await open();
    slack.faults.add({ at: 'socket', fault: { do: 'no_hello' } });
    const client = await connect(slack);
    await drop(slack);
    expect(slack.deliveries[0]).toMatchObject({ outcome: 'no_connection' });
    expect(client.unread).toEqual([]);
  });

  it('says hello late', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time });
    slack.faults.add({ at: 'socket', fault: { do: 'late_hello', ms: 5000 } });
    const client = await connect(slack);
    await time.advance(4999);
    expect(client.unread).toEqual([]);
    await time.advance(1);
    expect(await client.frame()).toMatchObject({ type: 'hello' });
  });

  it('answers no ping and sends none', async () => {
    const time = manualTime(startMs);
    const slack = await open({ time });
    slack.faults.add({ at: 'socket', fault: { do: 'no_pong' } });
    slack.faults.add({ at: 'socket', fault: { do: 'no_ping' } });
    const { socket } = await connected(slack);
    const heard: string[] = [];
    socket.on('pong', () => heard.push('pong'));
    socket.on('ping', () => heard.push('ping'));
    socket.ping();
    await time.advance(60_000);
    await reply(slack, 'auth.test');
    expect(heard).toEqual([]);
  });

  it('sends any text as a frame', async () => {
    const slack = await open();
    const client = await connected(slack);
    slack.faults.frame('{"type":"app_rate_limited"}');
    slack.faults.frame('{"type":');
    expect(await client.frame()).toEqual({ type: 'app_rate_limited' });
    expect(await client.frame()).toEqual({ broken: '{"type":' });
  });
});

describe('one payload', () => {
  it('goes to exactly one of the open connections', async () => {
    const slack = await open();
    const clients = [await connected(slack), await connected(slack), await connected(slack)];
    for (const client of clients)
      client.socket.on('message', (data: Buffer) => {
        client.socket.send(JSON.stringify({ envelope_id: at(JSON.parse(data.toString()), 'envelope_id') }));
      });
    for (let count = 0; count < 30; count += 1) await drop(slack);
    await slack.settled();
    const used = new Set(slack.deliveries.map(({ connection }) => connection));
    expect(used).toEqual(new Set([1, 2, 3]));
    expect(slack.deliveries).toHaveLength(30);
    expect(slack.deliveries.every(({ outcome }) => outcome === 'acked')).toBe(true);
  });
});
