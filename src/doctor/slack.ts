import type { Seen } from '../domain/ports.ts';
import type { Channel } from '../domain/people.ts';
import type { SlackApi } from '../slack/api.ts';
import { isFatalCode } from '../slack/failures.ts';
import type { Identity } from '../slack/identity.ts';
import { missingScopes } from '../slack/scopes.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

const token = 'Slack token';

/** Who the bot token belongs to, as `whoAmI` found it. */
export function checkToken(seen: Seen<Identity>): Check {
  if (seen.kind === 'ok') {
    const { botUserId, teamName, teamId } = seen.value;
    return ok(token, `belongs to the bot ${botUserId} of ${teamName || teamId}.`);
  }
  const why = seen.kind === 'missing' ? seen.code : seen.why;
  return isFatalCode(why)
    ? fail(token, `Slack refuses SLACK_BOT_TOKEN (${why}).`, 'Install the app again and copy its bot token.')
    : fail(token, `Slack does not answer (${why}).`, 'Check the way to slack.com, and status.slack.com.');
}

/** Whether the installation has every scope of the manifest; to be asked after `whoAmI`. */
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
  if (seen.kind === 'unavailable' && seen.why === 'missing_scope') {
    return fail(
      name,
      'is public, and the bot may not see public channels.',
      'Make it private, or add channels:read.',
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
