// The first and the last of an upload's three steps; the second is a plain POST to the address that the first gave.
// docs.slack.dev/reference/methods/files.getUploadURLExternal, …/files.completeUploadExternal
import { shareFiles, storeFile } from '../../files/store.ts';
import { isArray, isObject, stringAt } from '../../json.ts';
import type { PendingUpload } from '../../state.ts';
import type { Channel, JsonObject } from '../../world.ts';
import { count, json, text } from '../args.ts';
import { findChannel } from '../conversation.ts';
import { method, tier } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { fail, ok } from '../reply.ts';
import type { Failure, Reply } from '../reply.ts';

const maxChannels = 100;
const snippetBytes = 1_048_576;

function getUploadUrl({ workspace, args, caller }: Call): Reply {
  const length = count(args, 'length');
  const name = text(args, 'filename');
  if (length === undefined || length === 0 || name === undefined) return fail('missing_argument');
  if (text(args, 'snippet_type') !== undefined && length > snippetBytes) return fail('snippet_too_large');
  const fileId = workspace.ids.object('F');
  const path = `/upload/v1/${workspace.ids.secret(64)}`;
  workspace.uploads.set(fileId, { fileId, ownerId: caller.userId, name, length, path, bytes: undefined });
  return ok({ upload_url: `${workspace.baseUrl}${path}`, file_id: fileId });
}

interface Finished {
  readonly upload: PendingUpload;
  readonly bytes: Uint8Array;
  readonly title: string;
}

function finished({ workspace, caller }: Call, item: JsonObject): Finished | undefined {
  const upload = workspace.uploads.get(stringAt(item, 'id') ?? '');
  if (upload?.bytes === undefined || upload.ownerId !== caller.userId) return undefined;
  return { upload, bytes: upload.bytes, title: stringAt(item, 'title') ?? upload.name };
}

type Targets = { readonly ok: true; readonly channels: readonly Channel[] } | Failure;

function targetsOf(call: Call): Targets {
  const { args, caller } = call;
  const ids = [text(args, 'channel_id'), ...(text(args, 'channels') ?? '').split(',')].filter(
    (id) => id !== undefined && id !== '',
  );
  if (ids.length > maxChannels) return fail('channels_limit_exceeded');
  // A thread belongs to one channel only.
  if (text(args, 'thread_ts') !== undefined && ids.length > 1) return fail('invalid_channel');
  const channels: Channel[] = [];
  for (const id of ids) {
    const found = findChannel(call, id ?? '');
    if (!found.ok) return found;
    if (!found.channel.members.has(caller.userId)) return fail('not_in_channel');
    if (found.channel.archived) return fail('posting_to_channel_denied');
    channels.push(found.channel);
  }
  return { ok: true, channels };
}

function complete(call: Call): Reply {
  const { workspace, args, caller } = call;
  const items = json(args, 'files');
  if (!isArray(items) || items.length === 0 || !items.every(isObject)) return fail('invalid_arguments');
  const targets = targetsOf(call);
  if (!targets.ok) return targets;
  const uploads = items.map((item) => finished(call, item));
  if (uploads.includes(undefined)) return fail('file_not_found');
  const files = uploads.flatMap((done) => {
    if (done === undefined) return [];
    const { upload, bytes, title } = done;
    workspace.uploads.delete(upload.fileId);
    return [
      storeFile(workspace, { id: upload.fileId, ownerId: caller.userId, name: upload.name, title, bytes }),
    ];
  });
  const isUnshared = workspace.faults.hit('share', files[0]?.id ?? '').length > 0;
  for (const channel of isUnshared ? [] : targets.channels)
    shareFiles(workspace, {
      channel,
      files,
      sharedBy: caller.userId,
      comment: text(args, 'initial_comment') ?? '',
      threadTs: text(args, 'thread_ts'),
    });
  // Neither the message's ts nor the shares are known yet when this is answered.
  return ok({ files: files.map(({ id, title }) => ({ id, title })) });
}

const common = { scopes: ['files:write'], perMinute: tier.four };

export const uploadMethods: Methods = {
  // A JSON body is not read here, which surprises many: the answer is invalid_arguments.
  'files.getUploadURLExternal': method(getUploadUrl, { ...common, required: ['filename', 'length'] }),
  'files.completeUploadExternal': method(complete, { ...common, json: true, required: ['files'] }),
};
