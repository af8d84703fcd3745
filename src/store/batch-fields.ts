import { z } from 'zod';
import { type Batch, batchKinds, type BatchFile, batchStates, type Briefing } from '../domain/batch.ts';
import { fileContents } from '../domain/exposure.ts';
import type { Fields } from './db.ts';
import { decode, integer, json, optional } from './decode.ts';

const text = z.string();

const problem = z.object({
  line: z.int(),
  column: text,
  code: text,
  found: text,
  expected: text,
  mend: text,
});

const briefing: z.ZodType<Briefing> = z.object({
  lock: z.object({ wants: z.enum(['passphrase', 'key']), keyName: text, tries: z.int() }).optional(),
  warnings: z.array(text).optional(),
  inputProblems: z.array(problem).optional(),
  exposure: z
    .object({ holds: z.enum(fileContents), readers: integer.optional(), quarantined: z.boolean().optional() })
    .optional(),
  subject: z.object({ userName: text.optional(), tokenModel: text.optional() }).optional(),
});

const fileSchema = z
  .object({
    file_id: optional(text),
    file_name: text,
    file_size_bytes: integer,
    file_sha256: text,
    file_permalink: optional(text),
    file_deleted_at: optional(integer),
  })
  .transform((file): BatchFile | undefined =>
    file.file_id === undefined
      ? undefined
      : {
          id: file.file_id,
          name: file.file_name,
          sizeBytes: file.file_size_bytes,
          sha256: file.file_sha256,
          permalink: file.file_permalink,
          deletedAt: file.file_deleted_at,
        },
  );

const batchSchema = z
  .object({
    id: text,
    code: text,
    kind: z.enum(batchKinds),
    state: z.enum(batchStates),
    revision: integer,
    plan_hash: text,
    channel_id: text,
    card_ts: optional(text),
    requested_by: text,
    source_id: optional(text),
    command: text,
    row_count: integer,
    trouble: text,
    canary: integer,
    expires_at: optional(integer),
    cleared_at: optional(integer),
    decided_by: optional(text),
    decided_at: optional(integer),
    note: text,
    briefing: json(briefing),
    created_at: integer,
    started_at: optional(integer),
    finished_at: optional(integer),
  })
  .transform((found): Omit<Batch, 'file'> => ({
    id: found.id,
    code: found.code,
    kind: found.kind,
    state: found.state,
    revision: found.revision,
    planHash: found.plan_hash,
    channelId: found.channel_id,
    cardTs: found.card_ts,
    requestedBy: found.requested_by,
    sourceId: found.source_id,
    command: found.command,
    rowCount: found.row_count,
    trouble: found.trouble,
    canary: found.canary === 1,
    expiresAt: found.expires_at,
    clearedAt: found.cleared_at,
    decidedBy: found.decided_by,
    decidedAt: found.decided_at,
    note: found.note,
    briefing: found.briefing,
    createdAt: found.created_at,
    startedAt: found.started_at,
    finishedAt: found.finished_at,
  }));

/** A row of `batch` as the domain knows it. */
export function batchOf(fields: Fields): Batch {
  return { ...decode(batchSchema, fields, 'batch'), file: decode(fileSchema, fields, 'batch') };
}
