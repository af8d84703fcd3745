import type { Channel } from './domain/people.ts';
import type { Workspace } from './domain/ports.ts';
import { AppError } from './domain/errors.ts';

/**
 * Refuses to work where people outside the circle could see seeds or press buttons. Throws SLACK_CHANNEL_UNSAFE with
 * the reason; a channel that Slack cannot describe now counts as unsafe.
 */
export async function requireSafeChannels(
  workspace: Workspace,
  channelIds: readonly string[],
  allowPublic: boolean,
): Promise<void> {
  for (const channelId of channelIds) {
    const seen = await workspace.channel(channelId);
    const reason = seen.kind === 'ok' ? unsafe(seen.value, allowPublic) : unseen[seen.kind];
    if (reason !== undefined) throw new AppError('SLACK_CHANNEL_UNSAFE', { channelId, reason });
  }
}

const unseen = {
  missing: 'Slack shows no such channel to the bot: check the id, and invite the bot',
  unavailable: 'Slack did not describe the channel',
} as const;

function unsafe(channel: Channel, allowPublic: boolean): string | undefined {
  if (channel.shared) return 'it is shared with another organisation';
  if (channel.archived) return 'it is archived';
  if (!channel.member) return 'the bot is not a member: invite it';
  if (!channel.private && !allowPublic)
    return 'it is public: make it private, or set ALLOW_PUBLIC_CHANNEL=true';
  return undefined;
}
