// What an app says through an ack or a response_url: docs.slack.dev/interactivity/handling-user-interaction
import { identified } from '../blocks/identity.ts';
import { parseMessageBlocks } from '../blocks/message.ts';
import type { BlockRefusal } from '../blocks/message.ts';
import { stringAt } from '../json.ts';
import type { ResponseTarget } from '../response-urls.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel, Ephemeral, JsonObject, Message } from '../world.ts';
import { editMessage } from './edit.ts';
import { dropEphemerals, showEphemeral } from './ephemeral.ts';
import { findMessage } from './find.ts';
import { postMessage } from './post.ts';
import { removeMessage } from './remove.ts';
import { storedText } from './text.ts';

export type Responded =
  | { readonly ok: true; readonly ephemeral?: Ephemeral; readonly message?: Message }
  | { readonly ok: false; readonly error: string };

interface Content {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
}

function contentOf(workspace: Workspace, body: JsonObject): Content | BlockRefusal {
  const text = stringAt(body, 'text') ?? '';
  if (body['blocks'] === undefined) return { text, blocks: [] };
  const parsed = parseMessageBlocks(body['blocks'], workspace.flags);
  return parsed.ok ? { text, blocks: identified(workspace.ids, parsed.blocks) } : parsed;
}

const isClicked =
  (target: ResponseTarget) =>
  (ephemeral: Ephemeral): boolean =>
    ephemeral.ts === target.clicked?.ts && ephemeral.viewerId === target.userId;

function removeOriginal(workspace: Workspace, target: ResponseTarget, channel: Channel): Responded {
  dropEphemerals(workspace, isClicked(target));
  const message = findMessage(workspace, channel.id, target.clicked?.ts ?? '');
  if (message !== undefined) removeMessage(workspace, channel, message);
  return { ok: true };
}

function replaceOriginal(
  workspace: Workspace,
  target: ResponseTarget,
  channel: Channel,
  content: Content,
): Responded {
  const ephemeral = workspace.world.ephemerals.find(isClicked(target));
  if (ephemeral !== undefined) {
    ephemeral.earlier.push(ephemeral.blocks);
    ephemeral.text = storedText(content.text);
    ephemeral.blocks = content.blocks;
    workspace.changed();
    return { ok: true, ephemeral };
  }
  const message = findMessage(workspace, channel.id, target.clicked?.ts ?? '');
  if (message === undefined) return { ok: false, error: 'message_not_found' };
  const { text, blocks } = content;
  editMessage(workspace, channel, message, blocks.length > 0 ? { text, blocks } : { text });
  return { ok: true, message };
}

/** Shows, replaces or removes what the body asks for; it needs no membership in the channel. */
export function respond(workspace: Workspace, target: ResponseTarget, body: JsonObject): Responded {
  const channel = workspace.world.channels.get(target.channelId);
  if (channel === undefined) return { ok: false, error: 'channel_not_found' };
  if (body['delete_original'] === true) return removeOriginal(workspace, target, channel);
  const content = contentOf(workspace, body);
  if ('ok' in content) return { ok: false, error: content.error };
  if (content.text.trim() === '' && content.blocks.length === 0) return { ok: false, error: 'no_text' };
  if (body['replace_original'] === true && target.clicked !== undefined)
    return replaceOriginal(workspace, target, channel, content);
  const fromId = workspace.world.app.botUserId;
  if (body['response_type'] === 'in_channel') {
    const threadTs = stringAt(body, 'thread_ts');
    return { ok: true, message: postMessage(workspace, { channel, userId: fromId, threadTs, ...content }) };
  }
  const shown = { channelId: channel.id, viewerId: target.userId, fromId, ...content };
  return { ok: true, ephemeral: showEphemeral(workspace, shown) };
}
