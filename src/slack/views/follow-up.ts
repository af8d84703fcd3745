import type { ActionsBlock } from '@slack/types';
import { type Batch, isFinalBatch } from '../../domain/batch.ts';
import { type FollowUpVerb, followUpVerbs, offers, standing } from '../../domain/follow-up.ts';
import type { CardModel } from '../../domain/messages.ts';
import { actions, button, type Confirmation } from '../blocks.ts';
import { ACTION, encodeValue } from '../ids.ts';
import { code, join, type Markup, prose, say } from '../markup.ts';
import { count, sum } from './words.ts';

/** What can be asked for after a run: another try of what failed, or everything taken back. */
export function followUpButtons({ batch, left }: CardModel): ActionsBlock[] {
  if (left === undefined) return [];
  const value = encodeValue(batch);
  const offered = followUpVerbs.filter((verb) => offers(batch, left, verb));
  if (offered.length === 0) return [];
  const { again } = left.failures;
  const shapes = {
    retry: { id: ACTION.retry, label: 'Retry failed', value, style: 'primary', ask: retrying(batch, again) },
    undo: { id: ACTION.undo, label: 'Undo', value, ask: undoing(batch, left.enrolled) },
  } as const;
  return [actions(...offered.map((verb) => button(shapes[verb])))];
}

const retrying = ({ code: plan }: Batch, rows: number): Confirmation => ({
  title: `Retry plan ${plan}?`,
  text: say`${count(rows, 'failed row')} will be planned again, on a card of its own. Nothing in Okta changes until that is approved.`,
  confirm: 'Plan another try',
  deny: 'Leave it',
  style: 'primary',
});

const undoing = ({ code: plan }: Batch, rows: number): Confirmation => ({
  title: `Undo plan ${plan}?`,
  text: say`A plan is made, on a card of its own, that takes ${count(rows, 'token')} back from their users. Nothing in Okta changes until that is approved.`,
  confirm: 'Plan the undo',
  deny: 'Leave it',
  style: 'danger',
});

/** What followed from a run, or why nothing can. */
export function followUps({ batch, states, left }: CardModel): Markup {
  if (left === undefined) return say``;
  const followed = followUpVerbs.flatMap((verb) => {
    const one = standing(left.followUps, verb);
    return one === undefined ? [] : [followedBy(verb, one)];
  });
  const tried = standing(left.followUps, 'retry') !== undefined;
  const refused = tried ? [] : left.failures.not.map(({ why, rows }) => notAgain(rows, why));
  const removed = sum(states, ['unenrolled']) > 0 && left.enrolled === 0;
  return join([...refused, removed ? finalRemoval(batch) : undefined, ...followed], '\n');
}

const notAgain = (rows: number, why: string): Markup =>
  say`${count(rows, 'failed row')} cannot be tried again: ${prose(why, 300)}.`;

const finalRemoval = ({ kind }: Batch): Markup =>
  kind === 'undo'
    ? say`An undo cannot itself be undone: assign the tokens again.`
    : say`Taking a token away cannot be undone: assign it again.`;

/** Only what has ended is told as done. */
function followedBy(verb: FollowUpVerb, { code: plan, state }: Batch): Markup {
  const [name, done] = verb === 'retry' ? ['Another try', 'Tried again'] : ['Undo', 'Undone'];
  if (plan === '') return say`*${name}:* the plan is being made.`;
  if (state === 'awaiting_approval') return say`*${name}:* plan ${code(plan)} waits for approval.`;
  return isFinalBatch(state)
    ? say`*${done}* in plan ${code(plan)}, whose card says how each row ended.`
    : say`*${name}:* plan ${code(plan)} is running.`;
}
