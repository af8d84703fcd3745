import { describe, expect, it } from 'vitest';
import { parseView } from '../../../sandbox/slack/blocks/view.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { section } from './support.ts';

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });

const modal = (more: JsonObject = {}): JsonObject => ({
  type: 'modal',
  title: plain('Title'),
  blocks: [section('a')],
  ...more,
});
const input = (element: JsonObject): JsonObject => ({ type: 'input', label: plain('a'), element });

describe('views', () => {
  it.each<[string, JsonObject]>([
    ['a modal', modal()],
    ['a form', modal({ submit: plain('Go'), blocks: [input({ type: 'file_input', filetypes: ['csv'] })] })],
    ['100 blocks', modal({ blocks: Array.from({ length: 100 }, () => ({ type: 'divider' })) })],
    ['a home tab', { type: 'home', blocks: [] }],
  ])('takes %s', (_name, view) => {
    expect(parseView(view)).toMatchObject({ ok: true });
  });

  it.each<[string, JsonObject, string]>([
    [
      'a title that is too long',
      modal({ title: plain('x'.repeat(25)) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'an input without a submit button',
      modal({ blocks: [section('a'), input({ type: 'plain_text_input' })] }),
      'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]',
    ],
    [
      'private metadata that is too long',
      modal({ private_metadata: 'x'.repeat(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a table',
      modal({ blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }] }),
      'unsupported type: table [json-pointer:/view/blocks/0/type]',
    ],
    ['no blocks', modal({ blocks: [] }), 'must provide at least 1 items [json-pointer:/view/blocks]'],
    [
      'a property too many',
      modal({ footer: 'x' }),
      'invalid additional property: footer [json-pointer:/view]',
    ],
  ])('refuses %s', (_name, view, line) => {
    expect(parseView(view)).toEqual({ ok: false, error: 'invalid_arguments', problems: [line] });
  });

  it('refuses more than 250 kB', () => {
    const blocks = Array.from({ length: 90 }, () => section('é'.repeat(1500)));
    expect(parseView(modal({ blocks }))).toMatchObject({ error: 'view_too_large' });
  });
});
