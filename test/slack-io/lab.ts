import { onTestFinished } from 'vitest';
import { defaultPlaces } from '../../sandbox/slack/people.ts';
import { startSlack } from '../../sandbox/slack/server.ts';
import type { LocalSlack, SlackOptions } from '../../sandbox/slack/server.ts';
import type { JsonObject, Message as SlackMessage } from '../../sandbox/slack/world.ts';
import { systemClock } from '../../src/clock.ts';
import type { Message } from '../../src/domain/messages.ts';
import type { Chat, Clock, Workspace } from '../../src/domain/ports.ts';
import { Secret } from '../../src/domain/secret.ts';
import { openLog } from '../../src/log.ts';
import type { Log } from '../../src/log.ts';
import { openSlackApi } from '../../src/slack/api.ts';
import type { SlackApi } from '../../src/slack/api.ts';
import type { MessageView } from '../../src/slack/blocks.ts';
import { openChat } from '../../src/slack/chat.ts';
import { openWorkspace } from '../../src/slack/workspace.ts';

export interface Lab {
  readonly slack: LocalSlack;
  readonly api: SlackApi;
  readonly chat: Chat;
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly log: Log;
  /** Everything logged, as text. */
  readonly logged: () => string;
  /** Codes by which Slack was said to refuse the bot for good. */
  readonly fatal: readonly string[];
}

export interface LabOptions extends SlackOptions {
  readonly botClock?: Clock;
  readonly view?: (message: Message) => MessageView;
  readonly timeoutMs?: number;
}

export const notice = (text: string): Message => ({ kind: 'notice', text });

const plainView = (message: Message): MessageView => {
  const text = message.kind === 'notice' ? message.text : message.kind;
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
};

/** A local Slack and the bot's edge towards it, closed after the test. */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
  const { botClock: clock = systemClock, view = plainView, timeoutMs = 3000, ...rest } = options;
  const slack = await startSlack({ rateLimits: false, ...rest });
  onTestFinished(() => slack.close());
  const lines: string[] = [];
  const log = openLog({ level: 'debug', destination: { write: (line) => lines.push(line) } });
  const fatal: string[] = [];
  const { apiUrl } = slack;
  const botToken = new Secret(slack.tokens.bot);
  const api = openSlackApi({
    botToken,
    apiUrl,
    clock,
    log,
    onFatal: (code) => fatal.push(code),
    readTimeoutMs: timeoutMs,
    writeTimeoutMs: timeoutMs,
  });
  const { team, app } = slack.world;
  return {
    slack,
    api,
    chat: openChat({ api, apiUrl, botUserId: app.botUserId, view, clock, log, uploadTimeoutMs: timeoutMs }),
    workspace: openWorkspace({ api, apiUrl, botToken, teamId: team.id, clock, downloadTimeoutMs: timeoutMs }),
    clock,
    log,
    logged: () => lines.join(''),
    fatal,
  };
}

/** A clock that runs many times as fast as the machine's and remembers how long it was asked to sleep. */
export function fastClock(speed: number): Clock & { readonly naps: readonly number[] } {
  const start = Date.now();
  const naps: number[] = [];
  return {
    naps,
    now: () => start + (Date.now() - start) * speed,
    sleep(ms, signal) {
      naps.push(ms);
      return systemClock.sleep(ms / speed, signal);
    },
  };
}

/** What the bot posted into the admin channel, replies included. */
export const posted = ({ world }: LocalSlack): SlackMessage[] =>
  (world.messages.get(defaultPlaces.admins) ?? []).filter(({ userId }) => userId === world.app.botUserId);

/** What the bot sent to a method, call by call. */
export const argsOf = ({ journal }: LocalSlack, method: string): readonly JsonObject[] =>
  journal.filter((entry) => entry.method === method).map(({ args }) => args);
