// docs.slack.dev/reference/methods/files.info and its neighbours
import { fileTypeOf } from '../../files/file-type.ts';
import { contentOf } from '../../files/preview.ts';
import { removeFile } from '../../files/remove.ts';
import { canSee } from '../../files/visibility.ts';
import { fileObject, fileStub } from '../../wire/file.ts';
import type { StoredFile } from '../../world.ts';
import { count, text } from '../args.ts';
import { method, tier } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { fail, ok } from '../reply.ts';
import type { Failure, Reply } from '../reply.ts';

type Found = { readonly ok: true; readonly file: StoredFile } | Failure;

function findFile({ workspace, args, caller }: Call): Found {
  const file = workspace.world.files.get(text(args, 'file') ?? '');
  if (file === undefined || !canSee(workspace, file, caller.userId)) return fail('file_not_found');
  return file.deleted ? fail('file_deleted') : { ok: true, file };
}

function info(call: Call): Reply {
  const found = findFile(call);
  if (!found.ok) return found;
  const { file } = found;
  const { workspace } = call;
  const faults = workspace.faults.hit('file_info', file.id);
  if (faults.some((fault) => fault.do === 'stub')) return ok({ file: fileStub(file) });
  const isLate = faults.some((fault) => fault.do === 'late_shares');
  const shown = isLate ? fileObject(workspace, file, []) : fileObject(workspace, file);
  const content = fileTypeOf(file.name).isText ? contentOf(file.bytes) : {};
  return ok({ file: shown, ...content, comments: [], response_metadata: { next_cursor: '' } });
}

const typeFilters: Readonly<Record<string, (file: StoredFile) => boolean>> = {
  all: () => true,
  spaces: () => false,
  snippets: (file) => file.mode === 'snippet',
  images: (file) => file.mimetype.startsWith('image/'),
  gdocs: () => false,
  zips: (file) => file.filetype === 'zip',
  pdfs: (file) => file.filetype === 'pdf',
};

function filterOf({ args }: Call): ((file: StoredFile) => boolean) | undefined {
  const types = (text(args, 'types') ?? 'all').split(',').map((type) => typeFilters[type]);
  if (types.includes(undefined)) return undefined;
  const channelId = text(args, 'channel');
  const userId = text(args, 'user');
  const from = Number(text(args, 'ts_from') ?? 0);
  const to = Number(text(args, 'ts_to') ?? Infinity);
  return (file) =>
    types.some((type) => type?.(file)) &&
    (channelId === undefined || file.shares.some((share) => share.channelId === channelId)) &&
    (userId === undefined || file.ownerId === userId) &&
    file.created >= from &&
    file.created <= to;
}

function list(call: Call): Reply {
  const { workspace, args, caller } = call;
  const { world } = workspace;
  const userId = text(args, 'user');
  if (userId !== undefined && !world.users.has(userId)) return fail('user_not_found');
  const matches = filterOf(call);
  if (matches === undefined) return fail('unknown_type');
  const all = [...world.files.values()]
    .filter((file) => !file.deleted && canSee(workspace, file, caller.userId) && matches(file))
    .toReversed();
  const size = Math.min(count(args, 'count') ?? 100, 1000) || 100;
  const page = Math.max(1, count(args, 'page') ?? 1);
  return ok({
    files: all.slice((page - 1) * size, page * size).map((file) => fileObject(workspace, file)),
    paging: { count: size, total: all.length, page, pages: Math.max(1, Math.ceil(all.length / size)) },
  });
}

function remove(call: Call): Reply {
  const found = findFile(call);
  if (!found.ok) return found;
  const { workspace, caller } = call;
  const isAdmin = caller.kind === 'user' && workspace.world.users.get(caller.userId)?.isAdmin === true;
  // A bot deletes what the app itself made, never what a person dropped.
  if (found.file.ownerId !== caller.userId && !isAdmin) return fail('cant_delete_file');
  removeFile(workspace, found.file);
  return ok();
}

export const fileMethods: Methods = {
  'files.info': method(info, { scopes: ['files:read'], perMinute: tier.four, required: ['file'] }),
  'files.list': method(list, { scopes: ['files:read'] }),
  'files.delete': method(remove, { scopes: ['files:write'], json: true, required: ['file'] }),
};
