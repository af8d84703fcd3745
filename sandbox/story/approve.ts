import { defaultPlaces } from '../slack/people.ts';
import type { Message, OpenView } from '../slack/world.ts';
import { buttonsOf, type Stage } from './stage.ts';

/**
 * Presses Approve as this person and waits until that has had an effect. Where the bot asks in a form for the number of
 * users, the one that the form tells is typed.
 */
export async function approve(stage: Stage, userId: string, card: Message): Promise<void> {
  const { slack } = stage;
  const before = enrolments(stage);
  const target = { channelId: defaultPlaces.admins, ts: card.ts };
  const { outcome } = await slack.people.click(userId, target, 'batch.approve');
  if (outcome !== 'acked') throw new Error(`Approve was not acknowledged: ${outcome}`);
  const form = await stage.until('Approve to have an effect', () => {
    const open = formOf(stage, userId);
    if (open !== undefined) return open;
    return enrolments(stage) > before || !offersApprove(stage, card) ? 'decided' : undefined;
  });
  if (form === 'decided') return;
  const [, told = ''] = /changes ([\d,]+) users/u.exec(JSON.stringify(form.view)) ?? [];
  const count = told.replaceAll(',', '');
  const sent = await slack.people.submitView(userId, form.id, { count, note: '' });
  if (sent.outcome !== 'closed' && sent.outcome !== 'cleared')
    throw new Error(`the form of Approve was not taken: ${sent.outcome}`);
}

const enrolments = ({ okta }: Stage): number =>
  okta.journal.filter(({ method, path }) => method === 'POST' && path.endsWith('/factors')).length;

const offersApprove = (stage: Stage, card: Message): boolean =>
  stage.cards().some((one) => one.ts === card.ts && buttonsOf(one).includes('batch.approve'));

const formOf = ({ slack }: Stage, userId: string): OpenView | undefined =>
  [...slack.world.views.values()].find(
    (open) => open.userId === userId && open.view['callback_id'] === 'batch.approve',
  );
