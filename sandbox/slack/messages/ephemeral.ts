import type { Workspace } from '../workspace.ts';
import type { Ephemeral, JsonObject } from '../world.ts';
import { storedText } from './text.ts';

export interface EphemeralDraft {
  readonly channelId: string;
  readonly viewerId: string;
  readonly fromId: string;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly threadTs?: string | undefined;
}

/** Shows something to one person only. */
export function showEphemeral(workspace: Workspace, draft: EphemeralDraft): Ephemeral {
  const ephemeral: Ephemeral = {
    channelId: draft.channelId,
    viewerId: draft.viewerId,
    fromId: draft.fromId,
    ts: workspace.ids.ts(),
    threadTs: draft.threadTs,
    text: storedText(draft.text),
    blocks: draft.blocks ?? [],
    earlier: [],
  };
  workspace.world.ephemerals.push(ephemeral);
  workspace.changed();
  return ephemeral;
}

/** Takes ephemeral messages away, as a reload or `delete_original` does. */
export function dropEphemerals(workspace: Workspace, which: (ephemeral: Ephemeral) => boolean): void {
  const { ephemerals } = workspace.world;
  const kept = ephemerals.filter((ephemeral) => !which(ephemeral));
  if (kept.length === ephemerals.length) return;
  ephemerals.splice(0, ephemerals.length, ...kept);
  workspace.changed();
}
