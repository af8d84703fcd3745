import type { BatchKind, BatchState } from '../../domain/batch.ts';
import type { CardModel } from '../../domain/messages.ts';
import type { Verdict } from '../../domain/row.ts';
import { changing, needsAPerson, settledAlready } from '../../domain/verdicts.ts';
import { join, type Markup, mention, moment, prose, say } from '../markup.ts';
import { approvalRule } from './decision.ts';
import { followUps } from './follow-up.ts';
import { sentenceOf } from './row.ts';
import { onlyRow } from './subject.ts';
import { duration, roughly, rowSigns, stateCounts, sum, verdictCounts } from './words.ts';

/** How much of the sentence stands that matters most. */
const longMax = 1200;

/** Where a batch stands, what that means for Okta, and what to do next. */
export const situation = (card: CardModel): Markup => situations[card.batch.state](card);

const situations: Readonly<Record<BatchState, (card: CardModel) => Markup>> = {
  planning: ({ batch }) => {
    const why = prose(batch.trouble, longMax);
    return why.mrkdwn === ''
      ? say`Looking everybody up in Okta. Nothing is changed meanwhile, and this card fills in by itself.`
      : why;
  },
  awaiting_approval: (card) =>
    card.batch.trouble === ''
      ? approvalRule(card)
      : say`${prose(card.batch.trouble, longMax)}\n${approvalRule(card)}`,
  running: (card) =>
    card.batch.canary === true
      ? say`${progress(card)}\nOne row at a time: the others wait until the first is enrolled and somebody presses Resume.`
      : progress(card),
  paused: (card) => {
    const why = card.batch.trouble === '' ? 'nothing more is sent to Okta for now.' : card.batch.trouble;
    return say`${progress(card)}\n*Paused:* ${prose(why, longMax)}${card.batch.trouble === '' ? say` Resume goes on with the rows that are left; Stop cancels them.` : say``}`;
  },
  stopping: (card) =>
    say`${progress(card)}\nNothing new is sent to Okta. Rows that were already sent end by themselves and are told here; the others are cancelled.`,
  finished: outcome,
  stopped: outcome,
  rejected: (card) => closed(card, say`${decider(card)} rejected this plan`),
  withdrawn: (card) => closed(card, say`${decider(card)} withdrew this plan`),
  expired: (card) => {
    const { expiresAt, trouble } = card.batch;
    if (trouble !== '')
      return say`${prose(trouble, longMax)} Nothing in Okta was changed. ${startOver(card)}`;
    const until = expiresAt === undefined ? say`in time` : say`by ${moment(expiresAt)}`;
    return say`Nobody approved this plan ${until}. Nothing in Okta was changed. ${startOver(card)}`;
  },
  discarded,
};

const decider = ({ batch }: CardModel): Markup =>
  batch.decidedBy === undefined ? say`Somebody` : mention(batch.decidedBy);

function closed(card: CardModel, what: Markup): Markup {
  const { decidedAt, note } = card.batch;
  const when = decidedAt === undefined ? say`` : say`, ${moment(decidedAt)}`;
  const why = note === '' ? undefined : say`Their note: “${note}”.`;
  return join([say`${what}${when}.`, why, say`Nothing in Okta was changed. ${startOver(card)}`], ' ');
}

/** Approval, note and duration of a batch that was approved. */
export function decided({ batch }: CardModel): Markup | undefined {
  if (batch.startedAt === undefined && batch.state !== 'running') return undefined;
  const by = batch.decidedBy === undefined ? undefined : say`Approved by ${mention(batch.decidedBy)}`;
  const at = batch.decidedAt === undefined ? undefined : moment(batch.decidedAt);
  const note = batch.note === '' ? undefined : say`note: “${batch.note}”`;
  const took =
    batch.startedAt === undefined || batch.finishedAt === undefined
      ? undefined
      : say`took ${duration(batch.finishedAt - batch.startedAt)}`;
  return join([by, at, note, took], ' · ');
}

const cells = 10;

