import type { Message } from '../../domain/messages.ts';
import type { MessageView } from '../blocks.ts';
import { batchesView } from './batches.ts';
import { cardView } from './card.ts';
import { deleteFileView, fileDeletedView } from './file-deletion.ts';
import { helpView } from './help.ts';
import { keysView } from './keys.ts';
import { noticeView } from './notice.ts';
import { refusalView } from './refusal.ts';
import { reportView } from './report.ts';
import { rowView } from './row.ts';
import { rowsView } from './rows.ts';
import { statusView } from './status.ts';
import type { ViewContext } from './view.ts';
import { whoamiView } from './whoami.ts';

type Kind = Message['kind'];
/** A message of the given kind, in the form in which the compiler sees that its view takes it. */
type Said<K extends Kind = Kind> = {
  [P in K]: { readonly kind: P } & Extract<Message, { readonly kind: P }>;
}[K];

/** Turns anything the bot says into text and blocks that Slack takes. Pure: the same message looks the same again. */
export const messageView = <K extends Kind>(message: Said<K>, context: ViewContext): MessageView =>
  views[message.kind](message, context);

const views: { readonly [K in Kind]: (message: Said<K>, context: ViewContext) => MessageView } = {
  card: ({ card }, context) => cardView(card, context),
  row: ({ reply }, context) => rowView(reply, context),
  rows: rowsView,
  report: ({ card }, context) => reportView(card, context),
  delete_file: ({ batch, members }, context) => deleteFileView(batch, members, context),
  file_deleted: ({ batch }) => fileDeletedView(batch),
  notice: noticeView,
  refusal: ({ refusal }) => refusalView(refusal),
  help: helpView,
  keys: ({ keys }) => keysView(keys),
  whoami: ({ who }, context) => whoamiView(who, context),
  batches: ({ batches }, context) => batchesView(batches, context),
  status: ({ status }, context) => statusView(status, context),
};
