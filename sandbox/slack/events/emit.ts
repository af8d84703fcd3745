import type { State } from '../state.ts';
import type { Channel, JsonObject } from '../world.ts';
import type { Happening } from '../workspace.ts';
import { ruleOf } from './rules.ts';

/** The outer event: docs.slack.dev/apis/events-api */
function outer(state: State, happening: Happening, channel: Channel | undefined): JsonObject {
  const { team, app } = state.world;
  const authorization = {
    enterprise_id: null,
    team_id: team.id,
    user_id: app.botUserId,
    is_bot: true,
    is_enterprise_install: false,
  };
  return {
    token: 'unused',
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event: { ...happening, event_ts: happening['event_ts'] ?? state.ids.ts() },
    type: 'event_callback',
    event_id: state.ids.object('Ev'),
    event_time: Math.floor(state.now() / 1000),
    authorizations: [authorization],
    is_ext_shared_channel: channel?.externallyShared ?? false,
    event_context: `4-${state.ids.secret(40)}`,
  };
}

function mayHear(state: State, happening: Happening, channel: Channel | undefined): boolean {
  const { app } = state.world;
  const { subscription, scope } = ruleOf(happening.type, channel);
  if (!app.events.has(subscription)) return false;
  if (scope !== undefined && !app.scopes.has(scope)) return false;
  return channel === undefined || channel.members.has(app.botUserId);
}

/** Sends an event to the app if the app may hear it. */
export const makeEmit =
  (state: State, send: (type: string, payload: JsonObject) => void) =>
  (happening: Happening, channel?: Channel): void => {
    if (mayHear(state, happening, channel)) send(happening.type, outer(state, happening, channel));
  };
