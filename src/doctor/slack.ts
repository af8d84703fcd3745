import { z } from 'zod';
import type { Seen } from '../domain/ports.ts';
import type { Channel } from '../domain/people.ts';
import type { SlackApi } from '../slack/api.ts';
import { missingScopes } from '../slack/scopes.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

const identity = z.object({ team_id: z.string(), team: z.string().default(''), user_id: z.string() });
export type Identity = z.infer<typeof identity>;

const token = 'Slack token';

/** Who the bot token belongs to, and whether it works at all. */
export async function checkToken(
  api: SlackApi,
): Promise<{ readonly check: Check; readonly identity?: Identity }> {
  const answer = await api.read('auth.test');
  if (answer.kind === 'refused') {
    return {
      check: fail(
        token,
        `Slack refuses SLACK_BOT_TOKEN (${answer.code}).`,
        'Install the app again and copy its bot token.',
      ),
    };
  }
  const parsed = answer.kind === 'ok' ? identity.safeParse(answer.body) : undefined;
  if (parsed?.success !== true) {
    return {
      check: fail(token, 'Slack does not answer.', 'Check the way to slack.com, and status.slack.com.'),
    };
  }
  return {
    check: ok(
      token,
      `belongs to the bot ${parsed.data.user_id} of ${parsed.data.team || parsed.data.team_id}.`,
    ),
    identity: parsed.data,
  };
}

/** Whether the installation has every scope of the manifest; to be asked after `checkToken`. */
export function checkScopes(api: SlackApi): Check {
  const name = 'Slack scopes';
  const granted = api.grantedScopes();
  if (granted === undefined) {
    return warn(name, 'Slack did not say which scopes were granted.', 'Compare them with manifest.yml.');
  }
  const missing = missingScopes(granted);
  return missing.length === 0
    ? ok(name, 'are complete.')
    : fail(
        name,
        `lack ${missing.join(', ')}.`,
        'Add them under OAuth & Permissions and install the app again.',
      );
}

/** Whether the channel is one the bot may work in. */
export function checkChannel(id: string, seen: Seen<Channel>, allowPublic: boolean): Check {
  const name = `Slack channel ${id}`;
  if (seen.kind === 'missing') {
    return fail(
      name,
      'is not there for the bot.',
      'Correct SLACK_ADMIN_CHANNEL, or invite the bot into the channel.',
    );
  }
  if (seen.kind === 'unavailable') {
    return fail(name, `could not be read (${seen.why}).`, 'Run the check again; see the scopes above.');
  }
  const channel = seen.value;
  if (channel.archived) return fail(name, 'is archived.', 'Restore it, or choose another channel.');
  if (channel.shared) {
    return fail(name, 'is shared with another organisation.', 'Choose a channel of your own people only.');
  }
  if (!channel.member)
    return fail(name, 'does not have the bot as a member.', 'Invite the bot into the channel.');
  if (channel.private) return ok(name, 'is private, and the bot is in it.');
  return allowPublic
    ? warn(name, 'is public: everybody in the workspace can read files dropped there.', 'Make it private.')
    : fail(name, 'is public.', 'Make it private, or set ALLOW_PUBLIC_CHANNEL=true.');
}
