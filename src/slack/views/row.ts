import type { RowReply } from '../../domain/messages.ts';
import type { Row, RowState } from '../../domain/row.ts';
import type { ActionsBlock } from '@slack/types';
import { actions, context as small, type MessageView, section } from '../blocks.ts';
import { ACTION } from '../ids.ts';
import { code, join, type Markup, prose, say } from '../markup.ts';
import { linkedUser, token, userOf } from './people.ts';
import { fallback, type ViewContext } from './view.ts';
import { rowSigns } from './words.ts';

const sentenceMax = 1500;

/** The outcome of one row, as a reply in the card's thread. */
export function rowView({ row, code: plan }: RowReply, context: ViewContext): MessageView {
  const { emoji, word } = rowSigns[row.state];
  const tokenOf = row.serial === '' ? undefined : token(row);
  const sentence = prose(sentenceOf(row), sentenceMax);
  const request = row.requestId === '' ? undefined : say`Okta request ${code(row.requestId)}`;
  return {
    text: fallback(say`${emoji} ${word}:`, userOf(row), sentence),
    blocks: [
      section(say`${join([say`${emoji} *${word}*`, linkedUser(row, context), tokenOf], ' · ')}\n${sentence}`),
      ...small(
        join(
          [say`Plan ${code(plan)}`, say`line ${String(row.line)}`, troubled(row.state) ? request : undefined],
          ' · ',
        ),
      ),
      ...verifyButton(row),
    ],
  };
}

/** Enrolled is not proven: whoever hands the token over can have its code tried at once. */
const verifyButton = (row: Row): ActionsBlock[] =>
  row.state === 'enrolled' && row.serial !== ''
    ? [
        actions({
          type: 'button',
          action_id: ACTION.verify,
          text: { type: 'plain_text', text: 'Verify' },
          value: row.id,
        }),
      ]
    : [];

/** What happened and what to do next: the row's own words, or what its state says by itself. */
export function sentenceOf(row: Row): string {
  if (row.outcome !== '') return row.outcome;
  return row.reason === '' ? nextStep[row.state] : row.reason;
}

/** Okta's request id helps where somebody has to ask Okta what happened. */
const troubled = (state: RowState): boolean =>
  state === 'failed' || state === 'needs_review' || state === 'unknown';

const nextStep: Readonly<Record<RowState, string>> = {
  planned: 'Nothing has been done yet: it waits for its turn.',
  intended: 'It is being sent to Okta.',
  unknown: "Okta's answer was lost. The user's factors are read before anything else is done.",
  enrolled: 'The token signs in from now on. Hand it over.',
  unenrolled: 'Its codes no longer sign in. Collect the token.',
  stocked: 'Assign it to somebody when you hand it out.',
  skipped: 'Nothing was done. There was nothing left to do.',
  blocked: 'Nothing was done. Mend the row and ask for it again.',
  failed: "Nothing was changed. Look at the user in Okta's console, then ask again.",
  cancelled: 'Nothing was done: the batch was stopped before this row was reached. Ask again if you want it.',
  needs_review:
    "It cannot be settled from here. Look at the user's factors in Okta's console before doing anything.",
};

/** A row as one line of a grouped reply; `max` bounds its sentence, and 0 leaves the sentence out. */
export function rowLine(row: Row, context: ViewContext, max: number): Markup {
  const { emoji, word } = rowSigns[row.state];
  const head = join(
    [say`${emoji} ${word}`, linkedUser(row, context), row.serial === '' ? undefined : code(row.serial, 48)],
    ' · ',
  );
  return max === 0 || speaksForItself(row.state) ? head : say`${head}: ${prose(sentenceOf(row), max)}`;
}

/** Where everything went well, thirty equal sentences would hide the ones that differ. */
const speaksForItself = (state: RowState): boolean =>
  state === 'enrolled' || state === 'unenrolled' || state === 'stocked';
