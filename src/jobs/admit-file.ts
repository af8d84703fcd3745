import type { Refusal } from '../domain/approval.ts';
import type { SharedFile } from '../domain/people.ts';
import type { Clock, Ids, Workspace } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { recordRefusal } from '../store/audit.ts';
import { createBatch } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { firstSight, wasSeen } from '../store/seen.ts';

export interface AdmitDeps {
  readonly db: Db;
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly botUserId: string;
  readonly adminChannels: readonly string[];
  readonly maxFileBytes: number;
  /** Whether this person may have the bot read a file, decided now; the reason if not. */
  readonly mayUse: (userId: string, channelId: string) => Promise<Refusal | undefined>;
  /** Tells one person, who alone sees it, why his file is not read. */
  readonly tell: (to: { channelId: string; userId: string }, refusal: FileRefusal) => Promise<void>;
  readonly onBatch: () => void;
}

/** Where a file was seen, and who put it there. */
export interface Sighting {
  readonly channelId: string;
  readonly fileId: string;
  /** Who shared it; undefined when the file was found by listing. */
  readonly userId?: string | undefined;
  /** Whether there is time to wait until Slack names all the places the file is in. */
  readonly patient?: boolean | undefined;
}

export type FileRefusal =
  | { readonly kind: 'person'; readonly refusal: Refusal }
  | { readonly kind: 'file'; readonly name: string; readonly sentence: string };

/** `again` asks for another try later: Slack could not say enough now. */
export type Admission = 'admitted' | 'known' | 'ignored' | 'refused' | 'again';

/**
 * Decides whether a file in the admin channel is for us, and if so makes it a batch to be planned. The same file
 * seen twice, by event or by listing, is one batch.
 */
export async function admitFile(deps: AdmitDeps, sighting: Sighting): Promise<Admission> {
  if (!deps.adminChannels.includes(sighting.channelId) || sighting.userId === deps.botUserId)
    return 'ignored';
  const seen = await deps.workspace.file(sighting.fileId);
  if (seen.kind !== 'ok') return seen.kind === 'missing' ? 'ignored' : 'again';
  const file = seen.value;
  return file.owner === deps.botUserId || !isTokenFile(file) ? 'ignored' : judge(deps, sighting, file);
}

async function judge(deps: AdmitDeps, sighting: Sighting, file: SharedFile): Promise<Admission> {
  // Whoever mends what was wrong with a file was told to drop it again: read now, it would be read twice.
  if (await wasSeen(deps.db, refusedKey(sighting))) return 'known';
  if (sighting.patient === true && !file.channels.includes(sighting.channelId)) return 'again';
  const by = sighting.userId ?? file.owner;
  const refusal = await refusalFor(deps, sighting, file, by);
  if (refusal === undefined) return admit(deps, sighting, file, by);
  // Slack could not say who this is: that is no reason to forget the file.
  const unsure = refusal.kind === 'person' && refusal.refusal.code === 'not_verified';
  return unsure ? 'again' : refuse(deps, sighting, by, refusal);
}

async function admit(deps: AdmitDeps, sighting: Sighting, file: SharedFile, by: string): Promise<Admission> {
  const { created } = await createBatch(deps.db, {
    id: deps.ids.next('b'),
    kind: 'csv',
    channelId: sighting.channelId,
    requestedBy: by,
    command: '',
    origin: `file:${sighting.channelId}:${file.id}`,
    file: { id: file.id, name: file.name, sizeBytes: file.sizeBytes, sha256: '', permalink: file.permalink },
    asked: [],
    at: deps.clock.now(),
  });
  if (created) deps.onBatch();
  return created ? 'admitted' : 'known';
}

/** Other files are people talking to each other: answering each picture would make the bot a nuisance. */
const isTokenFile = (file: SharedFile): boolean => /\.(?:csv|pgp|gpg|asc|age)$/iu.test(file.name);

async function refusalFor(
  deps: AdmitDeps,
  sighting: Sighting,
  file: SharedFile,
  by: string,
): Promise<FileRefusal | undefined> {
  const person = await deps.mayUse(by, sighting.channelId);
  if (person !== undefined) return { kind: 'person', refusal: person };
  const sentence = fileTrouble(file, by, deps.maxFileBytes);
  return sentence === undefined ? undefined : { kind: 'file', name: file.name, sentence };
}

function fileTrouble(file: SharedFile, by: string, maxBytes: number): string | undefined {
  if (file.owner !== by)
    return 'It was shared on by somebody else than its owner. Ask its owner to drop it here.';
  if (file.external || !['hosted', 'snippet', ''].includes(file.mode)) {
    return 'It is kept outside Slack, where the bot does not fetch it. Drop the file itself.';
  }
  if (file.publicUrl)
    return 'It has a public link, so anybody may hold its seeds. Revoke the link and ask the vendor for new seeds.';
  if (file.channels.length > 1)
    return 'It is also in other places in Slack. Delete it there, and drop it only here.';
  if (file.sizeBytes > maxBytes)
    return `It has ${String(file.sizeBytes)} bytes, and the bot reads at most ${String(maxBytes)}. Split it.`;
  if (file.sizeBytes === 0)
    return 'It is empty. Drop it again; if the vendor sent it so, his copy of the public key is damaged: send it again.';
  return undefined;
}

const refusedKey = ({ channelId, fileId }: Sighting): string => `refused:${channelId}:${fileId}`;

async function refuse(
  deps: AdmitDeps,
  sighting: Sighting,
  by: string,
  refusal: FileRefusal,
): Promise<Admission> {
  const at = deps.clock.now();
  if (!(await firstSight(deps.db, refusedKey(sighting), at))) return 'known';
  await recordRefusal(deps.db, {
    at,
    actor: by,
    code: refusal.kind === 'file' ? 'file_refused' : refusal.refusal.code,
    detail: { fileId: sighting.fileId, channelId: sighting.channelId },
  });
  await deps.tell({ channelId: sighting.channelId, userId: by }, refusal);
  return 'refused';
}