/** `▓▓▓▓▓▓▓░░░ 31 of 45 · 30 enrolled, 1 failed · 42 a minute, about 41 s left`. The bar is full only when every row is settled. */
function progress({ states, progress: run, batch }: CardModel): Markup {
  if (run === undefined) return stateCounts(states);
  const bar = `${'▓'.repeat(run.tenths)}${'░'.repeat(cells - run.tenths)}`;
  const counted = join([say`${bar} *${run.done} of ${run.total}*`, stateCounts(states)], ' · ');
  // While nobody sends anything a rate or an estimate would be a guess.
  if (batch.state !== 'running') return counted;
  if (run.stalledSince !== undefined)
    return say`${counted}\n⚠️ *Okta unreachable:* no row has ended since ${moment(run.stalledSince)}. The bot keeps trying; nothing is done twice.`;
  const rate = run.perMinute === undefined ? undefined : say`${run.perMinute} a minute`;
  const left = run.leftMs === undefined ? undefined : say`${roughly(run.leftMs)} left`;
  return join([counted, join([rate, left], ', ')], ' · ');
}

function outcome(card: CardModel): Markup {
  const row = onlyRow(card);
  if (row !== undefined) {
    const { emoji, word } = rowSigns[row.state];
    return join([say`${emoji} *${word}.* ${prose(sentenceOf(row), longMax)}`, followUps(card)], '\n');
  }
  return join([say`*Result:* ${stateCounts(card.states)}.`, nextStep(card), followUps(card)], '\n');
}

/** What people do after a run, by how it went. */
function nextStep({ states, left }: CardModel): Markup {
  const steps = [
    sum(states, ['needs_review', 'unknown']) > 0
      ? say`Settle what needs review: the thread says how, row by row.`
      : undefined,
    sum(states, ['failed']) > 0
      ? say`Mend what failed as the thread says, then ${(left?.failures.again ?? 0) > 0 ? 'press Retry failed' : 'ask for it again'}.`
      : undefined,
    sum(states, ['cancelled']) > 0
      ? say`Rows not run were left untouched: ask for them again if you want them.`
      : undefined,
    sum(states, ['enrolled']) > 0
      ? say`Hand out the tokens and let everybody sign in once with the code shown.`
      : undefined,
    sum(states, ['unenrolled']) > 0 ? say`Collect the tokens that were taken away.` : undefined,
  ];
  return join(steps, ' ');
}

/** What an approver weighs: how much changes, how much is done already, how much is left out. Empty for a command. */
export function totals(card: CardModel): Markup {
  if (onlyRow(card) !== undefined) return say``;
  const line = (label: string, verdicts: readonly Verdict[]): Markup | undefined =>
    sum(card.verdicts, verdicts) === 0
      ? undefined
      : say`*${label}:* ${verdictCounts(card.verdicts, verdicts)}`;
  return join(
    [
      line(card.batch.state === 'awaiting_approval' ? 'Will change' : 'Planned', changing),
      line('Nothing to do', settledAlready),
      line('Left out', needsAPerson),
    ],
    '\n',
  );
}

function discarded(card: CardModel): Markup {
  const { batch, problemCount, rowCount } = card;
  if (rowCount > 0 && problemCount === 0 && batch.startedAt === undefined) {
    return say`There is nothing to do: everything is already as asked. Nothing in Okta was changed.`;
  }
  const why = batch.startedAt === undefined ? (onlyRow(card)?.reason ?? batch.trouble) : batch.trouble;
  return say`${prose(why, longMax)} Nothing in Okta was changed. ${startOver(card)}`;
}

const startOver = ({ batch }: CardModel): string => startsOver[batch.kind];

const byCommand = 'To start over, type the command again.';

const startsOver: Readonly<Record<BatchKind, string>> = {
  csv: 'To start over, mend the file if need be and drop it in this channel again.',
  assign: byCommand,
  revoke: byCommand,
  replace: byCommand,
  retry: 'To start over, press Retry failed on the card it came from.',
  undo: 'To start over, press Undo on the card it came from.',
};
