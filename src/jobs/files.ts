import { batchStates } from '../domain/batch.ts';
import { batchesIn, markFileDeleted } from '../store/batches.ts';
import { getCursor, setCursor } from '../store/seen.ts';
import { admitFile, type AdmitDeps, type Sighting } from './admit-file.ts';
import { announcements } from './announcements.ts';

/** Slack repeats events for minutes and lists files by their own clock: looking back further costs nothing. */
const overlapMs = 15 * 60_000;

/** Before the first start nobody could have meant the bot. */
const cursorName = (channelId: string): string => `files:${channelId}`;

/**
 * Finds the files whose events were missed, while the bot was down or disconnected. Admits each as if it had just
 * been dropped; those already known are one batch and stay one.
 */
export async function catchUp(deps: AdmitDeps): Promise<void> {
  for (const channelId of deps.adminChannels) {
    const now = deps.clock.now();
    const cursor = await getCursor(deps.db, cursorName(channelId));
    if (cursor === undefined) {
      await setCursor(deps.db, cursorName(channelId), now);
      continue;
    }
    const files = await deps.workspace.filesSince(channelId, cursor - overlapMs);
    if (files.kind !== 'ok') {
      deps.log.warn('files could not be listed', { channelId });
      continue;
    }
    const admissions = await Promise.all(
      files.value.map((file) => admitFile(deps, { channelId, fileId: file.id })),
    );
    if (!admissions.includes('again')) await setCursor(deps.db, cursorName(channelId), now);
  }
}

/** Tries a sighting a few times, while Slack is still processing the file; what stays open is found by `catchUp`. */
export async function admitSoon(deps: AdmitDeps, sighting: Sighting, signal: AbortSignal): Promise<void> {
  for (const waitMs of [500, 1_000, 2_000, 4_000]) {
    if ((await admitFile(deps, sighting)) !== 'again' || signal.aborted) return;
    await deps.clock.sleep(waitMs, signal);
  }
  deps.log.warn('file left for the next listing', { fileId: sighting.fileId, channelId: sighting.channelId });
}

const gone: ReadonlySet<string> = new Set(['file_deleted', 'file_not_found']);

/** Looks which dropped files Slack still has; one that is gone is noted with the time and told in the thread. */
export async function watchDroppedFiles(deps: AdmitDeps): Promise<void> {
  for (const batch of await batchesIn(deps.db, batchStates, { fileStillThere: true })) {
    if (batch.file === undefined) continue;
    const seen = await deps.workspace.file(batch.file.id);
    // A file the bot may merely not see any more is still read by everybody else.
    if (seen.kind === 'missing' && gone.has(seen.code)) await noteDeleted(deps, batch.file.id);
  }
}

/** Records that Slack no longer has a dropped file; false when it was not one of ours or was known. */
export async function noteDeleted(deps: AdmitDeps, fileId: string): Promise<boolean> {
  const batch = await markFileDeleted(deps.db, fileId, deps.clock.now(), (one) => [
    announcements(one).card(),
    announcements(one).once('file_deleted'),
  ]);
  if (batch !== undefined) deps.onBatch();
  return batch !== undefined;
}
