// What the posting methods have in common: docs.slack.dev/reference/methods/chat.postMessage
import { areTooLong, parseMessageBlocks } from '../blocks/message.ts';
import { identified } from '../blocks/identity.ts';
import { isArray, isObject, stringAt } from '../json.ts';
import type { JsonObject } from '../world.ts';
import { has, json, jsonObject, text } from './args.ts';
import type { Call } from './method.ts';
import { blockFailure, fail } from './reply.ts';
import type { Failure } from './reply.ts';

export interface MessageArgs {
  readonly ok: true;
  /** Each `undefined` where the argument was not given. */
  readonly text: string | undefined;
  readonly blocks: readonly JsonObject[] | undefined;
  readonly attachments: readonly JsonObject[] | undefined;
  readonly metadata: JsonObject | undefined;
}

type Part<T> = { readonly ok: true; readonly value: T | undefined } | Failure;

const maxAttachments = 100;
// Not published; the code exists.
const maxMetadataChars = 16_000;

const present = <T>(value: T | undefined): Part<T> => ({ ok: true, value });

function blocksOf({ workspace, args }: Call): Part<readonly JsonObject[]> {
  if (!has(args, 'blocks') || args['blocks'] === '') return present<readonly JsonObject[]>(undefined);
  const parsed = parseMessageBlocks(args['blocks'], workspace.flags);
  if (!parsed.ok) return blockFailure(parsed);
  if (areTooLong(parsed.blocks, workspace.flags)) return fail('msg_blocks_too_long');
  return present(identified(workspace.ids, parsed.blocks));
}

function attachmentsOf({ workspace, args }: Call): Part<readonly JsonObject[]> {
  if (!has(args, 'attachments') || args['attachments'] === '')
    return present<readonly JsonObject[]>(undefined);
  const value = json(args, 'attachments');
  if (!isArray(value) || !value.every(isObject)) return fail('invalid_attachments');
  if (value.length > maxAttachments) return fail('too_many_attachments');
  for (const attachment of value) {
    if (attachment['blocks'] === undefined) continue;
    const parsed = parseMessageBlocks(attachment['blocks'], workspace.flags);
    if (!parsed.ok) return blockFailure({ ...parsed, error: 'invalid_attachments' });
  }
  return present(value);
}

function metadataOf({ args }: Call): Part<JsonObject> {
  if (!has(args, 'metadata') || args['metadata'] === '') return present<JsonObject>(undefined);
  const value = jsonObject(args, 'metadata');
  if (value === undefined) return fail('invalid_metadata_format');
  const isEmpty = Object.keys(value).length === 0;
  if (!isEmpty && (stringAt(value, 'event_type') === undefined || !isObject(value['event_payload'])))
    return fail('invalid_metadata_format');
  return JSON.stringify(value).length > maxMetadataChars ? fail('metadata_too_large') : present(value);
}

/** Text, blocks, attachments and metadata, each checked as Slack checks it. */
export function messageArgs(call: Call): MessageArgs | Failure {
  const { args } = call;
  const markdown = text(args, 'markdown_text');
  if (markdown !== undefined && (has(args, 'text') || has(args, 'blocks')))
    return fail('markdown_text_conflict');
  if (markdown !== undefined && markdown.length > 12_000) return fail('msg_too_long');
  const blocks = blocksOf(call);
  if (!blocks.ok) return blocks;
  const attachments = attachmentsOf(call);
  if (!attachments.ok) return attachments;
  const metadata = metadataOf(call);
  if (!metadata.ok) return metadata;
  return {
    ok: true,
    text: markdown ?? text(args, 'text'),
    blocks: blocks.value,
    attachments: attachments.value,
    metadata: metadata.value,
  };
}

/** Whether there is anything to show. */
export const isEmptyMessage = (message: MessageArgs): boolean =>
  (message.text ?? '').trim() === '' &&
  (message.blocks ?? []).length === 0 &&
  (message.attachments ?? []).length === 0;

export interface NewMessage {
  readonly ok: true;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata: JsonObject | undefined;
}

/** The same for a message that does not exist yet: there must be something to show. */
export function newMessageArgs(call: Call): NewMessage | Failure {
  const parsed = messageArgs(call);
  if (!parsed.ok) return parsed;
  if (isEmptyMessage(parsed)) return fail('no_text');
  const { text: given = '', blocks = [], attachments = [], metadata } = parsed;
  return { ok: true, text: given, blocks, attachments, metadata };
}
