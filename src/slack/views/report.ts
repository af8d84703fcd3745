import { resultFileName } from '../../domain/files.ts';
import type { CardModel } from '../../domain/messages.ts';
import { context as small, type MessageView, section, sizeOf } from '../blocks.ts';
import { LIMIT } from '../limits.ts';
import { code, join, say } from '../markup.ts';
import { titleOf } from './card.ts';
import { rowLists } from './rows-list.ts';
import { decided, situation } from './situation.ts';
import { exposure, onlyRow, subject } from './subject.ts';
import { fallback, type ViewContext } from './view.ts';

/** The last word of a batch in its thread: how it ended, what is left to do, and the file with every row. */
export function reportView(card: CardModel, context: ViewContext): MessageView {
  const title = titleOf(card);
  const top = section(join([say`*${title}*`, subject(card, context), situation(card)], '\n'));
  const file =
    card.batch.startedAt === undefined
      ? undefined
      : say`Every row: ${code(resultFileName(card.batch))} in this thread`;
  const bottom = small(decided(card), file, exposure(card.batch));
  const rows = onlyRow(card) === undefined ? rowLists(card, LIMIT.blocksJson - sizeOf([top, ...bottom])) : [];
  return {
    text: fallback(title, subject(card, context), situation(card)),
    blocks: [top, ...rows, ...bottom],
  };
}
