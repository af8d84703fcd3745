import type { Message } from '../../domain/messages.ts';
import { context as small, type MessageView, section } from '../blocks.ts';
import { LIMIT } from '../limits.ts';
import { join, link, mention, moment, prose, say } from '../markup.ts';
import { fallback } from './view.ts';

export type Notice = Extract<Message, { readonly kind: 'notice' }>;

const paragraphsMax = 20;
const noticeMax = LIMIT.section - 200;

/** A plain answer: what happened, and where given, who did it and where to look. */
export function noticeView(notice: Notice): MessageView {
  const lines = notice.text.split('\n').filter((line) => line.trim() !== '');
  const each = Math.floor(noticeMax / Math.max(1, Math.min(lines.length, paragraphsMax)));
  const shown = lines.slice(0, paragraphsMax).map((line) => prose(line, each));
  if (lines.length > paragraphsMax) shown.push(say`+${lines.length - paragraphsMax} more lines`);
  const text = join(shown, '\n');
  const said = text.mrkdwn === '' ? say`Nothing to say.` : text;
  const by = notice.by === undefined ? undefined : mention(notice.by);
  const at = notice.at === undefined ? undefined : moment(notice.at);
  const card = notice.permalink === undefined ? undefined : link(notice.permalink, say`open the card`);
  return { text: fallback(said), blocks: [section(said), ...small(join([by, at, card], ' · '))] };
}
