import { type AtWork, openWork, type WorkOptions } from './at-work.ts';
import { csvOf, type Device } from './vendor.ts';

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
