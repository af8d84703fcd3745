import { messageObject, repliesTo } from '../wire/message.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel, Message } from '../world.ts';
import { inChannel } from './post.ts';

/** Takes a message away; the parent of a living thread leaves a tombstone. Its files lose this share only. */
export function removeMessage(workspace: Workspace, channel: Channel, message: Message): void {
  const { world } = workspace;
  const previous = messageObject(workspace, message);
  if (repliesTo(workspace, channel.id, message.ts).length > 0) {
    message.subtype = 'tombstone';
    message.text = 'This message was deleted.';
    message.earlier.push(message.blocks);
    message.blocks = [];
    message.attachments = [];
  } else {
    const messages = world.messages.get(channel.id) ?? [];
    messages.splice(messages.indexOf(message), 1);
  }
  for (const fileId of message.fileIds) {
    const file = world.files.get(fileId);
    const index = file?.shares.findIndex(({ ts }) => ts === message.ts) ?? -1;
    if (index >= 0) file?.shares.splice(index, 1);
  }
  message.fileIds = [];
  const event = {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    ...inChannel(channel),
    deleted_ts: message.ts,
    previous_message: previous,
    ts: workspace.ids.ts(),
  };
  workspace.emit(event, channel);
  workspace.changed();
}
