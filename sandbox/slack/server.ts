import { makePeople } from './acting/people.ts';
import type { Actors } from './actors.ts';
import { adminRoutes } from './admin/routes.ts';
import { defaultEvents, defaultScopes } from './default-world.ts';
import type { Command, Installation } from './default-world.ts';
import { verifyUrl } from './delivery/http.ts';
import type { SocketHub } from './delivery/socket-hub.ts';
import type { Faults } from './faults.ts';
import { defaultFlags } from './flags.ts';
import type { Flags } from './flags.ts';
import { openServer } from './http/router.ts';
import type { Delivery, JournalEntry } from './journal.ts';
import { listen } from './listen.ts';
import { openWorkspace } from './open-workspace.ts';
import { openState } from './state.ts';
import type { State } from './state.ts';
import { realTimers } from './time.ts';
import type { ManualTime, Timers } from './time.ts';
import type { World } from './world.ts';

export interface SlackOptions {
  /** Epoch ms. */
  readonly clock?: () => number;
  readonly timers?: Timers;
  /** Takes the place of both: a clock that stands still until it is told to move. */
  readonly time?: ManualTime;
  readonly seed?: number;
  /** A free one by default. */
  readonly port?: number;
  /** Bot scopes the app was granted. */
  readonly scopes?: readonly string[];
  /** Event types the app subscribes to, as in its manifest. */
  readonly events?: readonly string[];
  /** Slash commands; `/token` by default. A name alone has should_escape switched on. */
  readonly commands?: readonly (string | Command)[];
  /** Whether clicks and forms reach the app; they do by default. */
  readonly interactivity?: boolean;
  readonly rateLimits?: boolean;
  /** Delivers over signed HTTP to this URL instead of Socket Mode. */
  readonly http?: { readonly url: string };
  readonly flags?: Partial<Flags>;
}

export interface LocalSlack {
  readonly url: string;
  /** What an SDK calls `slackApiUrl`, with its trailing slash. */
  readonly apiUrl: string;
  readonly tokens: { readonly bot: string; readonly app: string; readonly signingSecret: string };
  readonly world: World;
  readonly people: Actors;
  readonly faults: Faults;
  readonly flags: Flags;
  readonly journal: readonly JournalEntry[];
  readonly deliveries: readonly Delivery[];
  /** Calls back after something visible changed; the returned function stops that. */
  on(event: 'change', listener: () => void): () => void;
  /** Switches Socket Mode off and delivers to this URL, which may be known only after the app has started. */
  setRequestUrl(url: string): void;
  /** Sends the signed `url_verification` challenge to that URL; whether the app echoed it. */
  verifyRequestUrl(url: string): Promise<boolean>;
  /** A person's own token, as an operator could hand one to the app. */
  issueUserToken(userId: string, scopes: readonly string[]): string;
  /** Resolves once every delivery has been acked or given up. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

function installationOf(options: SlackOptions): Installation {
  const { scopes, events, commands, interactivity = true } = options;
  return {
    interactivity,
    scopes: scopes ?? defaultScopes,
    events: events ?? defaultEvents,
    commands: (commands ?? ['/token']).map((command) =>
      typeof command === 'string' ? { command, shouldEscape: true } : command,
    ),
  };
}

function switches({ faults }: State, sockets: SocketHub): Faults {
  return {
    add: (rule) => faults.add(rule),
    once: (rule) => faults.add({ ...rule, times: 1 }),
    remove: (id) => {
      faults.remove(id);
    },
    clear: () => {
      faults.clear();
    },
    rules: faults.rules,
    cut: (how, connection) => {
      sockets.cut(how, connection);
    },
    frame: (text, connection) => {
      sockets.frame(text, connection);
    },
  };
}

interface Listeners {
  readonly on: (event: 'change', listener: () => void) => () => void;
  readonly tell: () => void;
}

function makeListeners(): Listeners {
  const listeners = new Set<() => void>();
  return {
    on(_event, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell() {
      for (const listener of listeners) listener();
    },
  };
}

/** Starts a Slack workspace on 127.0.0.1. */
export async function startSlack(options: SlackOptions = {}): Promise<LocalSlack> {
  const { clock = Date.now, timers = realTimers, seed = 1, port = 0, rateLimits = true, time } = options;
  const { on, tell } = makeListeners();
  const flags = { ...defaultFlags, ...options.flags };
  const installation = installationOf(options);
  const state = openState({
    now: time === undefined ? clock : () => time.clock(),
    timers: time?.timers ?? timers,
    seed,
    flags,
    rateLimits,
    installation,
    changed: tell,
  });
  const { workspace, sockets, dispatcher, deliverTo } = openWorkspace(state);
  deliverTo(options.http?.url);
  const people = makePeople(workspace);
  const faults = switches(state, sockets);
  const routes = adminRoutes({ workspace, people, faults, time, on, settled: dispatcher.settled });
  const server = openServer(workspace, routes);
  server.on('upgrade', sockets.upgrade);
  const listening = await listen(server, port);
  state.baseUrl = listening.url;
  const { credentials } = state;
  return {
    url: listening.url,
    apiUrl: `${listening.url}/api/`,
    tokens: {
      bot: credentials.bot.token,
      app: credentials.app.token,
      signingSecret: credentials.signingSecret,
    },
    world: state.world,
    people,
    faults,
    flags,
    journal: state.journal,
    deliveries: state.deliveries,
    on,
    setRequestUrl: deliverTo,
    verifyRequestUrl: (url) => verifyUrl(state, url),
    issueUserToken: (userId, scopes) => credentials.issue(userId, scopes).token,
    settled: dispatcher.settled,
    async close() {
      dispatcher.close();
      await sockets.close();
      await listening.close();
    },
  };
}
