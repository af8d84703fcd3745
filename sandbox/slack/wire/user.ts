// docs.slack.dev/reference/objects/user-object
import { defined } from '../json.ts';
import type { JsonObject, User, World } from '../world.ts';

/** A person as the API shows them; the e-mail address only to those with `users:read.email`. */
export function userObject(world: World, user: User, withEmail: boolean): JsonObject {
  const status = user.deleted
    ? {}
    : {
        is_admin: user.isAdmin,
        is_owner: user.isOwner,
        is_primary_owner: user.isOwner,
        is_restricted: user.isRestricted || user.isUltraRestricted,
        is_ultra_restricted: user.isUltraRestricted,
        is_stranger: user.isStranger ? true : undefined,
        is_email_confirmed: user.emailConfirmed,
      };
  return defined({
    id: user.id,
    team_id: world.team.id,
    name: user.name,
    deleted: user.deleted,
    real_name: user.realName,
    tz: 'Europe/London',
    tz_label: 'Greenwich Mean Time',
    tz_offset: 0,
    profile: defined({
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      team: world.team.id,
      email: withEmail && !user.isStranger ? user.email : undefined,
      bot_id: user.id === world.app.botUserId ? world.app.botId : undefined,
      api_app_id: user.id === world.app.botUserId ? world.app.id : undefined,
    }),
    is_bot: user.isBot,
    is_app_user: false,
    updated: 1_700_000_000,
    ...defined(status),
  });
}
