import { textOf } from '../../sandbox/story/stage.ts';
import { type AtWork, openWork, type WorkOptions } from './at-work.ts';
import { csvOf, type Device } from '../support/vendor.ts';

/** Jobs at work with a file of these devices, planned and not yet decided. */
export async function planned(devices: readonly Device[], options: WorkOptions = {}): Promise<AtWork> {
  const work = await openWork(options);
  work.start();
  await work.drop(csvOf(devices));
  await work.batch('awaiting_approval');
  return work;
}

/** The same, approved by Tom just now. */
export async function approved(devices: readonly Device[], options: WorkOptions = {}): Promise<AtWork> {
  const work = await planned(devices, options);
  await work.decide('approve');
  return work;
}

export const states = async (work: AtWork): Promise<readonly string[]> =>
  (await work.rows()).map((row) => row.state);

export const outcomes = async (work: AtWork): Promise<readonly string[]> =>
  (await work.rows()).map((row) => row.outcome);

/** Jobs at work with a file of these devices, just dropped; `prepare` changes the world before that. */
export async function dropped(
  devices: readonly Device[],
  prepare: (work: AtWork) => void = () => undefined,
): Promise<AtWork> {
  const work = await openWork();
  prepare(work);
  work.start();
  await work.drop(csvOf(devices));
  return work;
}

/** Ends when a card says these words. */
export const cardSays = (work: AtWork, words: string): Promise<boolean> =>
  work.clock.until(`the card to say ${words}`, () =>
    work.stage.cards().some((card) => textOf(card).includes(words)),
  );
