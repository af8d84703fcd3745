import type { Batch } from '../../domain/batch.ts';
import { type MessageView, section } from '../blocks.ts';
import { code, link, type Markup, mention, moment, say } from '../markup.ts';
import { nameOf, wasRead } from './subject.ts';
import { fallback, type ViewContext } from './view.ts';
import { count } from './words.ts';

/** Asks the uploader to delete the file: why it matters, how it is done, and why the bot cannot do it. */
export function deleteFileView(batch: Batch, members: number | undefined, context: ViewContext): MessageView {
  const readers =
    members === undefined ? 'everybody in this channel' : `all ${count(members, 'member')} of this channel`;
  const who = mention(batch.requestedBy);
  const name = nameOf(batch, context);
  const ask = wasRead(batch)
    ? say`🔓 ${who}, please delete ${name}: ${readers} can read the seeds in it, and with a seed anybody can make the token's codes.`
    : say`🔓 ${who}, please delete ${name} if it holds seeds: ${readers} can read it, and with a seed anybody can make the token's codes.`;
  const open = link(batch.file?.permalink, say`Open the file`);
  const how = say`*How:* ${open}, then the three dots (More actions), then *Delete file*. Slack lets only you or an admin of the workspace do it, not this bot. The bot no longer needs the file, and notices by itself when it is gone.`;
  return { text: fallback(ask), blocks: [section(ask), section(how)] };
}

/** Says that the file is gone, and what that does not undo. */
export function fileDeletedView(batch: Batch): MessageView {
  const name = batch.file === undefined ? say`The file` : code(batch.file.name, 120);
  const when: Markup = batch.file?.deletedAt === undefined ? say`` : say`, ${moment(batch.file.deletedAt)}`;
  const said = say`🔒 ${name} was deleted from Slack${when}. Thank you. Exports, e-mail notifications and retention copies made before that may still hold it.`;
  return { text: fallback(said), blocks: [section(said)] };
}
