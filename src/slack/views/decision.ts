import type { ActionsBlock, Button } from '@slack/types';
import type { Batch, BatchKind } from '../../domain/batch.ts';
import { waitsForDeletion } from '../../domain/exposure.ts';
import type { CardModel } from '../../domain/messages.ts';
import type { Verdict } from '../../domain/row.ts';
import { isBulk } from '../../domain/bulk.ts';
import { changing, needsAPerson } from '../../domain/verdicts.ts';
import { actions, button, type Confirmation } from '../blocks.ts';
import { ACTION, encodeValue } from '../ids.ts';
import { code, join, type Markup, mention, moment, prose, say } from '../markup.ts';
import { followUpButtons } from './follow-up.ts';
import { people } from './people.ts';
import { onlyRow } from './subject.ts';
import type { ViewContext } from './view.ts';
import { count, sum } from './words.ts';

/** The buttons of a card: what can be decided in its batch's state, and nothing where that is over. */
export function decisionButtons(card: CardModel, context: ViewContext): ActionsBlock[] {
  const { batch } = card;
  if (batch.state === 'running' || batch.state === 'paused') return runButtons(batch);
  if (batch.state === 'planning') return unlockButton(batch);
  if (batch.state !== 'awaiting_approval') return followUpButtons(card);
  const value = encodeValue(batch);
  const ways = waitsForDeletion(batch) ? [] : approvals(card, context, value);
  return [
    actions(
      ...ways,
      button({ id: ACTION.reject, label: 'Reject', value, style: 'danger', ask: refusal(card, 'Reject') }),
      button({ id: ACTION.withdraw, label: 'Withdraw', value, ask: refusal(card, 'Withdraw') }),
    ),
  ];
}

/** The ways to approve a plan; where it changes many users, a form asks for the number instead of a dialog. */
function approvals(card: CardModel, context: ViewContext, value: string): readonly Button[] {
  const bulk = isBulk(card.verdicts);
  const approve = button({
    id: ACTION.approve,
    label: 'Approve',
    value,
    style: 'primary',
    ...(bulk ? {} : { ask: approval(card, context) }),
  });
  if (!canaryHelps(card)) return [approve];
  const label = 'Run the first row, then wait';
  return [approve, button({ id: ACTION.canary, label, value, ...(bulk ? {} : { ask: canary(card) }) })];
}

/** While the file is locked; the plan has no hash yet, so the button names its batch alone. */
const unlockButton = ({ id, briefing: { lock } }: Batch): ActionsBlock[] =>
  lock === undefined
    ? []
    : [
        actions({
          type: 'button',
          action_id: ACTION.unlock,
          text: { type: 'plain_text', text: lock.wants === 'key' ? 'Enter the key' : 'Enter the passphrase' },
          value: id,
          style: 'primary',
        }),
      ];

function runButtons(batch: Batch): ActionsBlock[] {
  const value = encodeValue(batch);
  const go =
    batch.state === 'paused'
      ? button({ id: ACTION.resume, label: 'Resume', value, style: 'primary', ask: resumption(batch) })
      : button({ id: ACTION.pause, label: 'Pause', value, ask: pausing(batch) });
  return [
    actions(go, button({ id: ACTION.stop, label: 'Stop', value, style: 'danger', ask: stopping(batch) })),
  ];
}

const pausing = ({ code: plan }: Batch): Confirmation => ({
  title: `Pause plan ${plan}?`,
  text: say`Requests under way end and are told; no new one is sent until somebody presses Resume.`,
  confirm: 'Pause',
  deny: 'Go on',
  style: 'primary',
});

const resumption = ({ code: plan }: Batch): Confirmation => ({
  title: `Resume plan ${plan}?`,
  text: say`The rows that are left are run as they were approved.`,
  confirm: 'Resume',
  deny: 'Stay paused',
  style: 'primary',
});

const stopping = ({ code: plan }: Batch): Confirmation => ({
  title: `Stop plan ${plan}?`,
  text: say`Requests under way end and are told; every other row is cancelled for good. What is enrolled stays enrolled.`,
  confirm: 'Stop for good',
  deny: 'Go on',
  style: 'danger',
});

function approval(card: CardModel, context: ViewContext): Confirmation {
  return {
    title: `Approve plan ${card.batch.code}?`,
    text: consequence(card, context),
    confirm: verb(card),
    deny: 'Not yet',
    style: removes(card.batch) ? 'danger' : 'primary',
  };
}

