import { HumanError } from '../actors.ts';
import { defined } from '../json.ts';
import { findMessage } from '../messages/find.ts';
import { messageObject } from '../wire/message.ts';
import type { Workspace } from '../workspace.ts';
import type { Ephemeral, JsonObject, Message, User } from '../world.ts';
import { stateAfter } from './controls.ts';
import { findControl } from './control-search.ts';
import type { Control, Pick } from './control-search.ts';
import { joinedChannel, payloadName } from './who.ts';

/** The control that was used and what the payload says about where it was. */
export interface Surface {
  readonly control: Control;
  readonly fields: JsonObject;
}

export interface Place {
  readonly channelId: string;
  readonly ts: string;
}

function findShown(workspace: Workspace, user: User, { channelId, ts }: Place): Message | Ephemeral {
  const ephemeral = workspace.world.ephemerals.find(
    (candidate) => candidate.channelId === channelId && candidate.ts === ts && candidate.viewerId === user.id,
  );
  const shown = ephemeral ?? findMessage(workspace, channelId, ts);
  if (shown === undefined) throw new HumanError('no_such_message', `${user.name} sees no message ${ts}.`);
  return shown;
}

function messageIn(workspace: Workspace, shown: Message | Ephemeral): JsonObject | undefined {
  if (!('viewerId' in shown)) return messageObject(workspace, shown);
  if (workspace.flags.ephemeralPayload === 'without_message') return undefined;
  return { type: 'message', user: shown.fromId, ts: shown.ts, text: shown.text, blocks: shown.blocks };
}

/** A control of a message, or of an ephemeral message that this person was shown. */
export function onMessage(workspace: Workspace, user: User, place: Place, pick: Pick): Surface {
  const channel = joinedChannel(workspace, user, place.channelId);
  const shown = findShown(workspace, user, place);
  const ephemeral = 'viewerId' in shown;
  const control = findControl(shown, pick);
  const { choice } = pick.options;
  const state = choice === undefined ? undefined : stateAfter(control.element, choice);
  const responseUrl = workspace.responseUrls.issue({
    kind: 'actions',
    userId: user.id,
    channelId: channel.id,
    clicked: { ts: shown.ts, ephemeral },
  });
  const container = {
    type: 'message',
    message_ts: shown.ts,
    channel_id: channel.id,
    is_ephemeral: ephemeral,
    thread_ts: shown.threadTs,
  };
  const fields = {
    container: defined(container),
    channel: { id: channel.id, name: payloadName(workspace, channel) },
    message: messageIn(workspace, shown),
    state: { values: state === undefined ? {} : { [control.blockId]: { [pick.actionId]: state } } },
    response_url: `${workspace.baseUrl}${responseUrl}`,
  };
  return { control, fields: defined(fields) };
}
