import { z } from 'zod';
import type { Installation } from './default-world.ts';

// docs.slack.dev/reference/app-manifest
const manifestSchema = z.object({
  features: z
    .object({
      slash_commands: z
        .array(z.object({ command: z.string(), should_escape: z.boolean().default(false) }))
        .default([]),
    })
    .prefault({}),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).default([]) }) }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
      interactivity: z.object({ is_enabled: z.boolean().default(false) }).prefault({}),
    })
    .prefault({}),
});

/** What installing an app with this manifest (parsed YAML or JSON) grants it; throws where it is not a manifest. */
export function installationFrom(manifest: unknown): Installation {
  const { features, oauth_config: oauth, settings } = manifestSchema.parse(manifest);
  return {
    scopes: oauth.scopes.bot,
    events: settings.event_subscriptions.bot_events,
    interactivity: settings.interactivity.is_enabled,
    commands: features.slash_commands.map(({ command, should_escape: shouldEscape }) => ({
      command,
      shouldEscape,
    })),
  };
}
