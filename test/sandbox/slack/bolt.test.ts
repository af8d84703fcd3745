import { createServer } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import { manualTime } from '../../../sandbox/slack/time.ts';
import { actions, button, open, until } from './support.ts';
import { countForm } from './forms.ts';

const { maria } = defaultPeople;
const { admins } = defaultPlaces;

const quiet = LogLevel.ERROR;

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Bolt's two receivers, each as its documentation sets it up. */
const receivers = {
  async socket(slack: LocalSlack): Promise<Receiver> {
    return new SocketModeReceiver({
      appToken: slack.tokens.app,
      logLevel: quiet,
      installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
    });
  },
  async http(slack: LocalSlack): Promise<Receiver> {
    const port = await freePort();
    slack.setRequestUrl(`http://127.0.0.1:${String(port)}/slack/events`);
    return new HTTPReceiver({ signingSecret: slack.tokens.signingSecret, port, logLevel: quiet });
  },
};

interface Heard {
  readonly events: string[];
  readonly texts: string[];
}

/** An app that answers everything this workspace can send it. */
async function startApp(slack: LocalSlack, receiver: Receiver): Promise<Heard> {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new App({ token: slack.tokens.bot, receiver, clientOptions, logLevel: quiet });
  const heard: Heard = { events: [], texts: [] };
  app.event('file_shared', async ({ event, client }) => {
    heard.events.push(event.file_id);
    const blocks = [actions(button('go', { value: event.file_id }))];
    await client.apiCall('chat.postMessage', { channel: event.channel_id, text: 'card', blocks });
  });
  app.command('/token', async ({ command, ack }) => {
    heard.texts.push(command.text);
    await ack({ text: `you said ${command.text}` });
  });
  app.action('go', async ({ ack, body, client, respond }) => {
    await ack();
    await respond({ text: 'opening', response_type: 'ephemeral' });
    if (!('trigger_id' in body)) return;
    await client.apiCall('views.open', { trigger_id: body.trigger_id, view: countForm });
  });
  app.view('form', async ({ ack, view }) => {
    const value = view.state.values['count']?.['count_in']?.value;
    if (value === '12') await ack();
    else await ack({ response_action: 'errors', errors: { count: 'Not that.' } });
  });
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  return heard;
}

const started = async () => {
  const slack = await open();
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}/slack/events`;
  const receiver = new HTTPReceiver({ signingSecret: slack.tokens.signingSecret, port, logLevel: quiet });
  await startApp(slack, receiver);
  return { slack, url };
};

describe.each(['socket', 'http'] as const)('an unmodified Bolt app over %s', (kind) => {
  const start = async () => {
    const slack = await open();
    const heard = await startApp(slack, await receivers[kind](slack));
    return { slack, heard };
  };

  it('hears of a file, posts a card, is clicked and answered in a form', async () => {
    const { slack, heard } = await start();
    const bytes = new Uint8Array([97]);
    const { fileId } = await slack.people.upload(maria.id, admins, { name: 'a.csv', bytes });
    await until(slack, () => slack.world.messages.get(admins)?.at(-1)?.text === 'card');
    expect(heard.events).toEqual([fileId]);
    const ts = slack.world.messages.get(admins)?.at(-1)?.ts ?? '';
    expect(await slack.people.click(maria.id, { channelId: admins, ts }, 'go')).toEqual({ outcome: 'acked' });
    await until(slack, () => slack.world.views.size === 1);
    expect(slack.world.ephemerals).toMatchObject([{ text: 'opening', viewerId: maria.id }]);
    const [viewId = ''] = slack.world.views.keys();
    expect(await slack.people.submitView(maria.id, viewId, { count: '11' })).toEqual({
      outcome: 'errors',
      errors: { count: 'Not that.' },
    });
    expect(await slack.people.submitView(maria.id, viewId, { count: '12' })).toEqual({ outcome: 'closed' });
    await slack.settled();
    expect(slack.deliveries.every(({ outcome }) => outcome === 'acked')).toBe(true);
  });

  it('answers a command', async () => {
    const { slack, heard } = await start();
    const seen = await slack.people.slash(maria.id, admins, '/token status @ana');
    expect(heard.texts).toEqual(['status <@U0ANA00001|ana>']);
    expect(seen).toMatchObject({
      outcome: 'answered',
      ephemeral: { text: 'you said status <@U0ANA00001|ana>' },
    });
  });
});

it('leaves a command that Bolt does not know without an ack', async () => {
  const time = manualTime(Date.now());
  const slack = await open({ time, commands: ['/token', '/other'] });
  await startApp(slack, await receivers.socket(slack));
  const seen = slack.people.slash(maria.id, admins, '/other');
  await time.advance(3000);
  expect(await seen).toEqual({ outcome: 'operation_timeout' });
});

describe('signed HTTP', () => {
  it('passes the challenge of a saved URL', async () => {
    const { slack, url } = await started();
    expect(await slack.verifyRequestUrl(url)).toBe(true);
    expect(await slack.verifyRequestUrl(`${url}/elsewhere`)).toBe(false);
  });

  it('is refused by an app that has another secret', async () => {
    const [{ url }, stranger] = [await started(), await open({ seed: 2 })];
    expect(await stranger.verifyRequestUrl(url)).toBe(false);
  });
});
