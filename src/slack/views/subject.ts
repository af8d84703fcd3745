import { type Batch, isSingle } from '../../domain/batch.ts';
import { waitsForDeletion } from '../../domain/exposure.ts';
import type { CardModel } from '../../domain/messages.ts';
import type { Report } from '../../domain/token.ts';
import type { Row, RowAction } from '../../domain/row.ts';
import { code, join, link, type Markup, moment, prose, say } from '../markup.ts';
import { namedUser, token } from './people.ts';
import type { ViewContext } from './view.ts';
import { count, fileSize } from './words.ts';

/** The one row of a command, or of a follow-up of one; undefined for a list, and while it is still being planned. */
export function onlyRow(card: CardModel): Row | undefined {
  return isSingle(card.batch) ? (card.changes[0] ?? card.problems[0]) : undefined;
}

/** What a batch is about: a sentence for a command, the file and its fingerprint for a file. */
export function subject(card: CardModel, context: ViewContext): Markup {
  const row = onlyRow(card);
  if (row !== undefined) return sentence(row, card.batch, context);
  const { file } = card.batch;
  const listed = card.rowCount > 1 || (card.batch.sourceId !== undefined && card.rowCount > 0);
  if (file === undefined)
    return join(
      [nameOf(card.batch, context), listed ? say`${count(card.rowCount, 'row')}` : undefined],
      ', ',
    );
  const rows = card.rowCount === 0 ? undefined : say`${count(card.rowCount, 'row')}`;
  const size = file.sizeBytes === 0 ? undefined : say`${fileSize(file.sizeBytes)}`;
  const hash = file.sha256 === '' ? undefined : say`SHA-256 ${code(file.sha256.slice(0, 12))}`;
  return join([nameOf(card.batch, context), rows, size, hash], ', ');
}

function sentence(row: Row, batch: Batch, context: ViewContext): Markup {
  const about = batch.briefing.subject;
  // A row that cannot run has no action; what was asked for shows in the command.
  const asked = askedFor[batch.kind] ?? 'enroll';
  const action = row.action === 'none' ? asked : row.action;
  const user = namedUser(row, about, context);
  return row.report === undefined
    ? sentences[action](user, token(row, about))
    : reported[row.report](user, token(row, about));
}

const askedFor: Readonly<Partial<Record<Batch['kind'], 'unenroll' | 'replace'>>> = {
  revoke: 'unenroll',
  undo: 'unenroll',
  replace: 'replace',
};

const sentences: Readonly<Record<Exclude<RowAction, 'none'>, (user: Markup, device: Markup) => Markup>> = {
  enroll: (user, device) => say`Assign ${device} to ${user}`,
  unenroll: (user, device) => say`Revoke ${device} of ${user}`,
  replace: (user, device) => say`Replace the token of ${user} with ${device}`,
  stock: (_user, device) => say`Put ${device} in stock`,
};

const reported: Readonly<Record<Report, (user: Markup, device: Markup) => Markup>> = {
  lose: (user, device) => say`Mark ${device} of ${user} as lost`,
  find: (user, device) => say`Give ${device}, which was found, back to ${user}`,
  break: (user, device) => say`Take the faulty ${device} from ${user}`,
  return: (user, device) => say`Put ${device} of ${user} back in stock`,
  retire: (user, device) => say`Retire ${device} of ${user}`,
};

/** What people know a batch by: the file's name, linked while the file is there, or the command as typed. */
export function nameOf(batch: Batch, context: ViewContext): Markup {
  const { file } = batch;
  if (batch.sourceId !== undefined) return prose(capital(batch.command), 200);
  if (file === undefined) return code(typed(batch.command, context.command), 200);
  const name = code(file.name, 120);
  // A label cannot be code, so only a file that can be opened is shown without it.
  if (file.deletedAt !== undefined || file.permalink === undefined) return name;
  return link(file.permalink, prose(file.name, 120));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function typed(command: string, prefix: string): string {
  return `/${command}`.startsWith(`${prefix} `) ? `/${command}` : `${prefix} ${command}`;
}

/** Whether everybody in the channel can still read the file, and what to do about it. */
export function exposure(batch: Batch): Markup | undefined {
  const { file } = batch;
  if (file === undefined) return undefined;
  if (file.deletedAt !== undefined)
    return say`🔒 The file was deleted from Slack, ${moment(file.deletedAt)}.`;
  const { holds, readers } = batch.briefing.exposure ?? {};
  if (holds === 'none') return undefined;
  if (holds === 'sealed') return say`🔐 The file came encrypted: Slack holds no seed of it in clear.`;
  const open = link(file.permalink, say`open the file`);
  const who =
    readers === undefined ? say`everybody here` : say`all ${count(readers, 'member')} of this channel`;
  if (!wasRead(batch))
    return say`🔓 The file is still in this channel, and ${who} can read it: ${open}, and delete it if it holds seeds.`;
  const locked = batch.state === 'awaiting_approval' && waitsForDeletion(batch);
  const until = locked ? say` *Approve is locked until it is gone; the card notices by itself.*` : say``;
  return say`🔓 The file is still in this channel, and ${who} can read the seeds in it: ${open} and delete it.${until}`;
}

/** Before a file was understood, whether it holds seeds is a guess: it may be encrypted, or something else altogether. */
export const wasRead = (batch: Batch): boolean => batch.planHash !== '';
