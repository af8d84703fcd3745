// What owners and admins do in the workspace's settings.
import { HumanError } from '../actors.ts';
import { userObject } from '../wire/user.ts';
import { usergroupObject } from '../wire/usergroup.ts';
import { dropViews, stackOf } from '../views/stack.ts';
import type { Workspace } from '../workspace.ts';
import { activeUser, knownChannel } from './who.ts';

/** Replaces the members of a user group. */
export function setGroupMembers(workspace: Workspace, groupId: string, userIds: readonly string[]): void {
  const { world, now } = workspace;
  const group = world.groups.get(groupId);
  if (group === undefined) throw new HumanError('not_allowed', `There is no user group ${groupId}.`);
  const before = new Set(group.members);
  const added = userIds.filter((id) => !before.has(id));
  const removed = group.members.filter((id) => !userIds.includes(id));
  group.members = [...userIds];
  const at = Math.floor(now() / 1000);
  workspace.emit({
    type: 'subteam_members_changed',
    subteam_id: groupId,
    team_id: world.team.id,
    date_previous_update: at,
    date_update: at,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
  });
  const subteam = usergroupObject(world, group, { withUsers: true, withCount: true });
  workspace.emit({ type: 'subteam_updated', subteam });
  workspace.changed();
}

/** Deactivates somebody: signed out, out of every group and channel, their own tokens dead. */
export function deactivate(workspace: Workspace, userId: string): void {
  const { world } = workspace;
  const user = activeUser(workspace, userId);
  dropViews(workspace, stackOf(workspace, user.id));
  user.deleted = true;
  for (const channel of world.channels.values()) channel.members.delete(user.id);
  for (const group of world.groups.values())
    if (group.members.includes(user.id))
      setGroupMembers(
        workspace,
        group.id,
        group.members.filter((id) => id !== user.id),
      );
  const withEmail = world.app.scopes.has('users:read.email');
  workspace.emit({ type: 'user_change', user: userObject(world, user, withEmail) });
  workspace.changed();
}

/** Shares a channel with another organisation. */
export function shareChannelExternally(workspace: Workspace, channelId: string): void {
  const channel = knownChannel(workspace, channelId);
  channel.externallyShared = true;
  workspace.emit({ type: 'channel_shared', connected_team_id: 'T0OUTSIDER', channel: channelId }, channel);
  workspace.changed();
}

export function archiveChannel(workspace: Workspace, channelId: string): void {
  const channel = knownChannel(workspace, channelId);
  channel.archived = true;
  const type = channel.kind === 'public' ? 'channel_archive' : 'group_archive';
  workspace.emit({ type, channel: channelId, user: workspace.world.app.botUserId, is_moved: 0 }, channel);
  workspace.changed();
}

/** Revokes one of the app's tokens: `token_revoked` from now on. */
export function revokeToken(workspace: Workspace, kind: 'bot' | 'app'): void {
  const { credentials, world } = workspace;
  if (kind === 'bot')
    workspace.emit({ type: 'tokens_revoked', tokens: { oauth: [], bot: [world.app.botUserId] } });
  credentials[kind].state = 'revoked';
  workspace.changed();
}

/** Takes one of the app's scopes away while it runs. */
export function removeScope(workspace: Workspace, scope: string): void {
  workspace.world.app.scopes.delete(scope);
  workspace.changed();
}

/** Takes the app out of the workspace: `account_inactive` from now on. */
export function uninstall(workspace: Workspace): void {
  const { credentials, world } = workspace;
  workspace.emit({ type: 'tokens_revoked', tokens: { oauth: [], bot: [world.app.botUserId] } });
  workspace.emit({ type: 'app_uninstalled' });
  credentials.bot.state = 'inactive';
  credentials.app.state = 'inactive';
  workspace.changed();
}
