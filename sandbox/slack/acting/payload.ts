// docs.slack.dev/reference/interaction-payloads
import type { Workspace } from '../workspace.ts';
import type { JsonObject, User } from '../world.ts';

/** What every interaction's payload begins with. */
export function interaction(workspace: Workspace, type: string, user: User): JsonObject {
  const { team, app } = workspace.world;
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: team.id },
    api_app_id: app.id,
    token: 'unused',
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}
