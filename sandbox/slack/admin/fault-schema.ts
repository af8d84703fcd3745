import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { Cut, FaultRule } from '../faults.ts';

const when = z.enum(['before', 'after']);
const ms = z.number().min(0);
const bare = <Name extends string>(name: Name) => z.object({ do: z.literal(name) });

const rule = {
  match: z.string().exactOptional(),
  nth: z.union([z.int().min(1), z.array(z.int().min(1))]).exactOptional(),
  probability: z.number().min(0).max(1).exactOptional(),
  times: z.int().min(1).exactOptional(),
};

const api = z.discriminatedUnion('do', [
  z.object({ do: z.literal('rate_limited'), retryAfter: z.string().nullable() }),
  z.object({
    do: z.literal('html'),
    status: z.union([z.literal(200), z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
    when,
  }),
  bare('bad_json'),
  z.object({ do: z.literal('reset'), when }),
  z.object({ do: z.literal('slow'), ms }),
  z.object({ do: z.literal('error'), error: z.string(), when }),
]);

const socket = z.discriminatedUnion('do', [
  bare('no_hello'),
  z.object({ do: z.literal('late_hello'), ms }),
  bare('no_pong'),
  bare('no_ping'),
  bare('lingering_close'),
]);

const event = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('duplicate'),
    as: z.enum(['new_envelope', 'same_envelope', 'other_connection']),
    afterMs: ms.exactOptional(),
  }),
  z.object({ do: z.literal('delay'), ms }),
  bare('lose'),
]);

const interaction = z.discriminatedUnion('do', [
  z.object({ do: z.literal('forge'), set: z.record(z.string(), z.unknown()) }),
  bare('duplicate'),
]);

/** Bytes travel as base64. */
export const bytesSchema = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const download = z.discriminatedUnion('do', [
  bare('truncated'),
  bare('wrong_length'),
  z.object({ do: z.literal('gzip_bomb'), bytes: z.int().min(0) }),
  z.object({ do: z.literal('body'), bytes: bytesSchema }),
  z.object({ do: z.literal('redirect'), to: z.string() }),
  bare('login_page'),
  bare('deleted_first'),
]);

const upload = z.object({
  do: z.literal('status'),
  status: z.union([z.literal(408), z.literal(500), z.literal(504)]),
  kept: z.boolean(),
});

/** A fault rule as JSON. */
export const faultRuleSchema: z.ZodType<FaultRule> = z.discriminatedUnion('at', [
  z.object({ at: z.literal('api'), fault: api, ...rule }),
  z.object({ at: z.literal('socket'), fault: socket, ...rule }),
  z.object({ at: z.literal('event'), fault: event, ...rule }),
  z.object({ at: z.literal('interaction'), fault: interaction, ...rule }),
  z.object({
    at: z.literal('file_info'),
    fault: z.discriminatedUnion('do', [bare('late_shares'), bare('stub')]),
    ...rule,
  }),
  z.object({ at: z.literal('download'), fault: download, ...rule }),
  z.object({ at: z.literal('upload'), fault: upload, ...rule }),
  z.object({ at: z.literal('share'), fault: bare('unshared'), ...rule }),
  z.object({
    at: z.literal('response_url'),
    fault: z.discriminatedUnion('do', [bare('used_url'), bare('expired_url')]),
    ...rule,
  }),
]);

export const cutSchema: z.ZodType<Cut> = z.enum([
  'warning',
  'refresh_requested',
  'link_disabled',
  'too_many_websockets',
  'close',
  'reset',
]);
