// One file through the bot, from the drop to the last factor, as fast as people could press.
import type { Sandbox } from '../sandbox/scene.ts';
import { defaultPeople, defaultPlaces } from '../sandbox/slack/people.ts';
import { approve } from '../sandbox/story/approve.ts';
import { buttonsOf, setStage } from '../sandbox/story/stage.ts';
import { timed } from './figures.ts';
import { employ, type Person, vendorFile } from './people.ts';

const { maria } = defaultPeople;

const patienceMs = 180_000;

export interface Pace {
  /** From the dropped file to a card that can be approved. */
  readonly planMs: number;
  /** From Approve to the last factor in Okta. */
  readonly runMs: number;
  /** Requests to Okta from the drop to the last factor. */
  readonly requests: number;
}

/** Hires these people and enrols their tokens; `between` runs when the plan stands and before Approve. */
export async function runBatch(
  sandbox: Pick<Sandbox, 'slack' | 'okta'>,
  some: readonly Person[],
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<Pace> {
  const { slack, okta } = sandbox;
  const stage = setStage(sandbox);
  employ(okta, some);
  const factors = okta.world.factors.size;
  const requests = okta.journal.length;
  const cards = stage.cards().length;
  const planMs = await timed(async () => {
    await slack.people.upload(maria.id, defaultPlaces.admins, {
      name: 'vendor.csv',
      bytes: vendorFile(some),
    });
    await stage.until('the card', () => approvable(cards), patienceMs);
  });
  await between();
  const card = approvable(cards);
  if (card === undefined) throw new Error('the card is gone');
  const runMs = await timed(async () => {
    await approve(stage, maria.id, card);
    await stage.until(
      'the last factor',
      () => (okta.world.factors.size === factors + some.length ? true : undefined),
      patienceMs,
    );
  });
  return { planMs, runMs, requests: okta.journal.length - requests };

  function approvable(index: number) {
    const last = stage.cards()[index];
    return last !== undefined && buttonsOf(last).includes('batch.approve') ? last : undefined;
  }
}
