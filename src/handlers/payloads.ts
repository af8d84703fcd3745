import { z } from 'zod';

/** The members of Slack's payloads that are used; docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const clickPayload = z.object({
  user: z.object({ id: z.string() }),
  team: z.object({ id: z.string() }).nullish(),
  api_app_id: z.string(),
  container: z.object({ channel_id: z.string().optional(), message_ts: z.string().optional() }),
  channel: z.object({ id: z.string() }).optional(),
  trigger_id: z.string().optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});
export type ClickPayload = z.infer<typeof clickPayload>;

/** docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const viewPayload = z.object({
  user: z.object({ id: z.string() }),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({
    private_metadata: z.string().default(''),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    }),
  }),
});
export type ViewPayload = z.infer<typeof viewPayload>;

/** docs.slack.dev/interactivity/implementing-slash-commands */
export const slashPayload = z.object({
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string(),
  command: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
});
export type SlashPayload = z.infer<typeof slashPayload>;

/** docs.slack.dev/reference/events/file_shared */
export const fileShared = z.object({ channel_id: z.string(), file_id: z.string(), user_id: z.string() });

/** docs.slack.dev/reference/events/file_deleted */
export const fileDeleted = z.object({ file_id: z.string() });

/** docs.slack.dev/reference/events/tokens_revoked */
export const tokensRevoked = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });
