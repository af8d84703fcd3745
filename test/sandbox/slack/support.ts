import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { isObject, parseJson } from '../../../sandbox/slack/json.ts';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { LocalSlack, SlackOptions } from '../../../sandbox/slack/server.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';

/** Everything an app can be granted that this workspace knows about. */
export const allScopes: readonly string[] = [
  'commands',
  'chat:write',
  'files:read',
  'files:write',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:write',
  'im:history',
  'reactions:write',
];

/** A workspace that ends with the test. */
export async function open(options: SlackOptions = {}): Promise<LocalSlack> {
  const slack = await startSlack(options);
  onTestFinished(() => slack.close());
  return slack;
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

export const read = async (response: Response): Promise<Called> => {
  const body = parseJson(await response.text());
  return { status: response.status, headers: response.headers, body: isObject(body) ? body : {} };
};

/** A form POST with a token (the bot's unless said otherwise); objects become JSON texts, as the SDKs do it. */
export async function call(
  slack: LocalSlack,
  method: string,
  args: JsonObject = {},
  token: string = slack.tokens.bot,
): Promise<Called> {
  const form = Object.entries(args).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  return read(response);
}

/** The reply's body alone. */
export const reply = async (
  slack: LocalSlack,
  method: string,
  args?: JsonObject,
  token?: string,
): Promise<JsonObject> => (await call(slack, method, args, token)).body;

/** A member of a reply, by path. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return isObject(inner) ? inner[key] : undefined;
  }, value);
}

/** Resolves once the workspace's visible state fits. */
export function until(slack: LocalSlack, fits: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!fits()) return;
      stop();
      resolve();
    };
    const stop = slack.on('change', check);
    check();
  });
}

/** A bare Socket Mode client, which acks nothing by itself. */
export interface Client {
  readonly socket: WebSocket;
  /** The next text frame, in order. */
  frame(): Promise<JsonObject>;
  /** Frames that arrived and were not read. */
  readonly unread: readonly JsonObject[];
  ack(envelope: JsonObject, payload?: unknown): void;
  /** With the close code. */
  readonly closed: Promise<unknown>;
}

export async function connect(slack: LocalSlack, query = ''): Promise<Client> {
  const { url } = await reply(slack, 'apps.connections.open', {}, slack.tokens.app);
  const socket = new WebSocket(`${String(url)}${query}`);
  const unread: JsonObject[] = [];
  const waiting: ((frame: JsonObject) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const frame = parseJson(data.toString('utf8'));
    const known = isObject(frame) ? frame : { broken: data.toString('utf8') };
    const reader = waiting.shift();
    if (reader === undefined) unread.push(known);
    else reader(known);
  });
  const closed = once(socket, 'close').then(([code]: unknown[]) => code);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  onTestFinished(() => {
    socket.terminate();
  });
  return {
    socket,
    unread,
    closed,
    frame: () =>
      new Promise((resolve) => {
        const frame = unread.shift();
        if (frame === undefined) waiting.push(resolve);
        else resolve(frame);
      }),
    ack(envelope, payload) {
      socket.send(JSON.stringify({ envelope_id: envelope['envelope_id'], payload }));
    },
  };
}

/** The same, with its hello already read. */
export async function connected(slack: LocalSlack): Promise<Client> {
  const client = await connect(slack);
  await client.frame();
  return client;
}

export const section = (text: string): JsonObject => ({ type: 'section', text: { type: 'mrkdwn', text } });

export const button = (actionId: string, more: JsonObject = {}): JsonObject => ({
  type: 'button',
  action_id: actionId,
  text: { type: 'plain_text', text: 'Press' },
  ...more,
});

export const actions = (...elements: readonly JsonObject[]): JsonObject => ({
  type: 'actions',
  block_id: 'row',
  elements,
});
