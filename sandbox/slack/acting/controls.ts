// What a control reports once a person has used it: docs.slack.dev/reference/block-kit/block-elements
import { HumanError } from '../actors.ts';
import { isArray, objectsAt, stringAt } from '../json.ts';
import type { JsonObject } from '../world.ts';

export type Choice = string | readonly string[];

const optionsOf = (element: JsonObject): readonly JsonObject[] => [
  ...objectsAt(element, 'options'),
  ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
];

function optionFor(element: JsonObject, value: string): JsonObject {
  const option = optionsOf(element).find((candidate) => candidate['value'] === value);
  if (option === undefined) throw new HumanError('no_such_option', `There is no option ${value} to choose.`);
  return option;
}

const one = (choice: Choice): string => (typeof choice === 'string' ? choice : (choice[0] ?? ''));
const many = (choice: Choice): readonly string[] => (typeof choice === 'string' ? [choice] : choice);

type Report = (element: JsonObject, choice: Choice) => JsonObject;

const selectedOption: Report = (element, choice) => ({ selected_option: optionFor(element, one(choice)) });
const selectedOptions: Report = (element, choice) => ({
  selected_options: many(choice).map((value) => optionFor(element, value)),
});
const typedValue: Report = (_element, choice) => ({ value: one(choice) });

const reports: Readonly<Record<string, Report>> = {
  static_select: selectedOption,
  external_select: (_element, choice) => ({ selected_option: { value: one(choice) } }),
  overflow: selectedOption,
  radio_buttons: selectedOption,
  checkboxes: selectedOptions,
  multi_static_select: selectedOptions,
  users_select: (_element, choice) => ({ selected_user: one(choice) }),
  multi_users_select: (_element, choice) => ({ selected_users: many(choice) }),
  channels_select: (_element, choice) => ({ selected_channel: one(choice) }),
  multi_channels_select: (_element, choice) => ({ selected_channels: many(choice) }),
  conversations_select: (_element, choice) => ({ selected_conversation: one(choice) }),
  multi_conversations_select: (_element, choice) => ({ selected_conversations: many(choice) }),
  datepicker: (_element, choice) => ({ selected_date: one(choice) }),
  timepicker: (_element, choice) => ({ selected_time: one(choice) }),
  datetimepicker: (_element, choice) => ({ selected_date_time: Number(one(choice)) }),
  plain_text_input: typedValue,
  number_input: typedValue,
  email_text_input: typedValue,
  url_text_input: typedValue,
};

/** The control's state after somebody chose or typed this. */
export function stateAfter(element: JsonObject, choice: Choice): JsonObject {
  const type = stringAt(element, 'type') ?? '';
  return { type, ...reports[type]?.(element, choice) };
}

const initial: Readonly<Record<string, string>> = {
  initial_option: 'selected_option',
  initial_options: 'selected_options',
  initial_user: 'selected_user',
  initial_users: 'selected_users',
  initial_channel: 'selected_channel',
  initial_channels: 'selected_channels',
  initial_conversation: 'selected_conversation',
  initial_conversations: 'selected_conversations',
  initial_date: 'selected_date',
  initial_time: 'selected_time',
  initial_date_time: 'selected_date_time',
  initial_value: 'value',
};

const emptyState: Readonly<Record<string, JsonObject>> = {
  static_select: { selected_option: null },
  external_select: { selected_option: null },
  radio_buttons: { selected_option: null },
  checkboxes: { selected_options: [] },
  multi_static_select: { selected_options: [] },
  users_select: { selected_user: null },
  multi_users_select: { selected_users: [] },
  file_input: { files: [] },
};

/** The control's state before anybody touched it. */
export function stateBefore(element: JsonObject): JsonObject {
  const type = stringAt(element, 'type') ?? '';
  const preset = Object.entries(initial).find(([name]) => element[name] !== undefined);
  if (preset !== undefined) return { type, [preset[1]]: element[preset[0]] };
  return { type, ...(emptyState[type] ?? { value: null }) };
}

/** Whether nothing was chosen or typed. */
export const isBlank = (state: JsonObject): boolean =>
  Object.entries(state).every(
    ([key, value]) =>
      key === 'type' || value === null || value === '' || (isArray(value) && value.length === 0),
  );

/** A click's entry in the payload's `actions`. */
export function actionOf(element: JsonObject, blockId: string, choice: Choice | undefined): JsonObject {
  const { confirm: _, options: __, option_groups: ___, ...shown } = element;
  const chosen = choice === undefined ? {} : stateAfter(element, choice);
  return { ...shown, ...chosen, block_id: blockId };
}
