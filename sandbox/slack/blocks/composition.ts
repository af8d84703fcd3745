// docs.slack.dev/reference/block-kit/composition-objects
import { and, array, boolean, byType, object, oneOf, problem, string } from './check.ts';
import type { Check } from './check.ts';
import { isObject } from '../json.ts';

const type = string();

export const plainText = (max: number): Check =>
  byType({ plain_text: object({ type, text: string({ min: 1, max }) }, { emoji: boolean }) });

export const mrkdwn = (max: number): Check =>
  byType({ mrkdwn: object({ type, text: string({ min: 1, max }) }, { verbatim: boolean }) });

/** Either kind of text. Slack first says that no schema matched, then why. */
export function anyText(max: number): Check {
  const kinds = byType({
    plain_text: object({ type, text: string({ min: 1, max }) }, { emoji: boolean }),
    mrkdwn: object({ type, text: string({ min: 1, max }) }, { verbatim: boolean }),
  });
  return (value, at) => {
    const problems = kinds(value, at);
    return problems.length === 0 ? [] : [problem('failed to match all allowed schemas', at), ...problems];
  };
}

export const style: Check = oneOf('primary', 'danger');

export const confirm: Check = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style },
);

// The option object's page allows 150 characters in `value`; the types package still says 75.
const optionFields = { value: string({ min: 1, max: 150 }) };

export const plainOption: Check = object(
  { text: plainText(75), ...optionFields },
  { description: plainText(75), url: string({ max: 3000 }) },
);

export const richOption: Check = object(
  { text: anyText(75), ...optionFields },
  { description: anyText(75), url: string({ max: 3000 }) },
);

const optionGroup: Check = object({
  label: plainText(75),
  options: array(plainOption, { min: 1, max: 100 }),
});

/** `options` or `option_groups`, never both. */
export const optionsOrGroups: Check = (value, at) => {
  if (!isObject(value)) return [];
  const given = ['options', 'option_groups'].filter((name) => value[name] !== undefined);
  if (given.length === 1) return [];
  if (given.length === 0) return [problem('missing required field: options', at)];
  return [problem('failed to match exactly one allowed schema', at)];
};

export const optionLists: Readonly<Record<string, Check>> = {
  options: array(plainOption, { min: 1, max: 100 }),
  option_groups: array(optionGroup, { min: 1, max: 100 }),
};

const slackFile: Check = and(object({}, { id: string({ min: 1 }), url: string({ min: 1 }) }), (value, at) =>
  isObject(value) && (value['id'] === undefined) !== (value['url'] === undefined)
    ? []
    : [problem('failed to match exactly one allowed schema', at)],
);

export const imageSource: Readonly<Record<string, Check>> = {
  image_url: string({ min: 1, max: 3000 }),
  slack_file: slackFile,
};
