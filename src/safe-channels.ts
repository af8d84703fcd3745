import { unsafeChannel } from './domain/people.ts';
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
    const reason = seen.kind === 'ok' ? unsafeChannel(seen.value, allowPublic) : unseen[seen.kind];
    if (reason !== undefined) throw new AppError('SLACK_CHANNEL_UNSAFE', { channelId, reason });
  }
}

const unseen = {
  missing: 'Slack shows no such channel to the bot: check the id, and invite the bot',
  unavailable: 'Slack did not describe the channel',
} as const;
