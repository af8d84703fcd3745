import { z } from 'zod';

/**
 * What the bot reads of Slack's answers; everything else is dropped here. That matters most for files: `files.info`
 * also carries `preview` and `content`, which hold seeds in clear.
 */

/** Slack leaves some flags out and sends null for others; both mean no. */
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value === true);

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** https://docs.slack.dev/reference/objects/user-object */
export const userReply = z.object({
  user: z.object({
    id: z.string(),
    team_id: text,
    name: text,
    real_name: text,
    deleted: flag,
    is_bot: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    is_email_confirmed: flag,
    profile: z.object({ email: text, display_name: text }).default({ email: '', display_name: '' }),
    /** On Enterprise Grid: the workspaces the person belongs to. */
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).nullish(),
  }),
});

/** https://docs.slack.dev/reference/objects/conversation-object */
export const channelReply = z.object({
  channel: z.object({
    id: z.string(),
    name: text,
    is_private: flag,
    is_archived: flag,
    is_member: z.boolean().nullish(),
    is_shared: flag,
    is_ext_shared: flag,
    is_org_shared: flag,
    is_pending_ext_shared: flag,
  }),
});

const cursor = z.object({ next_cursor: text }).default({ next_cursor: '' });

export const membersReply = z.object({ members: z.array(z.string()), response_metadata: cursor });

export const groupReply = z.object({ users: z.array(z.string()) });

const share = z.record(z.string(), z.array(z.object({ ts: z.string() })));

/** https://docs.slack.dev/reference/objects/file-object, and the stub that channels shared with others get. */
const fileObject = z.object({
  id: z.string(),
  mode: text,
  file_access: text,
  created: z.number().default(0),
  name: text,
  user: text,
  user_team: text,
  is_external: flag,
  public_url_shared: flag,
  size: z.number().default(0),
  permalink: text,
  url_private_download: text,
  channels: z.array(z.string()).default([]),
  groups: z.array(z.string()).default([]),
  ims: z.array(z.string()).default([]),
  shares: z
    .object({ public: share.default({}), private: share.default({}) })
    .default({ public: {}, private: {} }),
});
export type FileObject = z.infer<typeof fileObject>;

export const fileReply = z.object({ file: fileObject });

export const filesReply = z.object({
  files: z.array(fileObject),
  paging: z.object({ page: z.number(), pages: z.number() }).default({ page: 1, pages: 1 }),
});

export const postReply = z.object({ ts: z.string() });

export const uploadUrlReply = z.object({ upload_url: z.string(), file_id: z.string() });

/** Messages with the metadata that `include_all_metadata` adds: https://docs.slack.dev/messaging/message-metadata */
export const messagesReply = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: text,
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()).default({}) })
        .optional(),
    }),
  ),
  has_more: flag,
  response_metadata: cursor,
});

export const identityReply = z.object({
  team_id: z.string(),
  team: text,
  user_id: z.string(),
  bot_id: text,
});
