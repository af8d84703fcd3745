import { describe, expect, it } from 'vitest';
import { areTooLong, parseMessageBlocks } from '../../../sandbox/slack/blocks/message.ts';
import { defaultFlags } from '../../../sandbox/slack/flags.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { actions, button, section } from './support.ts';

const problemsOf = (...blocks: readonly unknown[]): readonly string[] => {
  const parsed = parseMessageBlocks(blocks, defaultFlags);
  return parsed.ok ? [] : [parsed.error, ...parsed.problems];
};

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const confirm = { title: plain('Sure?'), text: plain('Really?'), confirm: plain('Yes'), deny: plain('No') };
const select = (options: readonly unknown[], more: JsonObject = {}) => ({
  type: 'static_select',
  action_id: 's',
  options,
  ...more,
});
const option = (value: string) => ({ text: plain(value), value });
const table = (rows: readonly unknown[]) => ({ type: 'table', rows });
const cell = (text: string) => ({ type: 'raw_text', text });

describe('blocks that Slack takes', () => {
  it.each<[string, JsonObject]>([
    ['a section', section('x'.repeat(3000))],
    ['a section of fields', { type: 'section', fields: [plain('a'), { type: 'mrkdwn', text: 'b' }] }],
    ['a header', { type: 'header', text: plain('x'.repeat(150)) }],
    ['a context', { type: 'context', elements: [plain('a'), { type: 'mrkdwn', text: 'b', verbatim: true }] }],
    ['a divider', { type: 'divider', block_id: 'd' }],
    ['buttons with a confirmation', actions(button('a', { confirm, style: 'danger' }), button('b'))],
    ['a menu', actions(select([option('1'), option('2')]))],
    ['a table', table([[cell('a'), { type: 'raw_number', value: 3, text: '3' }]])],
    ['an alert', { type: 'alert', text: plain('a'), level: 'warning' }],
    [
      'rich text',
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'a', style: { bold: true } }] },
        ],
      },
    ],
    ['an input', { type: 'input', label: plain('a'), element: { type: 'plain_text_input', action_id: 'i' } }],
  ])('takes %s', (_name, block) => {
    expect(problemsOf(block)).toEqual([]);
  });
});

