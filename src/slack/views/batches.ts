import type { BatchLine } from '../../domain/messages.ts';
import { context as small, linesOf, listing, type MessageView, section } from '../blocks.ts';
import { LIMIT } from '../limits.ts';
import { code, join, link, type Markup, mention, moment, prose, say } from '../markup.ts';
import { nameOf } from './subject.ts';
import { fallback, type ViewContext } from './view.ts';
import { count, signOf, stateCounts } from './words.ts';

/** The given batches, a line each, in the order given. */
export function batchesView(batches: readonly BatchLine[], context: ViewContext): MessageView {
  if (batches.length === 0) {
    const none = say`There are no batches yet. Drop the token vendor's CSV file in this channel, or type ${code(`${context.command} help`)}.`;
    return { text: fallback(none), blocks: [section(none)] };
  }
  const title = say`*The last ${count(batches.length, 'batch', 'batches')}*`;
  const list = listing(
    title,
    linesOf(batches, (line) => batchLine(line, context)),
    LIMIT.blocksJson - 400,
  );
  const missing = batches.length - list.shown;
  return {
    text: fallback(title),
    blocks: [...list.blocks, ...small(missing > 0 ? say`+${missing} more, not shown here` : undefined)],
  };
}

function batchLine({ batch, states, permalink }: BatchLine, context: ViewContext): Markup {
  const { emoji, word } = signOf(batch, states);
  const plan = permalink === undefined ? code(batch.code) : link(permalink, prose(batch.code));
  return join(
    [
      say`${emoji} ${word}`,
      batch.code === '' ? undefined : plan,
      nameOf(batch, context),
      mention(batch.requestedBy),
      moment(batch.createdAt),
      stateCounts(states),
    ],
    ' · ',
  );
}
