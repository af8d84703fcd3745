import type { Answer } from './delivery/transport.ts';
import type { State } from './state.ts';
import type { Channel, JsonObject } from './world.ts';

/** An event's own members, without `event_ts`. */
export interface Happening {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** A slash command or an interaction on its way to the app. */
export interface Request {
  readonly kind: 'command' | 'interaction';
  /** The command, or the interaction's type. */
  readonly type: string;
  readonly payload: JsonObject;
  /** Whether the app's ack may carry an answer. */
  readonly acceptsResponse: boolean;
}

/** What the workspace remembers, and its two ways to reach the app. */
export interface Workspace extends State {
  /** Tells the app, if it is subscribed, has the scope and, where a channel is named, is in it. */
  readonly emit: (happening: Happening, channel?: Channel) => void;
  /** Hands something over once and waits for the ack, three seconds at most. */
  readonly ask: (request: Request) => Promise<Answer>;
  /** A fresh WebSocket address with its single-use ticket. */
  readonly connectionUrl: () => string;
}
