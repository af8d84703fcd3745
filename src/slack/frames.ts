import { z } from 'zod';

/**
 * What a Socket Mode frame is. `payload` may be handed to the SDK; the SDK throws outside of anybody's reach on a frame
 * without an inner event, which ends the process, so everything else stops here.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export type Frame =
  /** `connections`: how many the app has with this one; undefined where Slack did not say. */
  | { readonly kind: 'hello'; readonly connections: number | undefined }
  | { readonly kind: 'disconnect'; readonly reason: string }
  | { readonly kind: 'payload' }
  | { readonly kind: 'rate_limited' }
  | { readonly kind: 'unreadable'; readonly type: string };

const envelope = z.object({
  type: z.string().max(100),
  reason: z.string().max(100).optional(),
  num_connections: z.int().optional().catch(undefined),
  envelope_id: z.string().optional(),
  payload: z.looseObject({}).optional(),
});

/** The SDK emits an event's type under its own name; one of these would be taken for the connection's. */
const reserved: ReadonlySet<string> = new Set([
  'error',
  'close',
  'ws_message',
  'slack_event',
  'outgoing_message',
  'connecting',
  'connected',
  'reconnecting',
  'disconnecting',
  'disconnected',
  'authenticated',
]);

const innerEvent = z.object({
  event: z.looseObject({ type: z.string().refine((type) => !reserved.has(type)) }),
});

export function readFrame(data: unknown): Frame {
  const parsed = envelope.safeParse(typeof data === 'string' ? parseJson(data) : undefined);
  if (!parsed.success) return { kind: 'unreadable', type: '' };
  const { type, reason, envelope_id: id, payload } = parsed.data;
  if (type === 'hello') return { kind: 'hello', connections: parsed.data.num_connections };
  if (type === 'disconnect') return { kind: 'disconnect', reason: reason ?? '' };
  if (isRateLimitNotice({ type }) || isRateLimitNotice(payload)) return { kind: 'rate_limited' };
  const carries = type === 'events_api' ? innerEvent.safeParse(payload).success : payload !== undefined;
  return id !== undefined && carries && delivered.has(type)
    ? { kind: 'payload' }
    : { kind: 'unreadable', type };
}

const delivered: ReadonlySet<string> = new Set(['events_api', 'slash_commands', 'interactive']);

const rateLimitNotice = z.object({ type: z.literal('app_rate_limited') });

/**
 * Whether a payload only says that Slack holds events back: it has no inner event.
 * https://docs.slack.dev/reference/events/app_rate_limited
 */
export const isRateLimitNotice = (payload: unknown): boolean => rateLimitNotice.safeParse(payload).success;

/** The value, or undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
