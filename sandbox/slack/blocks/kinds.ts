// docs.slack.dev/reference/block-kit/blocks
import { and, array, boolean, byType, integer, number, object, oneOf, string, withOneOf } from './check.ts';
import type { Check } from './check.ts';
import { anyText, imageSource, mrkdwn, plainText } from './composition.ts';
import {
  accessories,
  actionElements,
  cardButton,
  contextActionElements,
  image,
  inputElements,
  modalInputElements,
} from './elements.ts';
import { richText } from './rich-text.ts';

type Fields = Readonly<Record<string, Check>>;

const type = string();
const block = (required: Fields, optional: Fields = {}): Check =>
  object({ type, ...required }, { block_id: string({ max: 255 }), ...optional });

const textElement = (max: number): Fields => ({
  plain_text: plainText(max),
  mrkdwn: mrkdwn(max),
});

const cell = byType({
  raw_text: object({ type, text: string({ min: 1 }) }),
  raw_number: object({ type, value: number }, { text: string({ min: 1 }) }),
  rich_text: richText,
});

/** On every surface. */
const everywhere: Fields = {
  section: and(
    block(
      {},
      {
        text: anyText(3000),
        fields: array(anyText(2000), { min: 1, max: 10 }),
        accessory: byType(accessories),
        expand: boolean,
      },
    ),
    withOneOf('text', 'fields'),
  ),
  header: block({ text: plainText(150) }),
  context: block({ elements: array(byType({ image, ...textElement(3000) }), { min: 1, max: 10 }) }),
  actions: block({ elements: array(byType(actionElements), { min: 1, max: 25 }) }),
  divider: block({}),
  image: and(
    block({ alt_text: string({ min: 1, max: 2000 }) }, { ...imageSource, title: plainText(2000) }),
    withOneOf('image_url', 'slack_file'),
  ),
  rich_text: richText,
  video: block(
    {
      alt_text: string({ min: 1 }),
      title: plainText(199),
      thumbnail_url: string({ min: 1 }),
      video_url: string({ min: 1 }),
    },
    {
      author_name: string({ max: 49 }),
      description: plainText(200),
      provider_icon_url: string(),
      provider_name: string(),
      title_url: string(),
    },
  ),
};

const inputBlock = (elements: Fields): Check =>
  block(
    { label: plainText(2000), element: byType(elements) },
    { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  );

const alert = block(
  { text: anyText(3000) },
  { level: oneOf('default', 'info', 'warning', 'error', 'success') },
);

const table = block(
  { rows: array(array(cell, { min: 1, max: 20 }), { min: 1, max: 100 }) },
  {
    column_settings: array(object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), {
      max: 20,
    }),
  },
);

const card = and(
  block(
    {},
    {
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      hero_image: image,
      icon: image,
      actions: array(cardButton),
    },
  ),
  withOneOf('title', 'hero_image', 'actions', 'body'),
);

const taskCard = block(
  {
    task_id: string({ min: 1 }),
    title: string({ min: 1 }),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  {
    details: richText,
    output: richText,
    sources: array(byType({ url: object({ type, url: string(), text: string() }) })),
  },
);

const nested: Fields = { ...everywhere, input: inputBlock(inputElements), table };

const container = and(
  block(
    { child_blocks: array(byType(nested), { min: 1, max: 10 }) },
    {
      title: plainText(150),
      rich_text_title: richText,
      subtitle: anyText(150),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: image,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
  ),
  withOneOf('title', 'rich_text_title'),
);

/** What a message may hold. `file` only ever appears in messages that are read back. */
export const messageBlock: Check = byType({
  ...nested,
  alert,
  card,
  carousel: block({ elements: array(byType({ card }), { min: 1, max: 10 }) }),
  container,
  context_actions: block({ elements: array(byType(contextActionElements), { min: 1, max: 5 }) }),
  data_table: block(
    { rows: array(array(cell, { min: 1, max: 20 }), { min: 2, max: 101 }), caption: string({ min: 1 }) },
    { page_size: integer({ min: 1, max: 100 }), row_header_column_index: integer({ min: 0 }) },
  ),
  markdown: block({ text: string({ min: 1, max: 12_000 }) }),
  plan: block({ title: string({ min: 1 }) }, { tasks: array(byType({ task_card: taskCard })) }),
  task_card: taskCard,
});

export const modalBlock: Check = byType({ ...everywhere, input: inputBlock(modalInputElements), alert });

export const homeBlock: Check = byType({ ...everywhere, input: inputBlock(inputElements) });
