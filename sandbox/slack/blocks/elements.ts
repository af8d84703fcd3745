// docs.slack.dev/reference/block-kit/block-elements
import { and, anything, array, boolean, integer, object, oneOf, string, withOneOf } from './check.ts';
import type { Check } from './check.ts';
import {
  confirm,
  imageSource,
  optionLists,
  optionsOrGroups,
  plainOption,
  plainText,
  richOption,
  style,
} from './composition.ts';

type Fields = Readonly<Record<string, Check>>;

const type = string();
const actionId = { action_id: string({ min: 1, max: 255 }) };
const focus = { focus_on_load: boolean };
const placeholder = { placeholder: plainText(150) };
const label = { accessibility_label: string({ max: 75 }) };
const dispatch = {
  dispatch_action_config: object(
    {},
    { trigger_actions_on: array(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 }) },
  ),
};
const picking = { ...actionId, ...focus, ...placeholder, confirm };
const typing = { ...actionId, ...focus, ...placeholder, ...dispatch };
const many = { max_selected_items: integer({ min: 1 }) };
const ids = array(string({ min: 1 }));
const filter = object(
  {},
  {
    include: array(oneOf('im', 'mpim', 'private', 'public'), { min: 1 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);

const element = (required: Fields, optional: Fields): Check => object({ type, ...required }, optional);

const buttons: Fields = {
  button: element(
    { text: plainText(75) },
    { ...actionId, ...label, value: string({ max: 2000 }), url: string({ max: 3000 }), style, confirm },
  ),
  workflow_button: element({ text: plainText(75), workflow: anything }, { ...actionId, ...label, style }),
};

const menus: Fields = {
  overflow: element({ options: array(plainOption, { min: 1, max: 5 }) }, { ...actionId, confirm }),
  static_select: and(
    element({}, { ...picking, ...optionLists, initial_option: plainOption }),
    optionsOrGroups,
  ),
  multi_static_select: and(
    element({}, { ...picking, ...many, ...optionLists, initial_options: array(plainOption) }),
    optionsOrGroups,
  ),
  external_select: element(
    {},
    { ...picking, initial_option: plainOption, min_query_length: integer({ min: 0 }) },
  ),
  multi_external_select: element(
    {},
    { ...picking, ...many, initial_options: array(plainOption), min_query_length: integer({ min: 0 }) },
  ),
  users_select: element({}, { ...picking, initial_user: string() }),
  multi_users_select: element({}, { ...picking, ...many, initial_users: ids }),
  channels_select: element({}, { ...picking, initial_channel: string(), response_url_enabled: boolean }),
  multi_channels_select: element({}, { ...picking, ...many, initial_channels: ids }),
  conversations_select: element(
    {},
    {
      ...picking,
      initial_conversation: string(),
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter,
    },
  ),
  multi_conversations_select: element(
    {},
    { ...picking, ...many, initial_conversations: ids, default_to_current_conversation: boolean, filter },
  ),
};

const choices: Fields = {
  checkboxes: element(
    { options: array(richOption, { min: 1, max: 10 }) },
    { ...actionId, ...focus, confirm, initial_options: array(richOption, { min: 1 }) },
  ),
  radio_buttons: element(
    { options: array(richOption, { min: 1, max: 10 }) },
    { ...actionId, ...focus, confirm, initial_option: richOption },
  ),
  datepicker: element({}, { ...picking, initial_date: string() }),
  datetimepicker: element({}, { ...actionId, ...focus, confirm, initial_date_time: integer() }),
  timepicker: element({}, { ...picking, initial_time: string(), timezone: string() }),
};

const lines = integer({ min: 1, max: 100 });

const inputs: Fields = {
  plain_text_input: element(
    {},
    {
      ...typing,
      initial_value: string({ max: 3000 }),
      multiline: boolean,
      min_length: integer({ min: 0, max: 3000 }),
      max_length: integer({ min: 1, max: 3000 }),
    },
  ),
  number_input: element(
    { is_decimal_allowed: boolean },
    { ...typing, initial_value: string(), min_value: string(), max_value: string() },
  ),
  email_text_input: element({}, { ...typing, initial_value: string() }),
  url_text_input: element({}, { ...typing, initial_value: string() }),
  rich_text_input: element({}, { ...typing, initial_value: anything, min_lines: lines, max_lines: lines }),
};

/** Only a modal can take a file. */
const fileInput: Fields = {
  file_input: element(
    {},
    {
      ...actionId,
      filetypes: array(string({ min: 1 }), { min: 1 }),
      max_files: integer({ min: 1, max: 10 }),
    },
  ),
};

export const image: Check = and(
  object({ type, alt_text: string({ min: 1, max: 2000 }) }, imageSource),
  withOneOf('image_url', 'slack_file'),
);

/** What stands beside a section. */
export const accessories: Fields = { ...buttons, ...menus, ...choices, image };

/** What an actions block holds. */
export const actionElements: Fields = {
  ...buttons,
  ...menus,
  ...choices,
  rich_text_input: inputs['rich_text_input'] ?? anything,
};

/** What an input block holds on a message or on a home tab. */
export const inputElements: Fields = Object.fromEntries(
  Object.entries({ ...menus, ...choices, ...inputs }).filter(([name]) => name !== 'overflow'),
);

/** What an input block holds in a modal. */
export const modalInputElements: Fields = { ...inputElements, ...fileInput };

const feedback = object({ text: plainText(75), value: string({ max: 2000 }) }, label);

/** What a context_actions block holds. */
export const contextActionElements: Fields = {
  feedback_buttons: element({ positive_button: feedback, negative_button: feedback }, actionId),
  icon_button: element(
    { icon: string(), text: plainText(75) },
    { ...actionId, ...label, value: string({ max: 2000 }), confirm, visible_to_user_ids: ids },
  ),
};

export const cardButton: Check = buttons['button'] ?? anything;
