import { unreachable } from '../../domain/errors.ts';
import type { Message } from '../../domain/messages.ts';
import type { MessageView } from '../blocks.ts';
import { batchesView } from './batches.ts';
import { cardView } from './card.ts';
import { deleteFileView, fileDeletedView } from './file-deletion.ts';
import { helpView } from './help.ts';
import { noticeView } from './notice.ts';
import { refusalView } from './refusal.ts';
import { reportView } from './report.ts';
import { rowView } from './row.ts';
import { rowsView } from './rows.ts';
import { statusView } from './status.ts';
import type { ViewContext } from './view.ts';
import { whoamiView } from './whoami.ts';

/** Turns anything the bot says into text and blocks that Slack takes. Pure: the same message looks the same again. */
export function messageView(message: Message, context: ViewContext): MessageView {
  switch (message.kind) {
    case 'card':
      return cardView(message.card, context);
    case 'row':
      return rowView(message.reply, context);
    case 'rows':
      return rowsView(message, context);
    case 'report':
      return reportView(message.card, context);
    case 'delete_file':
      return deleteFileView(message.batch, message.members, context);
    case 'file_deleted':
      return fileDeletedView(message.batch);
    case 'notice':
      return noticeView(message);
    case 'refusal':
      return refusalView(message.refusal);
    case 'help':
      return helpView(message);
    case 'whoami':
      return whoamiView(message.who, context);
    case 'batches':
      return batchesView(message.batches, context);
    case 'status':
      return statusView(message.status, context);
    default:
      return unreachable(message);
  }
}
