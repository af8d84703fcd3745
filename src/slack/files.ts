import type { Seen } from '../domain/ports.ts';
import type { SharedFile } from '../domain/people.ts';
import type { SlackApi } from './api.ts';
import { look } from './look.ts';
import { fileReply } from './wire.ts';
import type { FileObject } from './wire.ts';

const absent: ReadonlySet<string> = new Set(['file_not_found', 'file_deleted', 'not_visible']);

/** A file and the address its bytes lie at. */
export interface LocatedFile {
  readonly file: SharedFile;
  readonly address: string;
}

/** The file as Slack describes it right now (`files.info`). */
export async function locateFile(api: SlackApi, fileId: string): Promise<Seen<LocatedFile>> {
  const args = { file: fileId };
  const seen = await look(api, { method: 'files.info', args, reply: fileReply, absent });
  if (seen.kind !== 'ok') return seen;
  const file = fileOf(seen.value.file);
  return file.kind === 'ok'
    ? { kind: 'ok', value: { file: file.value, address: seen.value.file.url_private_download } }
    : file;
}

/**
 * The file an object of Slack's describes. `missing`: only a tombstone is left, or the plan hides it; `unavailable`:
 * Slack sent the stub of a file it is still checking.
 */
export function fileOf(object: FileObject): Seen<SharedFile> {
  if (object.mode === 'tombstone') return { kind: 'missing', code: 'file_deleted' };
  if (object.mode === 'hidden_by_limit') return { kind: 'missing', code: 'hidden_by_limit' };
  if (object.file_access === 'access_denied') return { kind: 'missing', code: 'access_denied' };
  if (object.mode === 'file_access' || object.file_access === 'check_file_info') {
    return { kind: 'unavailable', why: 'check_file_info', afterMs: 1000 };
  }
  const shares = sharesOf(object);
  return {
    kind: 'ok',
    value: {
      id: object.id,
      name: object.name,
      sizeBytes: object.size,
      owner: object.user,
      ownerTeam: object.user_team || undefined,
      external: object.is_external,
      mode: object.mode,
      publicUrl: object.public_url_shared,
      channels: [...new Set([...object.channels, ...object.groups, ...object.ims, ...Object.keys(shares)])],
      shares,
      permalink: object.permalink || undefined,
      createdAt: object.created * 1000,
    },
  };
}

/** Per channel the latest message that carries the file: a file that is shared again is meant where it was shared last. */
function sharesOf(object: FileObject): Record<string, string> {
  const all = [...Object.entries(object.shares.public), ...Object.entries(object.shares.private)];
  const latest: Record<string, string> = {};
  for (const [channelId, messages] of all) {
    for (const { ts } of messages) {
      if (Number(ts) > Number(latest[channelId] ?? 0)) latest[channelId] = ts;
    }
  }
  return latest;
}
