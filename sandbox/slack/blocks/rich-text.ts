// docs.slack.dev/reference/block-kit/blocks/rich-text-block
import { array, boolean, byType, integer, number, object, oneOf, string } from './check.ts';
import type { Check } from './check.ts';

const type = string();
const flags = { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean };
const styled = {
  style: object({}, { ...flags, highlight: boolean, client_highlight: boolean, unlink: boolean }),
};

const text = object({ type, text: string({ min: 1 }) }, styled);
const link = object({ type, url: string({ min: 1 }) }, { ...styled, text: string(), unsafe: boolean });

const inline = byType({
  text,
  link,
  user: object({ type, user_id: string({ min: 1 }) }, styled),
  usergroup: object({ type, usergroup_id: string({ min: 1 }) }, styled),
  channel: object({ type, channel_id: string({ min: 1 }) }, styled),
  team: object({ type, team_id: string({ min: 1 }) }, styled),
  broadcast: object({ type, range: oneOf('here', 'channel', 'everyone') }, styled),
  color: object({ type, value: string() }, styled),
  emoji: object(
    { type, name: string({ min: 1 }) },
    { ...styled, unicode: string(), url: string(), skin_tone: integer() },
  ),
  date: object(
    { type, timestamp: number, format: string({ min: 1 }) },
    { ...styled, url: string(), fallback: string() },
  ),
});

const border = { border: integer({ min: 0, max: 1 }) };
const section = object({ type, elements: array(inline) });

export const richText: Check = object(
  {
    type,
    elements: array(
      byType({
        rich_text_section: section,
        rich_text_list: object(
          {
            type,
            elements: array(byType({ rich_text_section: section })),
            style: oneOf('bullet', 'ordered'),
          },
          { ...border, indent: integer({ min: 0, max: 8 }), offset: integer({ min: 0 }) },
        ),
        rich_text_quote: object({ type, elements: array(inline) }, border),
        rich_text_preformatted: object(
          { type, elements: array(byType({ text, link })) },
          { ...border, language: string() },
        ),
      }),
    ),
  },
  { block_id: string({ max: 255 }) },
);