describe('blocks that Slack refuses', () => {
  it.each<[string, unknown, readonly string[]]>([
    [
      'a section that is too long',
      section('x'.repeat(3001)),
      [
        'failed to match all allowed schemas [json-pointer:/blocks/0/text]',
        'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
      ],
    ],
    [
      'an empty field',
      { type: 'section', fields: [plain('')] },
      [
        'failed to match all allowed schemas [json-pointer:/blocks/0/fields/0]',
        'must be more than 0 characters [json-pointer:/blocks/0/fields/0/text]',
      ],
    ],
    [
      'a section without content',
      { type: 'section' },
      ['missing required field: text [json-pointer:/blocks/0]'],
    ],
    [
      'a header in mrkdwn',
      { type: 'header', text: { type: 'mrkdwn', text: 'a' } },
      ['unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]'],
    ],
    [
      'a header that is too long',
      { type: 'header', text: plain('x'.repeat(151)) },
      ['must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
    ],
    [
      'a bare string for a text',
      { type: 'header', text: 'a' },
      ['must provide an object [json-pointer:/blocks/0/text]'],
    ],
    [
      'a property too many',
      { type: 'divider', text: plain('a') },
      ['invalid additional property: text [json-pointer:/blocks/0]'],
    ],
    [
      'a type that is not known',
      { type: 'banner' },
      ['unsupported type: banner [json-pointer:/blocks/0/type]'],
    ],
    [
      'a type that no app may post',
      { type: 'file' },
      ['unsupported type: file [json-pointer:/blocks/0/type]'],
    ],
    ['no type', {}, ['missing required field: type [json-pointer:/blocks/0]']],
    ['no object', 'hello', ['must provide an object [json-pointer:/blocks/0]']],
    [
      'a button without text',
      actions({ type: 'button', action_id: 'a' }),
      ['missing required field: text [json-pointer:/blocks/0/elements/0]'],
    ],
    [
      'a button text that is too long',
      actions(button('a', { text: plain('x'.repeat(76)) })),
      ['must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]'],
    ],
    [
      'a button value that is too long',
      actions(button('a', { value: 'x'.repeat(2001) })),
      ['must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]'],
    ],
    [
      'a button style that is not known',
      actions(button('a', { style: 'default' })),
      ['must be a valid enum value [json-pointer:/blocks/0/elements/0/style]'],
    ],
    [
      'a button style that is no string',
      actions(button('a', { style: null })),
      ['must provide a string [json-pointer:/blocks/0/elements/0/style]'],
    ],
    [
      'a block_id on an element',
      actions(button('a', { block_id: 'b' })),
      ['invalid additional property: block_id [json-pointer:/blocks/0/elements/0]'],
    ],
    [
      'a confirmation without buttons',
      actions(button('a', { confirm: { title: plain('a'), text: plain('b') } })),
      [
        'missing required field: confirm [json-pointer:/blocks/0/elements/0/confirm]',
        'missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]',
      ],
    ],
    [
      'a confirmation title that is too long',
      actions(button('a', { confirm: { ...confirm, title: plain('x'.repeat(101)) } })),
      ['must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]'],
    ],
    [
      'more than 25 buttons',
      actions(...Array.from({ length: 26 }, (_, index) => button(String(index)))),
      ['no more than 25 items allowed [json-pointer:/blocks/0/elements]'],
    ],
    [
      'no buttons at all',
      { type: 'actions', elements: [] },
      ['must provide at least 1 items [json-pointer:/blocks/0/elements]'],
    ],
    [
      'an action_id used twice in a block',
      actions(button('a'), button('a')),
      ['`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]'],
    ],
    [
      'a menu without options',
      actions(select([])),
      ['must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]'],
    ],
    [
      'a menu with options and groups',
      actions(select([option('a')], { option_groups: [{ label: plain('g'), options: [option('a')] }] })),
      ['failed to match exactly one allowed schema [json-pointer:/blocks/0/elements/0]'],
    ],
    [
      'an option value that is too long',
      actions(select([{ text: plain('a'), value: 'x'.repeat(151) }])),
      ['must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]'],
    ],
    [
      'a file input outside a modal',
      { type: 'input', label: plain('a'), element: { type: 'file_input' } },
      ['unsupported type: file_input [json-pointer:/blocks/0/element/type]'],
    ],
    [
      'a table cell without text',
      table([[cell('a'), cell('')]]),
      ['must be more than 0 characters [json-pointer:/blocks/0/rows/0/1/text]'],
    ],
    [
      'a table of more than 100 rows',
      table(Array.from({ length: 101 }, () => [cell('a')])),
      ['no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
    ],
    [
      'an image without a source',
      { type: 'image', alt_text: 'a' },
      ['missing required field: image_url [json-pointer:/blocks/0]'],
    ],
  ])('refuses %s', (_name, block, problems) => {
    expect(problemsOf(block)).toEqual(['invalid_blocks', ...problems]);
  });

  it('reports every problem of every block at once', () => {
    expect(problemsOf({ type: 'banner' }, { type: 'divider', text: 'a' })).toEqual([
      'invalid_blocks',
      'unsupported type: banner [json-pointer:/blocks/0/type]',
      'invalid additional property: text [json-pointer:/blocks/1]',
    ]);
  });

  it('refuses more than 50 blocks', () => {
    expect(problemsOf(...Array.from({ length: 51 }, () => ({ type: 'divider' })))).toEqual([
      'invalid_blocks',
      'no more than 50 items allowed [json-pointer:/blocks]',
    ]);
  });

  it('refuses a block_id used twice', () => {
    expect(problemsOf({ type: 'divider', block_id: 'x' }, { type: 'divider', block_id: 'x' })).toEqual([
      'invalid_blocks',
      '`block_id` "x" already exists [json-pointer:/blocks/1/block_id]',
    ]);
  });

  it('takes the same action_id in two blocks', () => {
    expect(problemsOf(actions(button('a')), { ...actions(button('a')), block_id: 'other' })).toEqual([]);
  });

  it('refuses a second table', () => {
    const one = table([[cell('a')]]);
    expect(problemsOf(one, one)).toEqual(['invalid_attachments', 'only_one_table_allowed']);
  });

  it('refuses more than 10,000 characters of cells', () => {
    const rows = Array.from({ length: 100 }, () => [cell('x'.repeat(101))]);
    expect(problemsOf(table(rows))).toContain('invalid_blocks');
    expect(problemsOf(table(rows.slice(1)))).toEqual([]);
  });

  it.each([['not JSON'], ['{}'], ['"text"']])('refuses %s where a list belongs', (text) => {
    expect(parseMessageBlocks(text, defaultFlags)).toMatchObject({ error: 'invalid_blocks_format' });
  });

  it('finds a message too long although each block fits', () => {
    const blocks = Array.from({ length: 5 }, () => section('x'.repeat(2640)));
    expect(problemsOf(...blocks)).toEqual([]);
    expect(areTooLong(blocks, defaultFlags)).toBe(false);
    expect(areTooLong([...blocks, section('y')], defaultFlags)).toBe(true);
  });
});
