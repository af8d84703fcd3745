import type { Batch, FileLock } from '../domain/batch.ts';
import { noteLock } from '../store/batches.ts';
import { announcements } from './announcements.ts';
import type { PlanDeps } from './make-plan.ts';
import type { Retry } from './postpone-plan.ts';
import type { FileRead } from './read-file.ts';
import { discardPlan } from './save-plan.ts';

export type LockedFile = Extract<FileRead, { kind: 'locked' }>;

/** Whoever does not know it by then asks for it again; more would be guessing. */
const triesAllowed = 5;

/**
 * Has the card ask for what opens the file, and says when to give up: with the time an approval would have had. After
 * the last wrong try the batch is discarded, and nothing is given.
 */
export async function waitForKey(
  deps: PlanDeps,
  batch: Batch,
  locked: LockedFile,
): Promise<Retry | undefined> {
  const now = deps.clock.now();
  const tries = (batch.briefing.lock?.tries ?? 0) + (locked.tried ? 1 : 0);
  const until = batch.createdAt + deps.ttlMs;
  if (tries >= triesAllowed || now >= until) {
    await discardPlan(deps, batch, tries >= triesAllowed ? tooOften : tooLate, {
      ...locked,
      exposure: { holds: 'sealed' },
    });
    deps.onNews();
    return undefined;
  }
  const lock: FileLock = { wants: locked.wants, keyName: locked.keyName, tries };
  const note = { lock, trouble: sentence(lock), outbox: [announcements(batch).card()], at: now };
  if (await noteLock(deps.db, batch.id, note)) deps.onNews();
  return { tries: 1, since: now, at: until, locked: true };
}

const tooOften = `The file was not opened in ${String(triesAllowed)} tries, so it was put aside. Nothing was done. Ask the sender for the passphrase, then drop the file again.`;
const tooLate =
  'Nobody entered what opens the file in time, so it was put aside. Nothing was done. Drop it again when you have it.';

function sentence({ wants, keyName, tries }: FileLock): string {
  const named = keyName === '' ? '' : ` named "${keyName}"`;
  const what = wants === 'passphrase' ? 'a passphrase' : `a key${named}`;
  const left = triesAllowed - tries;
  const wrong =
    tries === 0
      ? ''
      : `What was entered did not open the file: it is wrong, or the file is damaged. ${String(left)} ${left === 1 ? 'try is' : 'tries are'} left. `;
  return `${wrong}The file is locked with ${what}. Press the button and enter it; never write it into a message. It is asked for again when the bot is restarted.`;
}
