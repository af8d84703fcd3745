import type { Batch } from './batch.ts';

/** What a file of seeds in clear means: it is read, or read and not approved until it is gone, or not read. */
export const plaintextPolicies = ['allow', 'quarantine', 'refuse'] as const;
export type PlaintextPolicy = (typeof plaintextPolicies)[number];

export const fileContents = ['seeds', 'sealed', 'none'] as const;

/** What a dropped file shows, and to how many people. */
export interface FileExposure {
  /** `seeds` in clear, `sealed` ones, or `none`. */
  readonly holds: (typeof fileContents)[number];
  /** Members of the channel when the file was read; undefined where Slack did not say. */
  readonly readers?: number | undefined;
  /** Whether nothing may be approved before Slack has the file no longer. */
  readonly quarantined?: boolean | undefined;
}

/** Whether people who can read the file may find seeds in it; a file that was never understood may hold some. */
export const mayExpose = (exposure: FileExposure | undefined): boolean =>
  exposure === undefined || exposure.holds === 'seeds';

/** Whether a batch waits for its file to be deleted before it may be approved. */
export const waitsForDeletion = ({ file, briefing }: Pick<Batch, 'file' | 'briefing'>): boolean =>
  file !== undefined && file.deletedAt === undefined && briefing.exposure?.quarantined === true;
