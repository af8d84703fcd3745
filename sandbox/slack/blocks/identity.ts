import type { Ids } from '../ids.ts';
import { isObject, objectAt, objectsAt, stringAt } from '../json.ts';
import type { JsonObject } from '../world.ts';
import { problem } from './check.ts';

interface Placed {
  readonly element: JsonObject;
  /** JSON pointer inside the block. */
  readonly at: string;
}

/** The elements a block holds, with where they are. Cells, options and texts are not elements. */
export function elementsOf(block: JsonObject): readonly Placed[] {
  const list = objectsAt(block, 'elements').map((element, index) => ({
    element,
    at: `/elements/${String(index)}`,
  }));
  const single = ['accessory', 'element'].flatMap((name) => {
    const element = objectAt(block, name);
    return element === undefined ? [] : [{ element, at: `/${name}` }];
  });
  return [...list, ...single];
}

/** The blocks of a message or view, those inside containers among them. */
export const allBlocks = (blocks: readonly JsonObject[]): readonly JsonObject[] =>
  blocks.flatMap((block) => [block, ...objectsAt(block, 'child_blocks')]);

function repeatedActionIds(block: JsonObject, at: string): readonly string[] {
  const seen = new Set<string>();
  return elementsOf(block).flatMap(({ element, at: inside }) => {
    const actionId = stringAt(element, 'action_id');
    if (actionId === undefined) return [];
    if (seen.has(actionId))
      return [problem(`\`action_id\` "${actionId}" already exists`, `${at}${inside}/action_id`)];
    seen.add(actionId);
    return [];
  });
}

/** A block_id used twice in one message or view, an action_id used twice in one block. */
export function repeatedIds(blocks: readonly unknown[], at: string): readonly string[] {
  const seen = new Set<string>();
  return blocks.flatMap((block, index) => {
    if (!isObject(block)) return [];
    const here = `${at}/${String(index)}`;
    const blockId = stringAt(block, 'block_id') ?? '';
    const repeated = blockId !== '' && seen.has(blockId);
    seen.add(blockId);
    return [
      ...(repeated ? [problem(`\`block_id\` "${blockId}" already exists`, `${here}/block_id`)] : []),
      ...repeatedActionIds(block, here),
    ];
  });
}

const takesActions = new Set([
  'button',
  'workflow_button',
  'overflow',
  'checkboxes',
  'radio_buttons',
  'datepicker',
  'datetimepicker',
  'timepicker',
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
  'feedback_buttons',
  'icon_button',
]);

const isInteractive = (element: JsonObject) => {
  const type = stringAt(element, 'type') ?? '';
  return takesActions.has(type) || type.endsWith('_select');
};

function withActionId(ids: Ids, element: unknown): unknown {
  if (!isObject(element) || !isInteractive(element) || stringAt(element, 'action_id') !== undefined)
    return element;
  return { ...element, action_id: ids.secret(5) };
}

/** The blocks as Slack hands them back: each with a block_id, each interactive element with an action_id. */
export function identified(ids: Ids, blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.map((block) => {
    const changed: JsonObject = { ...block, block_id: stringAt(block, 'block_id') || ids.secret(5) };
    for (const name of ['accessory', 'element'])
      if (block[name] !== undefined) changed[name] = withActionId(ids, block[name]);
    if (Array.isArray(block['elements']))
      changed['elements'] = block['elements'].map((element) => withActionId(ids, element));
    if (block['child_blocks'] !== undefined)
      changed['child_blocks'] = identified(ids, objectsAt(block, 'child_blocks'));
    return changed;
  });
}