/** Whether a first row can speak for others. */
const canaryHelps = ({ verdicts }: CardModel): boolean => sum(verdicts, ['enroll', 'replace']) > 1;

const canary = ({ batch, verdicts }: CardModel): Confirmation => ({
  title: `Approve plan ${batch.code}, first row first?`,
  text: say`One token is enrolled, then the plan waits: let its user sign in, and press Resume to enrol the other ${count(sum(verdicts, ['enroll', 'replace']) - 1, 'token')}, or Stop to cancel them.`,
  confirm: 'Run the first row',
  deny: 'Not yet',
  style: 'primary',
});

/** What pressing Approve does, with the number of users it changes. */
function consequence(card: CardModel, context: ViewContext): Markup {
  const users = sum(card.verdicts, ['enroll', 'replace', 'unenroll']);
  const org = prose(context.org.name, 60);
  const where =
    users === 0
      ? say`Nothing in Okta changes`
      : say`${count(users, 'user changes', 'users change')} in ${org}`;
  const what = changing
    .filter((verdict) => sum(card.verdicts, [verdict]) > 0)
    .map((verdict) => consequences[verdict]?.(count(sum(card.verdicts, [verdict]), 'token')));
  const row = onlyRow(card);
  const whom = row?.userLogin ? say` (${prose(row.userLogin, 60)})` : say``;
  const alone = row?.onlyFactor === true ? say`This is the user's only factor.` : undefined;
  const out = sum(card.verdicts, needsAPerson);
  const rest = out === 0 ? undefined : say`${count(out, 'row is', 'rows are')} left out.`;
  return join([say`${where}${whom}: ${what.join(', ')}.`, alone, rest], ' ');
}

const consequences: Readonly<Partial<Record<Verdict, (tokens: string) => string>>> = {
  enroll: (tokens) => `${tokens} enrolled`,
  replace: (tokens) => `${tokens} replaced (the old one stops working)`,
  unenroll: (tokens) => `${tokens} un-enrolled (codes stop working at once)`,
  stock: (tokens) => `${tokens} put in stock`,
};

function verb({ batch, verdicts }: CardModel): string {
  const users = sum(verdicts, ['enroll', 'replace', 'unenroll']);
  if (batch.kind === 'assign') return 'Assign token';
  if (batch.kind === 'revoke') return 'Revoke token';
  if (batch.kind === 'replace') return 'Replace token';
  return users === 0
    ? `Put ${count(sum(verdicts, changing), 'token')} in stock`
    : `Change ${count(users, 'user')}`;
}

const removes = ({ kind }: Batch): boolean => kind === 'revoke' || kind === 'undo';

const startsAgain: Readonly<Record<BatchKind, string>> = {
  csv: 'drop the file again',
  assign: 'type the command again',
  revoke: 'type the command again',
  replace: 'type the command again',
  retry: 'press Retry failed on the card it came from',
  undo: 'press Undo on the card it came from',
};

function refusal({ batch }: CardModel, what: 'Reject' | 'Withdraw'): Confirmation {
  const again = startsAgain[batch.kind];
  return {
    title: `${what} plan ${batch.code}?`,
    text: say`Nothing in Okta changes. This plan can then no longer be approved; to start over, ${again}.`,
    confirm: `${what} plan`,
    deny: 'Keep waiting',
    style: 'danger',
  };
}

/** Who may approve under which policy, and until when. */
export function approvalRule({ batch, policy, approvers }: CardModel): Markup {
  const requester = mention(batch.requestedBy);
  const other = policy === 'second-person';
  const until =
    batch.expiresAt === undefined ? say`` : say` Can be approved until ${moment(batch.expiresAt)}.`;
  if (approvers.kind === 'channel') {
    return other
      ? say`*Who may approve:* any full member of this channel except ${requester}, who asked.${until}`
      : say`*Who may approve:* any full member of this channel, ${requester} included.${until}`;
  }
  const listed = people(approvers.userIds);
  const group =
    approvers.groupId === undefined ? say`` : say`members of the user group ${code(approvers.groupId)}`;
  const both = approvers.groupId !== undefined && approvers.userIds.length > 0 ? say`, ` : say``;
  const except = other ? say`, but not ${requester}, who asked` : say``;
  return say`*Who may approve:* ${listed}${both}${group}${except}.${until}`;
}
