import { createHash } from 'node:crypto';
import type { Batch, BatchFile } from '../domain/batch.ts';
import type { FileExposure, PlaintextPolicy } from '../domain/exposure.ts';
import type { InputProblem, Reading, VendorRow, WantedKey } from '../domain/intake.ts';
import type { DownloadRefusal, Workspace } from '../domain/ports.ts';
import type { Secret } from '../domain/secret.ts';
import type { Passphrases } from './passphrases.ts';

export interface ReadFileDeps {
  readonly workspace: Workspace;
  /** Turns a vendor's bytes into rows. */
  readonly read: (bytes: Uint8Array, passphrase?: Secret<string>) => Promise<Reading>;
  readonly passphrases: Passphrases;
  readonly maxFileBytes: number;
  /** What is done with seeds in clear; they are read where nothing is said. */
  readonly plaintext?: PlaintextPolicy | undefined;
}

/** What became of a batch's file. `later`: Slack could not give it now. */
export type FileRead =
  | {
      readonly kind: 'rows';
      readonly rows: readonly VendorRow[];
      readonly file: BatchFile;
      /** Whether the rows name tokens of the stock, whose seeds the bot has. */
      readonly assigns: boolean;
      readonly warnings: readonly string[];
      readonly exposure: FileExposure;
    }
  | {
      readonly kind: 'refused';
      readonly trouble: string;
      readonly problems: readonly InputProblem[];
      readonly file: BatchFile;
      /** Slack has the file no longer: nobody has to delete it. */
      readonly gone: boolean;
      readonly exposure?: FileExposure | undefined;
    }
  | {
      readonly kind: 'locked';
      readonly wants: WantedKey;
      readonly keyName: string;
      readonly tried: boolean;
      readonly file: BatchFile;
    }
  | { readonly kind: 'later' };

const refusals: Readonly<Record<DownloadRefusal, string>> = {
  host_not_allowed:
    'Slack named a place outside Slack for the file, and the bot did not go there. Drop the file itself.',
  redirected:
    'Slack sent the bot to a sign-in page instead of giving the file: the scope files:read is missing. Run `npm run doctor`, reinstall the app, and drop the file again.',
  html_instead_of_file:
    'Slack gave a sign-in page instead of the file: the scope files:read is missing. Run `npm run doctor`, reinstall the app, and drop the file again.',
  too_large: 'The file is larger than the bot reads. Split it and drop the parts.',
  incomplete: 'The file arrived cut off. Drop it again.',
  gone: 'The file was deleted before it was read. Drop it again if it is still wanted.',
  forbidden: 'Slack does not let the bot read the file. Run `npm run doctor`, then drop it again.',
};

/** Fetches and reads the file of a batch. Its bytes are wiped as soon as its rows are read. */
export async function readBatchFile(
  deps: ReadFileDeps,
  batch: Batch & { readonly file: BatchFile },
): Promise<FileRead> {
  const download = await deps.workspace.download(batch.file.id, deps.maxFileBytes);
  if (download.kind === 'unavailable') return { kind: 'later' };
  if (download.kind === 'refused') {
    const gone = download.code === 'gone';
    return { kind: 'refused', trouble: refusals[download.code], problems: [], file: batch.file, gone };
  }
  const { bytes } = download;
  const file = {
    ...batch.file,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const reading = await deps.read(bytes, deps.passphrases.of(batch.id)).finally(() => bytes.fill(0));
  return understood(deps, { ...batch, file }, reading);
}

/** What a reading means for its batch, and what its file shows to the people in the channel. */
async function understood(
  deps: ReadFileDeps,
  batch: Batch & { readonly file: BatchFile },
  reading: Reading,
): Promise<FileRead> {
  const { file } = batch;
  if (reading.kind === 'needs-key') {
    const { wants, keyName, tried } = reading;
    return { kind: 'locked', wants, keyName, tried, file };
  }
  if (reading.kind === 'rows') return readRows(deps, batch, reading);
  const { problems } = reading;
  if (reading.kind === 'ambiguous')
    return { kind: 'refused', trouble: undecided, problems, file, gone: false };
  const exposure: FileExposure | undefined = reading.sealed === true ? { holds: 'sealed' } : undefined;
  return { kind: 'refused', trouble: unreadable, problems, file, gone: false, exposure };
}

async function readRows(
  deps: ReadFileDeps,
  batch: Batch & { readonly file: BatchFile },
  reading: Extract<Reading, { kind: 'rows' }>,
): Promise<FileRead> {
  const { file } = batch;
  const { rows } = reading;
  const holds = holdsOf(reading);
  if (holds === 'seeds' && deps.plaintext === 'refuse') {
    for (const { seed } of rows) seed?.wipe();
    return { kind: 'refused', trouble: inClear, problems: [], file, gone: false };
  }
  const warnings = [...ignored(reading.ignoredColumns), ...(reading.notes ?? [])];
  const assigns = reading.assigns === true;
  return { kind: 'rows', rows, assigns, file, warnings, exposure: await exposureOf(deps, batch, holds) };
}

function holdsOf({ assigns, sealed }: Extract<Reading, { kind: 'rows' }>): FileExposure['holds'] {
  if (assigns === true) return 'none';
  return sealed === true ? 'sealed' : 'seeds';
}

const unreadable = 'The file could not be read. Nothing was done.';
const undecided =
  'The file does not say how its secret keys are written, and Okta would accept the wrong reading. Nothing was done.';
const inClear =
  'The file holds seeds in clear, and this bot takes encrypted files only. Nothing was done. Delete it, and have the vendor encrypt it to the key that the command `key` shows.';

async function exposureOf(
  { workspace, plaintext }: ReadFileDeps,
  { channelId }: Batch,
  holds: FileExposure['holds'],
): Promise<FileExposure> {
  if (holds !== 'seeds') return { holds };
  const members = await workspace.channelMembers(channelId);
  const readers = members.kind === 'ok' ? members.value.length : undefined;
  return { holds, readers, quarantined: plaintext === 'quarantine' };
}

const ignored = (columns: readonly string[]): readonly string[] =>
  columns.length === 0 ? [] : [`Columns that were not read: ${columns.join(', ')}.`];
