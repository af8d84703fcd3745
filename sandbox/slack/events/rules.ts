// Which scope an event needs: docs.slack.dev/reference/events
import type { Channel } from '../world.ts';

const families = { public: 'channels', private: 'groups', im: 'im' } as const;

/** `channels:read`, `groups:history` …: the scope that fits a conversation's kind. */
export const conversationScope = (kind: Channel['kind'], what: 'read' | 'history'): string =>
  `${families[kind]}:${what}`;

const fixed: Readonly<Record<string, string>> = {
  file_shared: 'files:read',
  file_unshared: 'files:read',
  file_created: 'files:read',
  file_change: 'files:read',
  file_deleted: 'files:read',
  subteam_members_changed: 'usergroups:read',
  subteam_updated: 'usergroups:read',
  user_change: 'users:read',
  app_mention: 'app_mentions:read',
  reaction_added: 'reactions:read',
};

const byConversation = new Set([
  'member_joined_channel',
  'member_left_channel',
  'channel_archive',
  'group_archive',
  'channel_left',
  'group_left',
  'channel_shared',
]);

export interface EventRule {
  /** The name in the app's list of bot events. */
  readonly subscription: string;
  /** `undefined`: none. */
  readonly scope: string | undefined;
}

/** What an app must have asked for to hear an event about this conversation. */
export function ruleOf(type: string, channel: Channel | undefined): EventRule {
  if (type === 'message' && channel !== undefined)
    return {
      subscription: `message.${families[channel.kind]}`,
      scope: conversationScope(channel.kind, 'history'),
    };
  if (byConversation.has(type) && channel !== undefined)
    return { subscription: type, scope: conversationScope(channel.kind, 'read') };
  return { subscription: type, scope: fixed[type] };
}
