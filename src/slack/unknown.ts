import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../log.ts';

/** What the app has listeners for; everything else is acknowledged and left alone. */
export interface KnownIds {
  /** With their slash. */
  readonly commands: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  /** Callback ids of modals. */
  readonly views: ReadonlySet<string>;
}

const commandBody = z.object({ command: z.string() });
const interaction = z.object({
  type: z.string(),
  actions: z.array(z.object({ action_id: z.string() })).optional(),
  view: z.object({ callback_id: z.string() }).optional(),
});

/**
 * Middleware that answers what nobody listens for: with Socket Mode Bolt would say nothing, and a person would look at
 * an error of Slack's. As a listener for everything it would run beside the real ones, and its empty answer would win.
 */
export const leaveUnknown =
  (known: KnownIds, log: Log): Middleware<AnyMiddlewareArgs> =>
  async (args) => {
    const unknown = unknownId(args.body, known);
    if (unknown === undefined) {
      await args.next();
      return;
    }
    log.warn('slack payload without a listener', { unknown });
    if ('ack' in args && typeof args.ack === 'function') await args.ack();
  };

/** What kind of thing the payload asks for that is not known; undefined for everything known and for all events. */
function unknownId(body: unknown, known: KnownIds): string | undefined {
  const command = commandBody.safeParse(body);
  if (command.success) return known.commands.has(command.data.command) ? undefined : command.data.command;
  const interactive = interaction.safeParse(body);
  if (!interactive.success) return undefined;
  const { type, actions, view } = interactive.data;
  if (type === 'event_callback') return undefined;
  if (type === 'block_actions')
    return unknownAmong(
      actions?.map((action) => action.action_id),
      known.actions,
    );
  if (type === 'view_submission') return unknownAmong([view?.callback_id ?? ''], known.views);
  return type;
}

/** Bolt offers its listeners the first action only. */
const unknownAmong = ([first = '']: readonly string[] = [], known: ReadonlySet<string>): string | undefined =>
  known.has(first) ? undefined : first;
