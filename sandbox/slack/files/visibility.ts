import type { State } from '../state.ts';
import type { StoredFile } from '../world.ts';

/** Whether somebody may see a file: its owner, members of a channel that holds it, everybody if that is public. */
export function canSee(state: State, file: StoredFile, userId: string): boolean {
  const { app, channels } = state.world;
  if (file.ownerId === userId) return true;
  if (file.handedToApp && userId === app.botUserId) return true;
  return file.shares.some(({ channelId }) => {
    const channel = channels.get(channelId);
    return channel !== undefined && (channel.kind === 'public' || channel.members.has(userId));
  });
}
