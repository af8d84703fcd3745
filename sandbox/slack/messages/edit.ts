import { messageObject } from '../wire/message.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel, JsonObject, Message } from '../world.ts';
import { inChannel } from './post.ts';
import { storedText } from './text.ts';

export interface Edit {
  readonly text?: string;
  readonly blocks?: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
  readonly metadata?: JsonObject | undefined;
}

/** Changes a message: text without blocks removes the blocks; what is not mentioned otherwise stays. */
export function editMessage(workspace: Workspace, channel: Channel, message: Message, edit: Edit): void {
  const previous = messageObject(workspace, message);
  message.earlier.push(message.blocks);
  if (edit.text !== undefined) message.text = storedText(edit.text);
  if (edit.blocks !== undefined) message.blocks = edit.blocks;
  else if (edit.text !== undefined) message.blocks = [];
  if (edit.attachments !== undefined) message.attachments = edit.attachments;
  if (edit.metadata !== undefined)
    message.metadata = Object.keys(edit.metadata).length > 0 ? edit.metadata : undefined;
  // An edit made with blocks shows no "(edited)" mark: docs.slack.dev/reference/methods/chat.update
  if (edit.blocks === undefined) message.edited = { userId: message.userId, ts: workspace.ids.ts() };
  const event = {
    type: 'message',
    subtype: 'message_changed',
    ...inChannel(channel),
    message: messageObject(workspace, message),
    previous_message: previous,
    ts: workspace.ids.ts(),
  };
  workspace.emit(event, channel);
  workspace.changed();
}
