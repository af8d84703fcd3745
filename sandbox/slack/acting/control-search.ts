import { HumanError } from '../actors.ts';
import type { ClickOptions } from '../actors.ts';
import { allBlocks, elementsOf } from '../blocks/identity.ts';
import { stringAt } from '../json.ts';
import type { JsonObject } from '../world.ts';

export interface Control {
  readonly element: JsonObject;
  readonly blockId: string;
}

/** What a person means to use, and how. */
export interface Pick {
  readonly actionId: string;
  readonly options: ClickOptions;
}

type Blocks = readonly JsonObject[];

function controlIn(blocks: Blocks, { actionId, options }: Pick): Control | undefined {
  for (const block of allBlocks(blocks)) {
    const blockId = stringAt(block, 'block_id') ?? '';
    if (options.blockId !== undefined && blockId !== options.blockId) continue;
    // An input reports on submission only, unless it says otherwise.
    if (block['type'] === 'input' && block['dispatch_action'] !== true) continue;
    const found = elementsOf(block).find(({ element }) => element['action_id'] === actionId);
    if (found !== undefined) return { element: found.element, blockId };
  }
  return undefined;
}

interface Shown {
  readonly blocks: Blocks;
  readonly earlier: readonly Blocks[];
}

/**
 * The control as the person sees it: on the latest version, or with `stale`, on the latest one that had it.
 * Throws where it is not there.
 */
export function findControl({ blocks, earlier }: Shown, pick: Pick): Control {
  const versions = pick.options.stale === true ? [blocks, ...earlier.toReversed()] : [blocks];
  for (const version of versions) {
    const control = controlIn(version, pick);
    if (control !== undefined) return control;
  }
  throw new HumanError('no_such_control', `Nothing here has the action_id ${pick.actionId}.`);
}
