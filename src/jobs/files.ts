import { announcements } from './announcements.ts';
import { markFileDeleted } from '../store/batches.ts';
import { getCursor, setCursor } from '../store/seen.ts';
import { admitFile, type AdmitDeps, type Sighting } from './admit-file.ts';

/** Slack repeats events for minutes and lists files by their own clock: looking back further costs nothing. */
const overlapMs = 15 * 60_000;

/**
 * Finds the files whose events were missed, while the bot was down or disconnected. Admits each as if it had just
 * been dropped; those already known are one batch and stay one.
 */
export async function catchUp(deps: AdmitDeps): Promise<void> {
  for (const channelId of deps.adminChannels) {
    const now = deps.clock.now();
    const since = await listedSince(deps, channelId, now);
    if (since === undefined) continue;
    const files = await deps.workspace.filesSince(channelId, since);
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

const cursorName = (channelId: string): string => `files:${channelId}`;
const startName = (channelId: string): string => `files-from:${channelId}`;

/** From when on files are looked for (epoch ms); nothing at the very first start, before which nobody meant the bot. */
async function listedSince({ db }: AdmitDeps, channelId: string, now: number): Promise<number | undefined> {
  const cursor = await getCursor(db, cursorName(channelId));
  if (cursor !== undefined)
    return Math.max(cursor - overlapMs, (await getCursor(db, startName(channelId))) ?? 0);
  await setCursor(db, startName(channelId), now);
  await setCursor(db, cursorName(channelId), now);
  return undefined;
}

/** Tries a sighting a few times, while Slack is still processing the file; what stays open is found by `catchUp`. */
export async function admitSoon(deps: AdmitDeps, sighting: Sighting, signal: AbortSignal): Promise<void> {
  for (const [tries, waitMs] of [500, 1_000, 2_000, 4_000].entries()) {
    const admission = await admitFile(deps, { ...sighting, patient: tries < patientTries });
    if (admission !== 'again' || signal.aborted) return;
    await deps.clock.sleep(waitMs, signal);
  }
  deps.log.warn('file left for the next listing', { fileId: sighting.fileId, channelId: sighting.channelId });
}

/** Where a file is, Slack usually tells within a second; after that, what it tells is taken for all there is. */
const patientTries = 2;

/** Records that Slack no longer has a dropped file; false when it was not one of ours or was known. */
export async function noteDeleted(deps: AdmitDeps, fileId: string): Promise<boolean> {
  const batch = await markFileDeleted(deps.db, fileId, deps.clock.now(), (one) => [
    announcements(one).card(),
    announcements(one).once('file_deleted'),
  ]);
  if (batch !== undefined) deps.onBatch();
  return batch !== undefined;
}
