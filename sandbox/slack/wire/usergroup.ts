// docs.slack.dev/reference/objects/usergroup-object
import { defined } from '../json.ts';
import type { JsonObject, UserGroup, World } from '../world.ts';

export interface GroupDetail {
  readonly withUsers: boolean;
  readonly withCount: boolean;
}

export function usergroupObject(world: World, group: UserGroup, detail: GroupDetail): JsonObject {
  return defined({
    id: group.id,
    team_id: world.team.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: 1_700_000_000,
    date_update: 1_700_000_000,
    date_delete: group.disabled ? 1_700_000_001 : 0,
    auto_type: null,
    prefs: { channels: [], groups: [] },
    users: detail.withUsers ? group.members : undefined,
    user_count: detail.withCount ? group.members.length : undefined,
  });
}
