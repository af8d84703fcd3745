import { batchStates } from '../domain/batch.ts';
import { batchesIn } from '../store/batches.ts';
import { getCursor, setCursor } from '../store/seen.ts';
import type { AdmitDeps } from './admit-file.ts';
import { noteDeleted } from './files.ts';

/** Slack lets an app ask for about a hundred files a minute, and dropped ones have to be read as well. */
const lookedAtOnce = 40;
const cursorName = 'watched-files';

/**
 * Looks which dropped files Slack still has; one that is gone is noted with the time and told in the thread. Where
 * many are left, each call looks at some of them, and one after another gets its turn.
 */
export async function watchDroppedFiles(deps: AdmitDeps): Promise<void> {
  const batches = await batchesIn(deps.db, batchStates, { fileStillThere: true });
  const from = (await getCursor(deps.db, cursorName)) ?? 0;
  const inTurn = [...batches.slice(from), ...batches.slice(0, from)].slice(0, lookedAtOnce);
  let looked = 0;
  for (const { file, channelId } of inTurn) {
    looked += 1;
    if (file === undefined) continue;
    const seen = await deps.workspace.file(file.id);
    if (seen.kind === 'unavailable') break;
    if (seen.kind === 'missing' && (await isGone(deps, seen.code, channelId)))
      await noteDeleted(deps, file.id);
  }
  const next = from + looked;
  await setCursor(deps.db, cursorName, next < batches.length ? next : 0);
}

/** A file the bot may merely not see any more is still read by everybody else. */
async function isGone({ workspace }: AdmitDeps, code: string, channelId: string): Promise<boolean> {
  if (code === 'file_deleted') return true;
  if (code !== 'file_not_found') return false;
  const channel = await workspace.channel(channelId);
  return channel.kind === 'ok' && channel.value.member;
}
