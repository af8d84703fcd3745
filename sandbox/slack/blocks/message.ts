import type { Flags } from '../flags.ts';
import { isArray, isObject, parseJson, stringAt } from '../json.ts';
import type { JsonObject } from '../world.ts';
import { array, problem } from './check.ts';
import { allBlocks, repeatedIds } from './identity.ts';
import { messageBlock } from './kinds.ts';

/** Slack's refusal of blocks: the error code and the validator's lines. */
export interface BlockRefusal {
  readonly ok: false;
  readonly error: string;
  readonly problems: readonly string[];
}

export type ParsedBlocks = { readonly ok: true; readonly blocks: readonly JsonObject[] } | BlockRefusal;

const refuse = (error: string, problems: readonly string[] = []): BlockRefusal => ({
  ok: false,
  error,
  problems,
});

const listOf = array(messageBlock, { max: 50 });

/** The characters in a value's strings; the `type` of each object does not count. */
function characters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (isArray(value)) return value.reduce<number>((sum, item) => sum + characters(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => (key === 'type' ? sum : sum + characters(item)),
    0,
  );
}

function tooBig(blocks: readonly JsonObject[], flags: Flags): BlockRefusal | undefined {
  const everyBlock = allBlocks(blocks);
  const ofType = (...types: readonly string[]) =>
    everyBlock.filter((block) => types.includes(stringAt(block, 'type') ?? ''));
  const tables = ofType('table', 'data_table');
  if (tables.length > flags.tablesPerMessage)
    return refuse('invalid_attachments', ['only_one_table_allowed']);
  const cells = tables.reduce((sum, block) => sum + characters(block['rows']), 0);
  if (cells > flags.tableChars)
    return refuse('invalid_blocks', [
      problem(`must be less than ${String(flags.tableChars + 1)} characters`, '/blocks'),
    ]);
  const markdown = ofType('markdown').reduce((sum, block) => sum + characters(block['text']), 0);
  return markdown > 12_000 ? refuse('msg_blocks_too_long') : undefined;
}

/** The `blocks` argument of a message, as JSON or as a JSON text. An empty list is fine. */
export function parseMessageBlocks(argument: unknown, flags: Flags): ParsedBlocks {
  const value = typeof argument === 'string' ? parseJson(argument) : argument;
  if (!isArray(value)) return refuse('invalid_blocks_format');
  const schema = listOf(value, '/blocks');
  const problems = schema.length > 0 ? schema : repeatedIds(value, '/blocks');
  if (problems.length > 0) return refuse('invalid_blocks', problems);
  const blocks = value.filter(isObject);
  return tooBig(blocks, flags) ?? { ok: true, blocks };
}

/**
 * Whether `chat.postMessage` answers `msg_blocks_too_long`. The limit is not documented; about 13,200 characters of
 * content were measured (github.com/slackapi/bolt-js/issues/2509), and a response_url does not have it (issue 2867).
 */
export const areTooLong = (blocks: readonly JsonObject[], flags: Flags): boolean =>
  characters(blocks) > flags.blocksTotalChars;
