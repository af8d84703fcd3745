// docs.slack.dev/reference/interaction-payloads/view-interactions-payload
import type { State } from '../state.ts';
import type { JsonObject, OpenView } from '../world.ts';

/** An open view as the API and its payloads show it. */
export function viewObject(state: State, open: OpenView): JsonObject {
  const { team, app } = state.world;
  const { view } = open;
  return {
    id: open.id,
    team_id: team.id,
    type: view['type'],
    blocks: view['blocks'],
    private_metadata: view['private_metadata'] ?? '',
    callback_id: view['callback_id'] ?? '',
    state: { values: open.state },
    hash: open.hash,
    title: view['title'],
    clear_on_close: view['clear_on_close'] ?? false,
    notify_on_close: view['notify_on_close'] ?? false,
    close: view['close'] ?? null,
    submit: view['submit'] ?? null,
    previous_view_id: open.previousId ?? null,
    root_view_id: open.rootId,
    app_id: app.id,
    external_id: view['external_id'] ?? '',
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}
