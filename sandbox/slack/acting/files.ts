import { HumanError } from '../actors.ts';
import type { Upload } from '../actors.ts';
import { removeFile } from '../files/remove.ts';
import { shareFiles, storeFile } from '../files/store.ts';
import { dropEphemerals } from '../messages/ephemeral.ts';
import { findMessage } from '../messages/find.ts';
import { postMessage } from '../messages/post.ts';
import { removeMessage } from '../messages/remove.ts';
import { dropViews, stackOf } from '../views/stack.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel } from '../world.ts';
import { activeUser, joinedChannel, writableChannel } from './who.ts';

function checkThread(workspace: Workspace, channel: Channel, threadTs: string | undefined): void {
  if (threadTs !== undefined && findMessage(workspace, channel.id, threadTs) === undefined)
    throw new HumanError('no_such_message', `There is no thread ${threadTs} in #${channel.name}.`);
}

/** Drops a file into a channel. */
export function upload(
  workspace: Workspace,
  userId: string,
  channelId: string,
  { name, bytes, comment, threadTs }: Upload,
): { readonly fileId: string; readonly ts: string } {
  const user = activeUser(workspace, userId);
  const channel = writableChannel(workspace, user, channelId);
  checkThread(workspace, channel, threadTs);
  const file = storeFile(workspace, { ownerId: user.id, name, bytes });
  const shared = { channel, files: [file], sharedBy: user.id, comment: comment ?? '', threadTs };
  return { fileId: file.id, ts: shareFiles(workspace, shared).ts };
}

export interface Note {
  readonly text: string;
  readonly threadTs: string | undefined;
}

/** Types an ordinary message. */
export function post(
  workspace: Workspace,
  userId: string,
  channelId: string,
  { text, threadTs }: Note,
): { readonly ts: string } {
  const user = activeUser(workspace, userId);
  const channel = writableChannel(workspace, user, channelId);
  checkThread(workspace, channel, threadTs);
  return { ts: postMessage(workspace, { channel, userId: user.id, text, threadTs }).ts };
}

/** Deletes a file: one's own, or anybody's for an admin. */
export function deleteFile(workspace: Workspace, userId: string, fileId: string): void {
  const user = activeUser(workspace, userId);
  const file = workspace.world.files.get(fileId);
  if (file === undefined || file.deleted) throw new HumanError('no_such_file', `There is no file ${fileId}.`);
  if (file.ownerId !== user.id && !user.isAdmin)
    throw new HumanError('not_allowed', `${user.name} cannot delete somebody else's file.`);
  removeFile(workspace, file);
}

/** Deletes a message, or dismisses an ephemeral one. */
export function deleteMessage(workspace: Workspace, userId: string, channelId: string, ts: string): void {
  const user = activeUser(workspace, userId);
  const channel = joinedChannel(workspace, user, channelId);
  const isDismissed = ({ viewerId, ts: shownTs }: { viewerId: string; ts: string }) =>
    viewerId === user.id && shownTs === ts;
  if (workspace.world.ephemerals.some(isDismissed)) {
    dropEphemerals(workspace, isDismissed);
    return;
  }
  const message = findMessage(workspace, channel.id, ts);
  if (message === undefined) throw new HumanError('no_such_message', `There is no message ${ts}.`);
  if (message.userId !== user.id && !user.isAdmin)
    throw new HumanError('not_allowed', `${user.name} cannot delete somebody else's message.`);
  removeMessage(workspace, channel, message);
}

/** Reloads the client: whatever was never stored is gone. */
export function reload(workspace: Workspace, userId: string): void {
  const user = activeUser(workspace, userId);
  dropEphemerals(workspace, ({ viewerId }) => viewerId === user.id);
  dropViews(workspace, stackOf(workspace, user.id));
}
