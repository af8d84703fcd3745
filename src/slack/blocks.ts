import type { ActionsBlock, Button, ContextBlock, HeaderBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { ActionId } from './ids.ts';
import { LIMIT } from './limits.ts';
import { join, type Markup } from './markup.ts';

/** What `chat.postMessage` and `chat.update` are given: blocks, and the text of notifications and screen readers. */
export interface MessageView {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** A title. Only words of ours: no page says whether entities in plain text are shown decoded. */
export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: text.slice(0, LIMIT.header), emoji: true },
});

/** One paragraph. `verbatim` keeps Slack from making links and mentions out of what people and files wrote. */
export const section = (text: Markup): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: text.mrkdwn, verbatim: true },
  // Without it Slack folds long text behind "see more", and rows would be approved unseen.
  expand: true,
});

/** Small print; undefined parts are left out, and the block with them when nothing is left. */
export function context(...parts: readonly (Markup | undefined)[]): ContextBlock[] {
  const shown = parts.filter((part) => part !== undefined && part.mrkdwn !== '');
  if (shown.length === 0) return [];
  return [
    { type: 'context', elements: [{ type: 'mrkdwn', text: join(shown, '\n').mrkdwn, verbatim: true }] },
  ];
}

export interface Confirmation {
  readonly title: string;
  readonly text: Markup;
  readonly confirm: string;
  readonly deny: string;
  readonly style: 'primary' | 'danger';
}

/** A button that asks once more before it acts, unless a form does. */
export const button = (spec: {
  readonly id: ActionId;
  readonly label: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly ask?: Confirmation;
}): Button => ({
  type: 'button',
  action_id: spec.id,
  text: { type: 'plain_text', text: spec.label, emoji: true },
  value: spec.value,
  ...(spec.style === undefined ? {} : { style: spec.style }),
  ...(spec.ask === undefined ? {} : { confirm: dialog(spec.ask) }),
});

const dialog = (ask: Confirmation): NonNullable<Button['confirm']> => ({
  title: { type: 'plain_text', text: ask.title },
  text: { type: 'mrkdwn', text: ask.text.mrkdwn, verbatim: true },
  confirm: { type: 'plain_text', text: ask.confirm },
  deny: { type: 'plain_text', text: ask.deny },
  style: ask.style,
});

export const actions = (...elements: Button[]): ActionsBlock => ({ type: 'actions', elements });

/** Size of blocks as Slack receives them. */
export const sizeOf = (blocks: readonly KnownBlock[]): number => JSON.stringify(blocks).length;

/**
 * A title and as many of the lines, in order, as `room` characters of JSON allow, in as few sections as possible.
 * `shown` says how many lines stand below the title: the caller counts the others for the reader.
 */
export function listing(
  title: Markup,
  lines: Iterable<Markup>,
  room: number,
): { readonly blocks: SectionBlock[]; readonly shown: number } {
  const sections: Markup[][] = [[title]];
  let length = title.mrkdwn.length;
  let left = room - emptySection - costOf(title);
  let shown = 0;
  for (const line of lines) {
    const opens = length + 1 + line.mrkdwn.length > LIMIT.section;
    left -= costOf(line) + (opens ? emptySection : 0);
    if (left < 0) break;
    if (opens) sections.push([line]);
    else sections.at(-1)?.push(line);
    length = (opens ? 0 : length + 1) + line.mrkdwn.length;
    shown += 1;
  }
  return { blocks: sections.map((group) => section(join(group, '\n'))), shown };
}

/** The lines one at a time, so that those which do not fit are never made. */
export function* linesOf<T>(items: Iterable<T>, show: (item: T) => Markup): Generator<Markup> {
  for (const item of items) yield show(item);
}

const costOf = (line: Markup): number => JSON.stringify(line.mrkdwn).length;
const emptySection = sizeOf([section({ mrkdwn: '' })]);
