import type { Workspace } from '../workspace.ts';
import type { StoredFile } from '../world.ts';
import { canSee } from './visibility.ts';

/** Deletes a file everywhere; the messages that held it keep a tombstone. */
export function removeFile(workspace: Workspace, file: StoredFile): void {
  const heard = canSee(workspace, file, workspace.world.app.botUserId);
  const channelIds = [...new Set(file.shares.map(({ channelId }) => channelId))];
  file.deleted = true;
  if (heard) workspace.emit({ type: 'file_deleted', file_id: file.id, channel_ids: channelIds });
  workspace.changed();
}
