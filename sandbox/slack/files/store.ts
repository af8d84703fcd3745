import { postMessage } from '../messages/post.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel, Message, StoredFile } from '../world.ts';
import { fileTypeOf } from './file-type.ts';

const snippetBytes = 1_048_576;

export interface NewFile {
  readonly id?: string;
  readonly ownerId: string;
  readonly name: string;
  readonly title?: string;
  readonly bytes: Uint8Array;
}

/** Stores a file that nobody sees yet. */
export function storeFile(workspace: Workspace, { id, ownerId, name, title, bytes }: NewFile): StoredFile {
  const { filetype, mimetype, prettyType, isText } = fileTypeOf(name);
  const mode = isText && bytes.length <= snippetBytes ? workspace.flags.csvMode : 'hosted';
  const file: StoredFile = {
    id: id ?? workspace.ids.object('F'),
    ownerId,
    name,
    title: title ?? name,
    bytes,
    filetype,
    mimetype,
    prettyType,
    mode,
    created: Math.floor(workspace.now() / 1000),
    shares: [],
    handedToApp: false,
    isExternal: false,
    publicUrlShared: false,
    deleted: false,
  };
  workspace.world.files.set(file.id, file);
  return file;
}

export interface ShareRequest {
  readonly channel: Channel;
  readonly files: readonly StoredFile[];
  readonly sharedBy: string;
  readonly comment: string;
  readonly threadTs?: string | undefined;
}

/** Posts one message that holds the files. The app hears `file_shared` for each, also for its own. */
export function shareFiles(workspace: Workspace, request: ShareRequest): Message {
  const { channel, files, sharedBy, comment, threadTs } = request;
  const message = postMessage(workspace, {
    channel,
    userId: sharedBy,
    text: comment,
    fileIds: files.map(({ id }) => id),
    threadTs,
    subtype: 'file_share',
  });
  for (const file of files) {
    file.shares.push({
      channelId: channel.id,
      ts: message.ts,
      threadTs: message.threadTs,
      sharedBy,
      visibleAt: workspace.now() + workspace.flags.sharesAfterMs,
    });
    const event = {
      type: 'file_shared',
      file_id: file.id,
      user_id: sharedBy,
      file: { id: file.id },
      channel_id: channel.id,
    };
    workspace.emit(event, channel);
  }
  workspace.changed();
  return message;
}
