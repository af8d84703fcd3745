// docs.slack.dev/reference/events: who comes and goes, and what the app hears of it
import { HumanError } from '../actors.ts';
import { postMessage } from '../messages/post.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel } from '../world.ts';
import { activeUser, joinedChannel, knownChannel } from './who.ts';

const letter = (channel: Channel): string => (channel.kind === 'public' ? 'C' : 'G');

function add(workspace: Workspace, channel: Channel, userId: string, inviter?: string): void {
  if (channel.members.has(userId)) return;
  channel.members.add(userId);
  const text = `<@${userId}> has joined the channel`;
  postMessage(workspace, { channel, userId, text, subtype: 'channel_join' });
  const event = {
    type: 'member_joined_channel',
    user: userId,
    channel: channel.id,
    channel_type: letter(channel),
    team: workspace.world.team.id,
    ...(inviter === undefined ? {} : { inviter }),
  };
  workspace.emit(event, channel);
}

function drop(workspace: Workspace, channel: Channel, userId: string): void {
  const { app, team } = workspace.world;
  const event = {
    type: 'member_left_channel',
    user: userId,
    channel: channel.id,
    channel_type: letter(channel),
    team: team.id,
  };
  if (userId === app.botUserId) {
    // Told while it is still inside, for nothing more reaches it afterwards.
    const type = channel.kind === 'public' ? 'channel_left' : 'group_left';
    workspace.emit({ type, channel: channel.id }, channel);
    channel.members.delete(userId);
  } else {
    channel.members.delete(userId);
    workspace.emit(event, channel);
  }
  workspace.changed();
}

export function join(workspace: Workspace, userId: string, channelId: string): void {
  const user = activeUser(workspace, userId);
  const channel = knownChannel(workspace, channelId);
  if (channel.kind !== 'public' || user.isRestricted || user.isUltraRestricted)
    throw new HumanError('not_allowed', `${user.name} can be in #${channel.name} by invitation only.`);
  add(workspace, channel, user.id);
}

export function leave(workspace: Workspace, userId: string, channelId: string): void {
  const user = activeUser(workspace, userId);
  drop(workspace, joinedChannel(workspace, user, channelId), user.id);
}

export function invite(workspace: Workspace, userId: string, channelId: string, invitedId: string): void {
  const user = activeUser(workspace, userId);
  const channel = joinedChannel(workspace, user, channelId);
  if (user.isRestricted || user.isUltraRestricted)
    throw new HumanError('not_allowed', `${user.name} is a guest and cannot invite anybody.`);
  const invited = workspace.world.users.get(invitedId);
  if (invited === undefined || invited.deleted)
    throw new HumanError('no_such_user', `There is nobody ${invitedId} to invite.`);
  add(workspace, channel, invited.id, user.id);
}

export function remove(workspace: Workspace, userId: string, channelId: string, removedId: string): void {
  const user = activeUser(workspace, userId);
  const channel = joinedChannel(workspace, user, channelId);
  if (user.isRestricted || user.isUltraRestricted)
    throw new HumanError('not_allowed', `${user.name} is a guest and cannot remove anybody.`);
  if (!channel.members.has(removedId))
    throw new HumanError('not_a_member', `${removedId} is not in #${channel.name}.`);
  drop(workspace, channel, removedId);
}
