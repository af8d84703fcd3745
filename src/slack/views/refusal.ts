import type { Refusal } from '../../domain/approval.ts';
import { refusalText, type Speech } from '../../domain/refusal-text.ts';
import { type MessageView, section } from '../blocks.ts';
import { code, type Markup, mention, moment } from '../markup.ts';
import { fallback } from './view.ts';

const channel = (id: string): string => (/^[CG][A-Z0-9]{1,20}$/.test(id) ? `<#${id}>` : 'the admin channel');

const speech: Speech = {
  person: (id) => mention(id).mrkdwn,
  // Named, not mentioned: a user group must not be notified because one person pressed a button.
  group: (id) => code(id).mrkdwn,
  channel,
  time: (at) => moment(at).mrkdwn,
};

/** The sentence alone, with people, channels and times as Slack shows them. */
export const refusalMarkup = (refusal: Refusal): Markup => ({ mrkdwn: refusalText(refusal, speech) });

/** Why somebody may not do something: only ever shown to that one person, so the people it names are not notified. */
export function refusalView(refusal: Refusal): MessageView {
  const said = refusalMarkup(refusal);
  return { text: fallback(said), blocks: [section(said)] };
}
