import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { MessageView } from '../../src/slack/blocks.ts';

/** A message as a person would read it, so that a snapshot can be reviewed and used as documentation. */
export const readable = (view: MessageView): string =>
  [...view.blocks.map(blockText), `(notification) ${view.text}`, ''].join('\n\n');

function blockText(block: KnownBlock): string {
  if (block.type === 'header') return `# ${block.text.text}`;
  if (block.type === 'section') return block.text?.text ?? '';
  if (block.type === 'actions') return block.elements.map(elementText).join('\n');
  if (block.type !== 'context') return JSON.stringify(block);
  return block.elements.map((element) => ('text' in element ? indented(element.text) : '')).join('\n');
}

const indented = (text: string): string => text.replace(/^/gm, '  ');

function elementText(element: ActionsBlock['elements'][number]): string {
  if (element.type !== 'button') return JSON.stringify(element);
  const { text, style = 'default', action_id: id = '', value = '', confirm } = element;
  const asks =
    confirm === undefined
      ? ''
      : `\n  asks: ${confirm.title?.text ?? ''} ${confirm.text.text} [${confirm.confirm?.text ?? ''}] [${confirm.deny?.text ?? ''}]`;
  return `[${text.text}] ${style}, ${id} = ${value}${asks}`;
}
