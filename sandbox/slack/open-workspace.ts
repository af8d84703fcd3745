import { makeDispatcher } from './delivery/dispatcher.ts';
import type { Dispatcher } from './delivery/dispatcher.ts';
import { httpTransport } from './delivery/http.ts';
import { openSocketHub } from './delivery/socket-hub.ts';
import type { SocketHub } from './delivery/socket-hub.ts';
import { makeEmit } from './events/emit.ts';
import type { State } from './state.ts';
import type { Workspace } from './workspace.ts';

export interface Opened {
  readonly workspace: Workspace;
  readonly sockets: SocketHub;
  readonly dispatcher: Dispatcher;
  /** With a URL everything goes there and nothing to the sockets; without, the other way round. */
  readonly deliverTo: (url: string | undefined) => void;
}

/** Joins what the workspace remembers with the two ways to reach the app. */
export function openWorkspace(state: State): Opened {
  let requestUrl: string | undefined;
  const sockets = openSocketHub(state);
  const http = httpTransport(state, () => requestUrl ?? '');
  const dispatcher = makeDispatcher(state, () => (requestUrl === undefined ? sockets : http));
  const emit = makeEmit(state, (type, payload) => {
    // An app whose installation has ended hears nothing more.
    if (state.credentials.bot.state === 'valid') dispatcher.event(type, payload);
  });
  const ask: Workspace['ask'] = (request) =>
    request.kind === 'interaction' && !state.world.app.interactivity
      ? Promise.resolve({ got: 'no_connection' })
      : dispatcher.ask(request);
  const outlets = { emit, ask, connectionUrl: sockets.issueAddress };
  return {
    // The server's address is filled in later, in the state that everybody shares.
    workspace: Object.assign(state, outlets),
    sockets,
    dispatcher,
    deliverTo(url) {
      requestUrl = url;
    },
  };
}
