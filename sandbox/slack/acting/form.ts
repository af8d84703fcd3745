// What Slack's client itself demands of a filled-in modal before it is sent.
import { HumanError } from '../actors.ts';
import type { FormValue, FormValues } from '../actors.ts';
import { storeFile } from '../files/store.ts';
import { objectAt, objectsAt, stringAt } from '../json.ts';
import { fileObject } from '../wire/file.ts';
import type { Workspace } from '../workspace.ts';
import type { JsonObject, OpenView } from '../world.ts';
import { isBlank, stateAfter, stateBefore } from './controls.ts';
import type { Choice } from './controls.ts';

const maxFileBytes = 10_485_760;

const incomplete = (blockId: string, what: string): HumanError =>
  new HumanError('incomplete', `The client does not accept the input ${blockId}: ${what}.`);

type Files = readonly { readonly name: string; readonly bytes: Uint8Array }[];

const isFiles = (value: FormValue): value is Files =>
  typeof value !== 'string' && typeof value[0] === 'object';

const isChoice = (value: FormValue): value is Choice => !isFiles(value);

interface Filled {
  readonly blockId: string;
  readonly element: JsonObject;
}

/** Files handed over in a modal belong to whoever submits it and are in no channel. */
function fileState(
  workspace: Workspace,
  open: OpenView,
  { blockId, element }: Filled,
  files: Files,
): JsonObject {
  const max = typeof element['max_files'] === 'number' ? element['max_files'] : 10;
  if (files.length > max) throw incomplete(blockId, `at most ${String(max)} files`);
  const stored = files.map(({ name, bytes }) => {
    if (bytes.length > maxFileBytes) throw incomplete(blockId, 'a file is larger than 10 MB');
    const file = storeFile(workspace, { ownerId: open.userId, name, bytes });
    file.handedToApp = true;
    return fileObject(workspace, file);
  });
  return { type: 'file_input', files: stored };
}

const limitOf = (element: JsonObject, name: string): number | undefined => {
  const value = element[name];
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : undefined;
};

type Fault = string | undefined;

function lengthFault(element: JsonObject, text: string): Fault {
  if (text.length < (limitOf(element, 'min_length') ?? 0)) return 'it is too short';
  return text.length > (limitOf(element, 'max_length') ?? 3000) ? 'it is too long' : undefined;
}

function numberFault(element: JsonObject, text: string): Fault {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) return 'it is not a number';
  if (element['is_decimal_allowed'] === false && !Number.isInteger(value)) return 'it is not a whole number';
  if (value < (limitOf(element, 'min_value') ?? -Infinity)) return 'it is too small';
  return value > (limitOf(element, 'max_value') ?? Infinity) ? 'it is too large' : undefined;
}

function faultOf(element: JsonObject, state: JsonObject): Fault {
  const text = stringAt(state, 'value');
  if (text === undefined || text === '') return undefined;
  switch (stringAt(element, 'type') ?? '') {
    case 'plain_text_input':
      return lengthFault(element, text);
    case 'number_input':
      return numberFault(element, text);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'it is not an e-mail address';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'it is not an address';
    default:
      return undefined;
  }
}

function stateOf(
  workspace: Workspace,
  open: OpenView,
  filled: Filled,
  value: FormValue | undefined,
): JsonObject {
  const { blockId, element } = filled;
  const actionId = stringAt(element, 'action_id') ?? '';
  if (value === undefined) return open.state[blockId]?.[actionId] ?? stateBefore(element);
  if (isFiles(value)) return fileState(workspace, open, filled, value);
  return isChoice(value) ? stateAfter(element, value) : stateBefore(element);
}

/** Writes the values into the view's state; throws `incomplete` where the client would not send it. */
export function fillIn(workspace: Workspace, open: OpenView, values: FormValues): void {
  const inputs = objectsAt(open.view, 'blocks').filter(({ type }) => type === 'input');
  const names = new Set<string>();
  for (const block of inputs) {
    const element = objectAt(block, 'element') ?? {};
    const blockId = stringAt(block, 'block_id') ?? '';
    const actionId = stringAt(element, 'action_id') ?? '';
    names.add(blockId).add(actionId);
    const state = stateOf(workspace, open, { blockId, element }, values[blockId] ?? values[actionId]);
    if (block['optional'] !== true && isBlank(state)) throw incomplete(blockId, 'it is required');
    const fault = faultOf(element, state);
    if (fault !== undefined) throw incomplete(blockId, fault);
    open.state[blockId] = { ...open.state[blockId], [actionId]: state };
  }
  const unknown = Object.keys(values).find((name) => !names.has(name));
  if (unknown !== undefined) throw new HumanError('no_such_control', `The form has no input ${unknown}.`);
}
