import { defaultPeople } from '../../sandbox/slack/people.ts';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import type { Batch } from '../../src/domain/batch.ts';
import type { FollowUpVerb } from '../../src/domain/follow-up.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { createFollowUp, leftoverOf } from '../../src/store/follow-ups.ts';
import { factorsOf } from '../support/okta-truth.ts';
import type { AtWork } from './at-work.ts';

/** Maria asks for what follows from the batch made last; gives whether that began a batch. */
export async function follow(work: AtWork, verb: FollowUpVerb, source?: Batch): Promise<boolean> {
  const [last] = await latestBatches(work.db, 1);
  const from = source ?? last;
  if (from === undefined) throw new Error('nothing to follow from');
  const { followUps } = await leftoverOf(work.db, from.id);
  work.clock.set(work.clock.now() + 1);
  const created = await createFollowUp(work.db, {
    id: work.files.ids.next('b'),
    verb,
    source: from,
    by: defaultPeople.maria.id,
    before: followUps.filter((one) => one.kind === verb).length,
    at: work.clock.now(),
    outbox: [],
  });
  work.files.onBatch();
  return created;
}

/** What the first card says, once it says these words. */
export const firstCardSays = (work: AtWork, words: string): Promise<string> =>
  work.clock.until(`the first card to say ${words}`, () => {
    const [card] = work.stage.cards();
    const text = card === undefined ? '' : textOf(card);
    return text.includes(words) && text;
  });

export const firstButtons = (work: AtWork): readonly string[] => {
  const [card] = work.stage.cards();
  return card === undefined ? [] : buttonsOf(card);
};

/** Who of these holds a Custom OTP in Okta. */
export const holders = (work: AtWork, logins: readonly string[]): readonly string[] =>
  logins.filter((login) => factorsOf(work.okta, login).length > 0);
