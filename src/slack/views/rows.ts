import type { RowReply } from '../../domain/messages.ts';
import { resultFileName } from '../../domain/files.ts';
import type { RowState } from '../../domain/row.ts';
import { context as small, linesOf, listing, type MessageView } from '../blocks.ts';
import { LIMIT } from '../limits.ts';
import { code, type Markup, say } from '../markup.ts';
import { rowLine } from './row.ts';
import { fallback, type ViewContext } from './view.ts';
import { stateCounts } from './words.ts';

export interface RowGroup {
  readonly replies: readonly RowReply[];
  readonly part: number;
  readonly parts: number;
}

/** Room kept for the small print beside the lines. */
const listRoom = LIMIT.blocksJson - 800;

/** How long a row's sentence may be at first, and to what it is shortened so that every row has its line. */
const sentenceMax = 400;
const shorter = [200, 100, 0];

/** The outcomes of several rows, a line each. Sentences are shortened before a row is left out; both are said. */
export function rowsView({ replies, part, parts }: RowGroup, context: ViewContext): MessageView {
  const plan = replies[0]?.code ?? '';
  const title = say`Plan ${code(plan)}${parts > 1 ? say`, part ${part} of ${parts}` : say``}: ${summary(replies)}`;
  const list = fullest(replies, context, title);
  const missing = replies.length - list.shown;
  const file = code(resultFileName({ code: plan }));
  return {
    text: fallback(title),
    blocks: [
      ...list.blocks,
      ...small(
        missing > 0 ? say`+${missing} more, all in ${file} at the end` : undefined,
        say`Every row stands in ${file}, in this thread when the batch has ended.`,
      ),
    ],
  };
}

function fullest(
  replies: readonly RowReply[],
  context: ViewContext,
  title: Markup,
): ReturnType<typeof listing> {
  const listOf = (max: number): ReturnType<typeof listing> =>
    listing(
      title,
      linesOf(replies, ({ row }) => rowLine(row, context, max)),
      listRoom,
    );
  let list = listOf(sentenceMax);
  for (const max of shorter) if (list.shown < replies.length) list = listOf(max);
  return list;
}

function summary(replies: readonly RowReply[]): Markup {
  const states: Partial<Record<RowState, number>> = {};
  for (const { row } of replies) states[row.state] = (states[row.state] ?? 0) + 1;
  return replies.length === 0 ? say`no rows` : stateCounts(states);
}
