import { HumanError } from '../actors.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel, User } from '../world.ts';

/** The person, who must be able to sign in. */
export function activeUser({ world }: Workspace, userId: string): User {
  const user = world.users.get(userId);
  if (user === undefined || user.isBot) throw new HumanError('no_such_user', `There is no person ${userId}.`);
  if (user.deleted) throw new HumanError('deactivated', `${user.name} has been deactivated.`);
  return user;
}

export function knownChannel({ world }: Workspace, channelId: string): Channel {
  const channel = world.channels.get(channelId);
  if (channel === undefined) throw new HumanError('no_such_channel', `There is no channel ${channelId}.`);
  return channel;
}

/** The channel, which the person must be in. */
export function joinedChannel(workspace: Workspace, user: User, channelId: string): Channel {
  const channel = knownChannel(workspace, channelId);
  if (!channel.members.has(user.id))
    throw new HumanError('not_a_member', `${user.name} is not in #${channel.name}.`);
  return channel;
}

/** The channel, which the person must be able to write to. */
export function writableChannel(workspace: Workspace, user: User, channelId: string): Channel {
  const channel = joinedChannel(workspace, user, channelId);
  if (channel.archived) throw new HumanError('channel_archived', `#${channel.name} has been archived.`);
  return channel;
}

/** A channel's name as payloads give it. */
export function payloadName({ flags }: Workspace, channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' && flags.privateChannelName === 'privategroup'
    ? 'privategroup'
    : channel.name;
}
